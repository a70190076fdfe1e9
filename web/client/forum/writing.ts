// What is typed in a report, until the server has it. Of a part one text is under way at a time, and what is typed meanwhile
// takes the place of what waits: a network that is gone costs one message. Where the pen has gone, it is set aside, and told.

import { batch, effect, signal, type Signal } from '@preact/signals';
import type { App } from '../app';
import { _ } from '../i18n';
import { LIMITS } from '../limits';
import type { Facts, Item } from '../outbox';
import type { AnyCommand, Reason, WriteReport } from '../protocol';
import { whole } from '../text';
import { canvas } from './circles';

/** While one types, a text leaves so often; after a pause like this at once. */
const EVERY = 1_500;
const PAUSE = 700;
/** Between two things that are said, so that both are heard. */
const HEARD = 300;
/** How far this device's clock may be from what it takes for the server's. */
const DOUBT = 1_000;
/** In a draft: the part was emptied. An empty draft is none. */
const EMPTIED = '\n';

export interface No {
  reason: string;
  facts?: Facts;
}

export type PartState = 'none' | 'saved' | 'pending' | 'over' | 'refused';

/** One part of one report, as this page writes it. */
export class Part {
  /** What the box shows where it is ahead of the text, or only written otherwise. */
  private readonly box = signal<string | null>(null);
  private readonly no = signal<No | null>(null);
  private readonly here = signal<No | null>(null);
  /** Sent by this page, without a verdict. */
  private readonly under = signal(0);
  /** Not on the server yet. */
  private readonly draft: Signal<string>;
  private pause = 0;
  private most = 0;
  /** When it was typed, if that was before this page was loaded (the server's ms). */
  private found: number | null = null;

  constructor(private readonly app: App, readonly session: string, readonly field: string) {
    this.draft = app.drafts.box(this.name);
    const text = this.draft.peek();
    if (!text) return;
    this.box.value = text === EMPTIED ? '' : text;
    // What an earlier page sent is sent on: this page goes on from there.
    if (!this.waiting) this.found = (app.drafts.found.get(this.name) ?? 0) + app.now() - Date.now();
  }

  get text(): string {
    return this.box.value ?? this.waiting?.text ?? this.official?.text ?? '';
  }

  /** What was set aside here, and is still shown beside; write '' to put it away. */
  get aside(): Signal<string> {
    return this.app.drafts.box(`aside:${this.session}.${this.field}`);
  }

  get refused(): No | null {
    return this.no.value;
  }

  /** Why what was set aside is kept on this device alone. */
  get alone(): No | null {
    return this.here.value;
  }

  /** Characters above what a part holds. */
  get over(): number {
    // Counted as it is kept: what is still being typed is not trimmed.
    return [...this.text.normalize('NFC')].length - (this.app.data.limits.report_field ?? LIMITS.report_field);
  }

  get state(): PartState {
    if (this.over > 0) return 'over';
    if (this.no.value) return 'refused';
    if (this.dirty || this.waiting || this.under.value) return 'pending';
    return this.official?.at ? 'saved' : 'none';
  }

  /** Not on the server yet. */
  get dirty(): boolean {
    return this.draft.value !== '';
  }

  get busy(): boolean {
    return this.dirty || this.under.value > 0;
  }

  type(text: string): void {
    batch(() => {
      this.box.value = text;
      this.no.value = null;
      this.found = null;
      this.keep(text);
    });
    clearTimeout(this.pause);
    this.pause = window.setTimeout(() => this.flush(), PAUSE);
    this.most ||= window.setTimeout(() => this.flush(), EVERY);
  }

  /** Sent now. `all`: though an older text of it is still under way, since something is to follow it. */
  flush(all = false): void {
    clearTimeout(this.pause);
    clearTimeout(this.most);
    this.pause = this.most = 0;
    if (!this.draft.peek() || this.no.peek() || this.over > 0) return;
    if (!all && (this.under.peek() || this.waiting)) return;
    if (!holdsPen(this.app, this.session)) return this.setAside();
    const text = whole(this.box.peek() ?? '');
    const command: WriteReport = { type: 'WriteReport', session: this.session, field: this.field, text };
    this.under.value++;
    void this.app.send(command).then(verdict => batch(() => this.heard(command, verdict.ok ? null : verdict)));
  }

  /** What it was refused for has passed: reports can be written again, or there is room again. */
  again(reason: Reason): void {
    if (this.no.peek()?.reason === reason) this.no.value = null;
  }

  /** Whatever waits for nothing any more leaves, or is set aside. */
  follow(): void {
    if (!this.dirty || this.no.value || this.under.value || this.waiting || !this.official) return;
    if (!holdsPen(this.app, this.session)) return this.setAside();
    // Somebody has written since: nobody's words are replaced unseen.
    if (this.found !== null && (this.official.at ?? 0) > this.found + DOUBT) return this.setAside();
    this.found = null;
    if (!this.pause && !this.most) this.most = window.setTimeout(() => this.flush(), EVERY);
  }

  /** Another's text takes the place of mine, where mine is on the server. */
  settle(): void {
    if (!this.dirty && !this.under.value && this.box.value !== null && !same(this.official?.text, this.box.value)) this.box.value = null;
  }

  /** The pen has gone: what was typed stands beside the text, here and in the report's versions. */
  setAside(text = whole(this.box.peek() ?? '')): void {
    this.app.drafts.write(this.name, '');
    this.box.value = this.no.value = null;
    const beside = `aside:${this.session}.${this.field}`;
    if (!text.trim() || same(this.official?.text, text) || this.app.drafts.box(beside).peek() === text) return;
    this.app.drafts.write(beside, text);
    this.app.drafts.save();
    // After whoever has it now was told.
    setTimeout(() => (this.app.said.value = _('You no longer have the pen. What you wrote is set aside, and kept beside the text.')), HEARD);
    const command: AnyCommand = { type: 'SetAside', session: this.session, field: this.field, text };
    void this.app.send(command).then(verdict => {
      if (!verdict.ok) dismiss(this.app, command);
      this.here.value = verdict.ok ? null : verdict;
    });
  }

  private heard(command: WriteReport, no: No | null): void {
    this.under.value--;
    const newest = whole(this.box.peek() ?? '') === command.text;
    if (no) dismiss(this.app, command);
    if (no?.reason === 'pen_needed') return this.setAside(this.draft.peek() ? undefined : command.text);
    if (newest) {
      this.no.value = no;
      if (!no) this.app.drafts.write(this.name, '');
    }
    if (!no) partsOf(this.app, this.session).forEach(part => part.again('report_full'));
  }

  private keep(text: string): void {
    this.app.drafts.write(this.name, text || EMPTIED);
  }

  private get official() {
    return this.app.store.get('text', `${this.session}.${this.field}`);
  }

  /** The last text of it that has no verdict, an earlier page's too. */
  private get waiting(): WriteReport | undefined {
    return this.app.outbox.pending.value.map(({ command }) => command).filter((command): command is WriteReport =>
      command.type === 'WriteReport' && command.session === this.session && command.field === this.field).pop();
  }

  private get name(): string {
    return `report:${this.session}.${this.field}`;
  }
}

/** As the server keeps a text. */
const kept = (text: string) => text.normalize('NFC').replace(/\r\n?/g, '\n').replace(/\t/g, ' ').trim();
const same = (one = '', other: string | null = '') => kept(one) === kept(other ?? '');

/** Whether I write this report, as far as is known; laying the pen down counts at once. */
export function holdsPen(app: App, session: string): boolean {
  const gone = app.outbox.pending.value.some(({ command }) => (command.type === 'LayPen' || command.type === 'HandPen') && command.session === session);
  return !gone && app.store.get('report', session)?.pen === app.data.person;
}

const parts = new WeakMap<App, Map<string, Part>>();

/** One for the page: it outlives the view that it is typed in. */
export function partOf(app: App, session: string, field: string): Part {
  let all = parts.get(app);
  if (!all) parts.set(app, (all = new Map()));
  const key = `${session}.${field}`;
  let part = all.get(key);
  if (!part) all.set(key, (part = new Part(app, session, field)));
  return part;
}

export const partsOf = (app: App, session: string) => canvas(app).filter(({ kind }) => kind !== 'ideas').map(({ id }) => partOf(app, session, id));

/** Before the pen goes to somebody, all that is typed goes. */
export const flushAll = (app: App, session: string, all = false) => partsOf(app, session).forEach(part => part.flush(all));

/** While this report is open, or something typed in it waits: the parts keep to what the server says. */
export function tend(app: App, session: string): () => void {
  partsOf(app, session).forEach(part => part.again('step_closed'));
  const leave = app.watch(partsOf(app, session).map(({ field }) => `text:${session}.${field}`));
  const left = signal(false);
  let over = false;
  const stop = effect(() => {
    const parts = partsOf(app, session);
    parts.forEach(part => {
      part.follow();
      part.settle();
    });
    if (left.value && !parts.some(part => part.busy)) queueMicrotask(end);
  });
  const hide = () => document.visibilityState === 'hidden' && flushAll(app, session);
  document.addEventListener('visibilitychange', hide);
  function end(): void {
    if (over) return;
    over = true;
    document.removeEventListener('visibilitychange', hide);
    stop();
    leave();
  }
  // Who leaves the report takes nothing unsaved along: it is tended until all of it is on the server.
  return () => {
    flushAll(app, session);
    left.value = true;
  };
}

/** Whether words of mine wait in this report for me: set aside, refused, or not sent. */
export function waitsForMe(app: App, session: string): boolean {
  const refused = app.outbox.items.value.some(({ refused, command }) => refused && 'session' in command && 'text' in command && command.session === session);
  return refused || partsOf(app, session).some(part => part.aside.value || (part.dirty && !holdsPen(app, session)));
}

/** What an earlier page of this seat typed and could not save is sent, or set aside, whichever report is looked at. */
export function rescue(app: App): () => void {
  const typed = app.drafts.names('report:').map(name => name.slice('report:'.length).split('.')[0]!);
  const stops = [...new Set(typed)].map(session => tend(app, session));
  const refused = effect(() => app.outbox.items.value.filter(({ refused }) => refused).forEach(item => queueMicrotask(() => keepRefused(app, item))));
  return () => [...stops, refused].forEach(stop => stop());
}

/** An earlier page's text, refused: nothing else on this page would show its words. */
function keepRefused(app: App, item: Item): void {
  const { command } = item;
  if (command.type !== 'WriteReport' && command.type !== 'SetAside') return;
  if (!app.outbox.items.peek().includes(item)) return;
  app.dismiss(item);
  const part = partOf(app, command.session, command.field);
  if (command.type === 'SetAside') app.drafts.write(`aside:${command.session}.${command.field}`, command.text);
  else if (!part.dirty) part.setAside(command.text);
}

function dismiss(app: App, command: AnyCommand): void {
  const item = app.outbox.items.peek().find(item => item.command === command);
  if (item) app.dismiss(item);
}
