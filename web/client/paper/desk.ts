// Who is on paper, what still waits for whom, and what became of the ballots that were sent.

import { effect, signal, type Signal } from '@preact/signals';
import { openStep } from '../agenda';
import type { App } from '../app';
import { isGather, type GatherStep } from '../ideas';
import { LIMITS } from '../limits';
import type { Item } from '../outbox';
import type { EnterBallot, RoundRecord, StepRecord } from '../protocol';
import { isVote, roundOf, type VoteStep } from '../voting';
import { write } from './sheets';

/** What one sitting at paperwork shares: who, or which circle's report, it is about, and what a screen reader is told. */
export interface Desk {
  app: App;
  chosen: Signal<string | null>;
  report: Signal<string | null>;
  said: Signal<string>;
}

export interface Person {
  id: string;
  name: string;
  /** 0 until the server has given it. */
  number: number;
  done: boolean;
  by: string;
}

export type Refused = NonNullable<Item['refused']>;
type Entering = Item & { command: EnterBallot; for: string };

/** Ballots that were not taken, by person; their dots are back on the sheet. */
export const refused = signal<ReadonlyMap<string, Refused>>(new Map());

export function forget(person: string): void {
  if (refused.peek().has(person)) refused.value = new Map([...refused.peek()].filter(([id]) => id !== person));
}

/** Everybody on paper by number; last those who are on their way to the server. */
export function onPaper(app: App): Person[] {
  const known = [...app.store.all('person').values()].filter(person => person.paper);
  const there = known.map(({ id, name = '', number = 0, done = false, by = '' }): Person => ({ id, name, number, done, by }));
  const coming = app.outbox.pending.value.flatMap(({ command }): Person[] => {
    if (command.type !== 'AddPerson' || app.store.get('person', command.person)) return [];
    return [{ id: command.person, name: command.name ?? '', number: 0, done: false, by: app.data.person }];
  });
  return [...there.sort((a, b) => a.number - b.number), ...coming];
}

/** The step whose ideas are written now. */
export function writing(app: App): GatherStep | undefined {
  const step = openStep(app);
  return isGather(step) && step.about.by !== 'facilitators' ? step : undefined;
}

/** The last step that has closed and still takes ideas, as late ones. */
export function late(app: App): GatherStep | undefined {
  const closed = [...app.store.all('step').values()].filter((step: StepRecord): step is GatherStep => isGather(step) && step.state === 'closed');
  const open = closed.filter(({ about, opened_at }) => about.late && about.by !== 'facilitators' && opened_at);
  return open.sort((a, b) => b.opened_at! - a.opened_at!)[0];
}

/** The round that is voted in now, open or not. */
export function voting(app: App): { step: VoteStep; round: RoundRecord } | undefined {
  const step = openStep(app);
  const round = isVote(step) ? roundOf(app, step) : undefined;
  return isVote(step) && round && !round.revealed ? { step, round } : undefined;
}

/** The ballot of this person that the server has not yet taken. */
export function underWay(app: App, person: string): boolean {
  return app.outbox.pending.value.some(item => entering(item) && item.for === person);
}

export const entering = (item: Item): item is Entering => item.command.type === 'EnterBallot' && !!item.for;

/** "I have finished", as it was last said for them. */
export function finished(app: App, person: Person): boolean {
  const said = app.outbox.pending.value.flatMap(({ command, for: whose }) => (command.type === 'Finish' && whose === person.id ? [command] : [])).pop();
  return said ? said.done !== false : person.done;
}

/** How many ideas they have on a step's board, those under way among them. */
export function written(app: App, person: string, { about: { board, each } }: GatherStep): number {
  const limit = app.data.limits.ideas_each ?? LIMITS.ideas_each;
  const most = Math.min(each || limit, limit);
  const coming = app.outbox.pending.value.filter(({ command, for: whose }) => whose === person && command.type === 'PostIdea' && command.board === board);
  return most - (app.store.get('left', `${board}.${person}`)?.left ?? most) + coming.length;
}

/** Whether the open step still wants something of them. */
export function awaited(app: App, person: Person): boolean {
  const vote = voting(app);
  // The server says whose ballot is (DOTS21); what this device has just sent is not awaited either.
  if (vote) return !!app.store.get('paper', vote.round.id)?.awaited?.includes(person.id) && !finished(app, person) && !underWay(app, person.id);
  const step = writing(app);
  return !!step && !finished(app, person) && written(app, person.id, step) === 0;
}

const watched = new WeakSet<App>();

/** From now on a ballot that is refused leaves this device at once: its dots go back to the sheet that is being typed. */
export function watchBallots(app: App): void {
  if (watched.has(app)) return;
  watched.add(app);
  effect(() => {
    for (const item of app.outbox.items.value) {
      if (!item.refused || !entering(item)) continue;
      const { command: { round, dots }, for: person, refused: why } = item;
      queueMicrotask(() => {
        app.dismiss(item);
        write(round, person, dots);
        refused.value = new Map(refused.peek()).set(person, why);
      });
    }
  });
}
