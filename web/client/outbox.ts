// Commands on their way: numbered 1, 2, 3… per client, stored before they are shown, sent again until each has its verdict.

import { batch, computed, signal } from '@preact/signals';
import { newClient } from './ids';
import { IN_FLIGHT } from './limits';
import type { Ack, AnyCommand, Do, DoorReason, Reason, Refused, Wait, Welcome } from './protocol';
import type { Item, Shelf } from './shelf';

export type { Item } from './shelf';

export type Verdict = { ok: true } | { ok: false; reason: Reason | DoorReason; facts: Facts };
export type Facts = Record<string, string | number>;
export type Send = (message: Do) => boolean;

// A frame over 32 KiB would close the socket, each time it is sent again.
const FRAME = 32 * 1024 - 256;

/** What this page shows of commands without a verdict, its own and those an earlier page left. */
export class Outbox {
  readonly items = signal<readonly Item[]>([]);
  readonly pending = computed(() => this.items.value.filter(item => !item.refused));
  /** False once something could not be stored: it lives in this page alone. */
  readonly stored = signal(true);

  constructor(readonly shelf: Shelf, readonly seat: string) {
    this.stored.value = shelf.works;
  }

  add(...items: Item[]): void {
    this.items.value = [...this.items.value, ...items];
  }

  async store(...items: Item[]): Promise<void> {
    if (!(await this.shelf.put(...items))) this.stored.value = false;
  }

  /** It has its verdict, or the person has read its refusal. */
  remove(...gone: Item[]): void {
    this.items.value = this.items.value.filter(item => !gone.includes(item));
    void this.shelf.remove(...gone);
  }

  /** Its words stay, for the person to shorten, send again or throw away. */
  refuse(item: Item, refused: NonNullable<Item['refused']>): void {
    const fresh = { ...item, refused };
    this.swap(item, fresh);
    void this.store(fresh);
  }

  /** Stored under the new name before it is removed under the old: at worst it is sent twice, which is harmless. */
  rename(old: Item, fresh: Item): void {
    this.swap(old, fresh);
    void this.store(fresh).then(() => this.shelf.remove(old));
  }

  private swap(old: Item, fresh: Item): void {
    this.items.value = this.items.value.map(item => (item === old ? fresh : item));
  }
}

/** The commands of one client: of this page, or of an earlier one whose commands are sent under its own name. */
export class Sender {
  /** Set by who holds the socket: it must say Hello again, under the new name. */
  renamed: () => void = () => undefined;
  private queue: Item[];
  private next: number;
  /** The last number with a verdict, and the last one sent on this socket. */
  private done: number;
  private sent = 0;
  private open = false;
  private paused = 0;
  private closings = 0;
  private readonly waiting = new Map<Item, (verdict: Verdict) => void>();

  constructor(private readonly outbox: Outbox, private readonly transmit: Send, public client = newClient(), left: Item[] = []) {
    this.queue = left;
    this.done = (left[0]?.cseq ?? 1) - 1;
    this.next = (left[left.length - 1]?.cseq ?? 0) + 1;
  }

  get empty(): boolean {
    return this.queue.length === 0;
  }

  /** Resolves at the verdict, which may be long after: offline it waits. `kept`: called once it is stored and shown. */
  async send(command: AnyCommand, person?: string, kept?: () => void): Promise<Verdict> {
    const item: Item = { seat: this.outbox.seat, client: this.client, cseq: this.next, command, at: Date.now() };
    if (person) item.for = person;
    if (bytes(item) > FRAME) return this.tooBig(item, kept);
    this.next++;
    const verdict = new Promise<Verdict>(tell => this.waiting.set(item, tell));
    await this.outbox.store(item);
    batch(() => {
      this.outbox.add(item);
      kept?.();
    });
    this.enqueue(item);
    return verdict;
  }

  /** Take on what another client could not send. Ids are in the commands: what had arrived already stays what it was. */
  adopt(items: Item[]): void {
    for (const item of items) {
      const mine = { ...item, client: this.client, cseq: this.next++ };
      const tell = this.waiting.get(item);
      if (tell) this.waiting.set(mine, tell);
      this.waiting.delete(item);
      this.outbox.rename(item, mine);
      this.queue.push(mine);
    }
    this.flush();
  }

  /** Where the server is with us: everything without a verdict is sent again. */
  welcome({ last }: Welcome): void {
    // It knows less than it told us: its memory was put back to an earlier day.
    if (last < this.done) return this.rename();
    this.sent = 0;
    this.open = true;
    this.flush();
  }

  /** `poisoned`: the server closed because of what we said. */
  close(poisoned: boolean): void {
    this.open = false;
    const head = this.queue[0];
    this.closings = poisoned && head && this.sent ? this.closings + 1 : 0;
    if (!head || this.closings < 3) return;
    // Something in it closes the socket each time: it must not keep the others from leaving.
    this.verdict(head.cseq, { ok: false, reason: 'bad_message', facts: {} });
    this.rename();
  }

  ack({ cseq }: Ack): void {
    this.verdict(cseq, { ok: true });
  }

  refused({ cseq, reason, facts = {} }: Refused): void {
    if (reason === 'not_yours') this.rename();
    else this.verdict(cseq, { ok: false, reason, facts });
  }

  /** No verdict: the same number again, and all after it, in a while. A gap follows from an earlier one that had to wait. */
  wait({ cseq, reason, retry_after }: Wait): void {
    this.sent = Math.min(this.sent, cseq - 1);
    if (reason === 'gap' && cseq === this.done + 1) return this.rename();
    if (reason === 'gap' && this.paused) return;
    clearTimeout(this.paused);
    this.paused = window.setTimeout(() => {
      this.paused = 0;
      this.flush();
    }, Math.max(retry_after, 0.05) * 1000);
  }

  flush(): void {
    if (!this.open || this.paused) return;
    for (const { cseq, command, for: person } of this.queue) {
      const last = Math.max(this.sent, this.done);
      if (cseq <= last) continue;
      // One that is still being stored goes before those after it.
      if (cseq > last + 1 || cseq > this.done + IN_FLIGHT) return;
      if (!this.transmit({ type: 'Do', cseq, command, ...(person ? { for: person } : {}) })) return;
      this.sent = cseq;
    }
  }

  private enqueue(item: Item): void {
    if (item.client !== this.client) return this.adopt([item]);
    this.queue.push(item);
    this.queue.sort((a, b) => a.cseq - b.cseq);
    this.flush();
  }

  /** A fresh name, under which numbers begin at 1 again. */
  rename(): void {
    const old = this.queue;
    this.client = newClient();
    this.queue = [];
    this.next = 1;
    this.done = this.sent = 0;
    this.open = false;
    this.adopt(old);
    this.renamed();
  }

  private verdict(cseq: number, verdict: Verdict): void {
    const item = this.queue.find(item => item.cseq === cseq);
    if (!item) return;
    this.queue = this.queue.filter(other => other !== item);
    this.done = Math.max(this.done, cseq);
    this.closings = 0;
    if (verdict.ok) this.outbox.remove(item);
    else this.outbox.refuse(item, { reason: verdict.reason, facts: verdict.facts });
    this.waiting.get(item)?.(verdict);
    this.waiting.delete(item);
    this.flush();
  }

  private tooBig(item: Item, kept?: () => void): Verdict {
    const refused = { reason: 'too_big', facts: {} } as const;
    // It takes no number: those below 1 are never sent, only shown and kept.
    const shown = { ...item, cseq: -item.at, refused };
    this.outbox.add(shown);
    void this.outbox.store(shown).then(kept);
    return { ok: false, ...refused };
  }
}

const bytes = (item: Item) => new TextEncoder().encode(JSON.stringify(item.command)).length;
