// What one facilitator's page holds beside the records: where they look, what they ticked, what was refused, what is said aloud.

import { signal } from '@preact/signals';
import type { App } from '../app';
import { refusal } from '../parts';
import type { AnyCommand, StepRecord } from '../protocol';
import { boardOf, roundOf, stepsOf, type Door, type Reader } from '../screen/room';
import { withPending } from './pending';

export type Dialog =
  | { is: 'idea'; idea: string; hiding?: boolean }
  | { is: 'move'; ideas: string[]; making?: boolean }
  | { is: 'cluster'; cluster: string }
  | { is: 'theme'; theme: string | null }
  | { is: 'door' }
  | { is: 'preview' };

const RECENT = 3;

export class Desk {
  readonly reader: Reader;
  /** A step looked at; null follows the open one. */
  readonly looking = signal<string | null>(null);
  readonly dialog = signal<Dialog | null>(null);
  readonly drawer = signal<'agenda' | 'room' | null>(null);
  readonly chosen = signal<ReadonlySet<string>>(new Set());
  /** The clusters ideas were last moved to, latest first. */
  readonly recent = signal<readonly string[]>([]);
  /** Kept when the dialog is closed without moving. */
  readonly search = signal('');
  /** Said once by a screen reader. */
  readonly said = signal('');
  /** By the place that caused it. */
  readonly refusals = signal<ReadonlyMap<string, { said: string; then: string }>>(new Map());
  /** The tray's cards as they are drawn, so that focus can go to the next one. */
  tray: readonly string[] = [];
  /** Ideas this page moved: they leave a list at once, even one that holds still. */
  readonly moved = new Set<string>();

  constructor(readonly app: App, readonly door: Door) {
    this.reader = withPending(app);
  }

  /** Sends; true once it is accepted. A refusal is shown by `<Refusal at>`, near what caused it. */
  async act(at: string, command: AnyCommand): Promise<boolean> {
    this.forget(at);
    if (command.type === 'OpenStep') this.looking.value = null;
    const verdict = await this.app.send(command);
    if (!verdict.ok) this.refusals.value = new Map(this.refusals.value).set(at, refusal(this.app, verdict));
    return verdict.ok;
  }

  forget(at: string): void {
    if (!this.refusals.value.has(at)) return;
    const refusals = new Map(this.refusals.value);
    refusals.delete(at);
    this.refusals.value = refusals;
  }

  say(text: string): void {
    // The same sentence twice is read twice only if it changes.
    this.said.value = this.said.peek() === text ? `${text}\u00a0` : text;
  }

  choose(idea: string, on: boolean): void {
    const chosen = new Set(this.chosen.value);
    if (on) chosen.add(idea);
    else chosen.delete(idea);
    this.chosen.value = chosen;
  }

  used(cluster: string): void {
    this.recent.value = [cluster, ...this.recent.value.filter(id => id !== cluster)].slice(0, RECENT);
  }

  /** After these leave the tray: the card that follows the first of them. */
  nextAfter(ideas: readonly string[]): string | undefined {
    const gone = new Set(ideas);
    const from = this.tray.findIndex(id => gone.has(id));
    const stays = (id: string) => !gone.has(id);
    return this.tray.slice(Math.max(0, from)).find(stays) ?? this.tray.slice(0, Math.max(0, from)).reverse().find(stays);
  }

  openStep(): StepRecord | undefined {
    const open = this.reader.get('agenda', 'this')?.open;
    return open ? this.reader.get('step', open) : undefined;
  }

  /** The step whose work is on the desk. */
  step(): StepRecord | undefined {
    const looked = this.looking.value && this.reader.get('step', this.looking.value);
    if (looked) return looked;
    const steps = stepsOf(this.reader);
    const opened = steps.filter(step => step.opened_at).sort((a, b) => b.opened_at! - a.opened_at!);
    return this.openStep() ?? opened[0] ?? steps[0];
  }

  /** The next step to open: the first one never opened, or put aside by a reopening. */
  nextStep(): StepRecord | undefined {
    const after = this.openStep()?.n ?? 0;
    return stepsOf(this.reader).find(step => step.n > after && (step.state === 'to_come' || step.later));
  }

  /** The step that gathered on this board, when some of what was written there still waits to be shown (IDEA8: once it is closed). */
  unshown(board: string): StepRecord | undefined {
    const home = stepsOf(this.reader).find(({ about }) => about.kind === 'gather' && about.board === board);
    const waiting = this.reader.get('board', board)?.waiting ?? 0;
    return home?.about.kind === 'gather' && home.about.private !== 'no' && waiting ? home : undefined;
  }

  /** The facilitator may not read it either, yet. */
  blind(board: string): boolean {
    const home = this.unshown(board)?.about;
    return home?.kind === 'gather' && home.private === 'everyone' && (this.reader.get('board', board)?.revealed ?? 'no') === 'no';
  }

  /** What the facilitator would do next: the one button in ink. */
  next(): string {
    const open = this.openStep();
    const board = boardOf(open ?? this.step());
    const unshown = this.unshown(board);
    if (unshown && unshown.state !== 'open') return this.blind(board) ? 'read' : 'show';
    const round = open?.about.kind === 'vote' ? roundOf(this.reader, open.id) : undefined;
    if (open && round && !round.revealed && this.step() === open) return round.state === 'open' || round.state === 'suspended' ? 'close-round' : 'reveal-round';
    if (open) return `close:${open.id}`;
    const next = this.nextStep();
    return next ? `open:${next.id}` : 'export';
  }
}
