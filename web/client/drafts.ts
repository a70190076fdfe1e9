// What is being typed, per box: it survives a change of step, a reload, a locked phone.

import { signal, type Signal } from '@preact/signals';
import { lives } from './alive';
import { keep, kept, keptNames } from './shelf';

const PAUSE = 250;

interface Draft {
  text: string;
  at: number;
}

/** One seat's drafts. Each page load has its own, so that two tabs do not write over each other. */
export class Drafts {
  /** The box shown last: while it is written in, it stays. */
  current = '';
  /** When what an earlier page left in a box was written, by this device's clock. */
  readonly found = new Map<string, number>();
  private readonly boxes = new Map<string, Signal<string>>();
  private readonly late = new Map<string, number>();

  constructor(private readonly seat: string, private readonly client: string) {
    addEventListener('pagehide', () => this.save());
    document.addEventListener('visibilitychange', () => this.save());
  }

  /** The text of a box; write it with `write`. */
  box(name: string): Signal<string> {
    let box = this.boxes.get(name);
    if (!box) this.boxes.set(name, (box = signal('')));
    return box;
  }

  /** The boxes with something in them whose names begin so. */
  names(prefix: string): string[] {
    return [...this.boxes].filter(([name, box]) => name.startsWith(prefix) && box.peek()).map(([name]) => name);
  }

  write(name: string, text: string): void {
    this.box(name).value = text;
    if (!this.late.has(name)) this.late.set(name, window.setTimeout(() => this.save(name), PAUSE));
  }

  /** Takes over what pages that are gone left; the newest goes in the box, an older one when the box is next empty. */
  async restore(): Promise<void> {
    for (const [name, { client, text, at }] of await this.orphans()) {
      if (this.box(name).value) continue;
      this.found.set(name, at);
      this.write(name, text);
      this.save(name);
      keep(this.place(name, client), null);
    }
  }

  /** On a device that is handed on, nothing stays. */
  forget(): void {
    this.boxes.forEach(box => (box.value = ''));
    this.save();
    for (const rest of keptNames(this.prefix)) keep(this.prefix + rest, null);
  }

  save(only?: string): void {
    for (const [name, timer] of [...this.late]) {
      if (only && only !== name) continue;
      clearTimeout(timer);
      this.late.delete(name);
      const text = this.box(name).peek();
      keep(this.place(name), text ? JSON.stringify({ text, at: Date.now() } satisfies Draft) : null);
    }
  }

  private async orphans(): Promise<[string, Draft & { client: string }][]> {
    const places = keptNames(this.prefix).map(rest => ({ rest, client: rest.slice(0, rest.indexOf(':')) }));
    const living = await Promise.all(places.map(({ client }) => lives(client)));
    return places.filter((_place, i) => !living[i]).flatMap(({ rest, client }): [string, Draft & { client: string }][] => {
      const draft = kept(this.prefix + rest);
      return draft ? [[rest.slice(client.length + 1), { client, ...(JSON.parse(draft) as Draft) }]] : [];
    }).sort(([, a], [, b]) => b.at - a.at);
  }

  private get prefix(): string {
    return `draft:${this.seat}:`;
  }

  private place(name: string, client = this.client): string {
    return `${this.prefix}${client}:${name}`;
  }
}
