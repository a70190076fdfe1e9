// What the server has shown us: records by key, each with its version. Components that read one are drawn again when it changes.

import { batch, signal, type Signal } from '@preact/signals';
import { ON_REQUEST } from './limits';
import type { AnyRecord, Delta, Kind, RecordOf, View, Welcome } from './protocol';

type Changes = Pick<Delta, 'seq' | 'put' | 'at' | 'drop'>;

interface Shelf {
  records: Map<string, AnyRecord>;
  changes: Signal<number>;
}

export class Store {
  /** What we have everything up to; null: nothing yet. */
  seq: number | null = null;
  /** The server's word for the numbering that `seq` is of. */
  life = '';
  private readonly shelves = new Map<Kind, Shelf>();
  private readonly watched = new Map<string, Signal<AnyRecord | undefined>>();
  private readonly versions = new Map<string, number>();
  private sum = 0;

  /** One record, or undefined; the component that asks follows this record alone. */
  get<K extends Kind>(kind: K, id: string): RecordOf<K> | undefined {
    const key = `${kind}:${id}`;
    let seen = this.watched.get(key);
    if (!seen) this.watched.set(key, (seen = signal(this.shelf(kind).records.get(id))));
    return seen.value as RecordOf<K> | undefined;
  }

  /** Every record of a kind by id, in order of arrival; the component that asks follows them all. */
  all<K extends Kind>(kind: K): ReadonlyMap<string, RecordOf<K>> {
    const shelf = this.shelf(kind);
    void shelf.changes.value;
    return shelf.records as Map<string, RecordOf<K>>;
  }

  welcome(welcome: Welcome): void {
    batch(() => {
      if (welcome.full) this.forget();
      this.life = welcome.life;
      this.change(welcome);
    });
  }

  /** What a page begins with. */
  begin(view: View): void {
    this.life = view.life;
    this.change(view);
  }

  change({ seq, put = [], at = [], drop = [] }: Changes | View & { drop?: string[] }): void {
    batch(() => {
      drop.forEach(key => this.set(key));
      put.forEach((record, i) => this.set(`${record.kind}:${record.id}`, record, at[i] ?? seq));
    });
    this.seq = Math.max(seq, this.seq ?? 0);
  }

  /** Whether what we hold adds up to what the server says we should hold. */
  agrees(sum: number): boolean {
    return this.sum === sum;
  }

  private forget(): void {
    for (const key of [...this.versions.keys()]) this.set(key);
    this.seq = null;
  }

  private set(key: string, record?: AnyRecord, version = 0): void {
    const [kind, id] = split(key);
    const shelf = this.shelf(kind);
    const old = this.versions.get(key);
    if (record) {
      shelf.records.set(id, record);
      this.versions.set(key, version);
    } else {
      shelf.records.delete(id);
      this.versions.delete(key);
    }
    if (!ON_REQUEST.includes(kind)) {
      if (old !== undefined) this.sum = (this.sum - crc32(`${key}@${old}`)) >>> 0;
      if (record) this.sum = (this.sum + crc32(`${key}@${version}`)) >>> 0;
    }
    const seen = this.watched.get(key);
    if (seen) seen.value = record;
    shelf.changes.value = shelf.changes.peek() + 1;
  }

  private shelf(kind: Kind): Shelf {
    let shelf = this.shelves.get(kind);
    if (!shelf) this.shelves.set(kind, (shelf = { records: new Map(), changes: signal(0) }));
    return shelf;
  }
}

function split(key: string): [Kind, string] {
  const colon = key.indexOf(':');
  return [key.slice(0, colon) as Kind, key.slice(colon + 1)];
}

const TABLE = Int32Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
  return n;
});

/** Of a text in ASCII, which keys are. */
export function crc32(text: string): number {
  let crc = -1;
  for (let i = 0; i < text.length; i++) crc = (crc >>> 8) ^ TABLE[(crc ^ text.charCodeAt(i)) & 255]!;
  return ~crc >>> 0;
}
