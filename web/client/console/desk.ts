// What one facilitator's page holds beside the records: where they look, what they ticked, what was refused, what is said aloud.

import { signal } from '@preact/signals';
import { toFinish } from '../agenda';
import type { App } from '../app';
import { meets, nextSlot, runningSlot, slotUnderWay } from '../grid';
import { _ } from '../i18n';
import type { Verdict } from '../outbox';
import { refusal } from '../parts';
import type { AnyCommand, CloseStep, OpenStep, StepRecord } from '../protocol';
import { boardOf, roundOf, stepShown, stepsOf, type Door, type Reader } from '../screen/room';
import { Acts } from './acts';
import { call } from './calls';
import type { ForumDialog } from './forum/dialogs';
import { withPending } from './pending';

export type Dialog =
  /** `back`: what opens again once it is done with. */
  | { is: 'idea'; idea: string; hiding?: boolean; back?: Dialog }
  | { is: 'move'; ideas: string[]; making?: boolean; theme?: string | null }
  | { is: 'merge'; cluster: string; into?: string }
  | { is: 'cluster'; cluster: string }
  | { is: 'theme'; theme: string | null }
  | { is: 'door' }
  | { is: 'preview' }
  /** `step` null: a new one, to come after `after` (null: first). */
  | { is: 'step'; step: string | null; after?: string | null }
  | { is: 'workshop' }
  | { is: 'people'; only?: Filter }
  | { is: 'person'; person: string }
  /** `person` null: whoever is on paper, to choose from or to add to. */
  | { is: 'paper'; person: string | null; adding?: boolean }
  | { is: 'paste'; board: string }
  | { is: 'reports' }
  | { is: 'reveal'; round: string }
  | { is: 'show' }
  | { is: 'clear' }
  | { is: 'test' }
  | { is: 'copy' }
  | { is: 'forum'; show: ForumDialog };

export type Filter = 'all' | 'here' | 'away' | 'waited' | 'paper';

const RECENT = 3;
/** The refusals whose general words would not help: a step before the ideas, or the circles, that it is about. */
function misplaced(command: AnyCommand, verdict: Verdict): { said: string; then: string } | null {
  if (verdict.ok || verdict.reason !== 'unknown') return null;
  const then = _('Choose another place.');
  if (verdict.facts['board']) return { said: _('A step of ideas comes before the steps that work on them.'), then };
  const places = command.type === 'AddStep' || command.type === 'MoveStep' || command.type === 'RemoveStep';
  return places && verdict.facts['step'] ? { said: _('The marketplace comes before the circles; proceedings, and a vote on reports, after them.'), then } : null;
}

export class Desk {
  readonly reader: Reader;
  /** A step looked at; null follows the open one. */
  readonly looking = signal<string | null>(null);
  readonly dialog = signal<Dialog | null>(null);
  readonly drawer = signal<'agenda' | 'room' | null>(null);
  readonly menu = signal(false);
  /** In an open forum: whether one looks at the wall or the reports, and at which report. */
  readonly reading = signal<{ reports: boolean; session: string | null }>({ reports: false, session: null });
  /** What was last pointed at or focused in a step's work, by its key: "Show this" means it. */
  readonly pointed = signal<{ key: string; step: string | undefined } | null>(null);
  readonly chosen = signal<ReadonlySet<string>>(new Set());
  /** The clusters ideas were last moved to, latest first. */
  readonly recent = signal<readonly string[]>([]);
  /** Kept when the dialog is closed without moving. */
  readonly search = signal('');
  /** Said once by a screen reader. */
  readonly said = signal('');
  /** By the place that caused it. */
  readonly refusals = signal<ReadonlyMap<string, { said: string; then: string }>>(new Map());
  /** Ideas this page moved: they leave a list at once, even one that holds still. */
  readonly moved = new Set<string>();
  readonly acts: Acts;
  /** The cell of the agenda wall in which something was last refused. */
  readonly refusedCell = signal('');
  private readonly holders = signal<Record<string, string> | null>(null);
  private asked = false;

  constructor(readonly app: App, readonly door: Door) {
    this.reader = withPending(app);
    this.acts = new Acts(this);
  }

  /** Sends; true once it is accepted. A refusal is shown by `<Refusal at>`, near what caused it. `person`: on paper. `sure`: asked already. */
  async act(at: string, command: AnyCommand, person?: string, sure = false): Promise<boolean> {
    this.forget(at);
    if (!sure && this.leavesCircles(command)) {
      this.dialog.value = { is: 'forum', show: { of: 'leaving', command } };
      return false;
    }
    if (command.type === 'OpenStep') this.looking.value = null;
    const verdict = await this.app.send(command, person);
    if (!verdict.ok) this.refuse(at, command, misplaced(command, verdict) ?? refusal(this.app, verdict));
    return verdict.ok;
  }

  /** Whether a slot runs, and this ends the step of its circles without going on to one where they still meet. */
  private leavesCircles(command: AnyCommand): command is OpenStep | CloseStep {
    if ((command.type !== 'OpenStep' && command.type !== 'CloseStep') || !slotUnderWay(this.reader)) return false;
    return command.type === 'CloseStep' || !/market|sessions/.test(this.reader.get('step', command.step)?.about.kind ?? '');
  }

  /** It is shown where it was asked, and its words are still there: the outbox need not keep it. */
  refuse(at: string, command: AnyCommand, told: { said: string; then: string }): void {
    this.refusals.value = new Map(this.refusals.value).set(at, told);
    const item = this.app.outbox.items.peek().find(item => item.refused && item.command === command);
    if (item) this.app.dismiss(item);
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

  /** The name on a facilitator's or helper's link; "" until it is known, and for the link that came with the workshop. */
  holder(link: string): string {
    if (!this.asked) {
      this.asked = true;
      void call<Record<string, string>>(this.app, '/holders', 'GET').then(({ ok }) => {
        this.holders.value = ok;
        this.asked = !!ok;
      });
    }
    return this.holders.value?.[link] ?? '';
  }

  openStep(): StepRecord | undefined {
    const open = this.reader.get('agenda', 'this')?.open;
    return open ? this.reader.get('step', open) : undefined;
  }

  /** Whether people finish the open step, each for themselves. */
  finishing(): boolean {
    const open = this.openStep();
    return !!open && toFinish(open, roundOf(this.reader, open.id));
  }

  /** The step whose work is on the desk. */
  step(): StepRecord | undefined {
    const looked = this.looking.value && this.reader.get('step', this.looking.value);
    if (looked) return looked;
    const steps = stepsOf(this.reader);
    const opened = steps.filter(step => step.opened_at).sort((a, b) => b.opened_at! - a.opened_at!);
    return this.openStep() ?? opened[0] ?? steps[0];
  }

  /** The report of this circle, on the desk. */
  read(session: string): void {
    this.reading.value = { reports: true, session };
    this.dialog.value = null;
    this.drawer.value = null;
    const forum = (step: StepRecord | undefined) => step?.about.kind === 'sessions' || step?.about.kind === 'proceedings';
    if (forum(this.step())) return;
    const homes = stepsOf(this.reader).filter(forum);
    const home = homes.find(step => step.state === 'open') ?? homes[0];
    this.looking.value = home && home.state !== 'open' ? home.id : null;
  }

  /** The next step to open: the first one never opened, or put aside by a reopening. A list that is prepared need not open. */
  nextStep(): StepRecord | undefined {
    // Between two steps one goes on from the last, also when those before it were passed over.
    const last = stepShown(this.reader);
    const after = last?.n ?? 0;
    return stepsOf(this.reader).find(step => step.n > after && (step.state === 'to_come' || step.later) && !this.prepared(step));
  }

  private prepared(step: StepRecord): boolean {
    return listed(step) && this.filled(boardOf(step));
  }

  private filled(board: string): boolean {
    return [...this.reader.all('idea').values()].some(idea => idea.board === board);
  }

  /** Whether anything has been opened yet, rehearsals included. */
  begun(): boolean {
    return stepsOf(this.reader).some(step => step.opened_at);
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
    if (open?.about.kind === 'sessions' && this.step() === open) {
      const [running, coming] = [runningSlot(this.reader), nextSlot(this.reader)];
      if (running) return `end:${running.id}`;
      if (coming && meets(this.reader, coming.id)) return `start:${coming.id}`;
    }
    if (this.unfilled(open ?? this.nextStep())) return 'paste';
    if (open) return `close:${open.id}`;
    const steps = stepsOf(this.reader);
    if (steps.length === 1 && !this.begun() && steps[0]!.about.kind === 'talk') return 'add';
    const next = this.nextStep();
    if (next) return `open:${next.id}`;
    return this.reader.get('workshop', 'this')?.rehearsal ? 'clear' : 'results';
  }

  /** A list that facilitators fill, and have not. */
  private unfilled(step: StepRecord | undefined): boolean {
    return !!step && this.step()?.id === step.id && listed(step) && !this.filled(boardOf(step));
  }
}

/** Nobody but facilitators writes on its board. */
export function listed({ about }: StepRecord): boolean {
  return about.kind === 'gather' && about.by === 'facilitators';
}
