// What was entered for people on paper: what the records tell, what is under way, and what this page alone remembers, since the
// facilitator who types a private idea in does not see it again before the shared reading.

import { signal } from '@preact/signals';
import type { App } from '../app';
import { newId } from '../ids';
import type { Item, Verdict } from '../outbox';
import type { EditIdea, PostIdea } from '../protocol';

export interface Line {
  /** The same from pending to saved. */
  id: string;
  person: string;
  board: string;
  text: string;
  slip: number;
  state: 'pending' | 'refused' | 'saved' | 'late' | 'hidden';
  /** Who entered it; missing while it is under way. */
  by?: string;
  n?: number;
  item?: Item;
}

type Known = Pick<Line, 'person' | 'board' | 'text' | 'slip'> & { at: number };
type Posting = Item & { command: PostIdea };

/** By idea, in order of entering; gone with the page. */
const entered = signal<ReadonlyMap<string, Known>>(new Map());

function remember(idea: string, known: Known | null): void {
  const all = new Map(entered.peek());
  if (known) all.set(idea, known);
  else all.delete(idea);
  entered.value = all;
}

/** Everything entered, newest first; of one person where one is given. */
export function lines(app: App, person?: string): Line[] {
  const items = app.outbox.items.value;
  const waiting = items.filter(item => !item.refused);
  const withdrawn = new Set(waiting.flatMap(({ command }) => (command.type === 'WithdrawIdea' ? [command.idea] : [])));
  const edits = new Map(waiting.flatMap(item => (item.command.type === 'EditIdea' ? [[item.command.idea, item as Item & { command: EditIdea }] as const] : [])));
  const posted = items.filter((item): item is Posting => item.command.type === 'PostIdea' && !!item.for);

  const under = posted.flatMap((item): Line[] => {
    const { idea: id, board, text, slip = 0 } = item.command;
    const there = app.store.get('entered', id);
    if (withdrawn.has(id) || (there && (!item.refused || item.refused.reason === 'taken'))) return [];
    return [{ id, person: item.for!, board, text, slip, state: item.refused ? 'refused' : 'pending', item }];
  });
  const waits = new Set(under.map(line => line.id));
  const saved = [...known(app)].filter(([id]) => !waits.has(id) && !withdrawn.has(id)).map(([id, about]): Line => {
    const edit = edits.get(id);
    const state = edit ? 'pending' : app.store.get('hidden', id) ? 'hidden' : app.store.get('late', id) ? 'late' : 'saved';
    return { id, ...about, text: edit?.command.text ?? about.text, state, by: app.store.get('entered', id)?.by, n: app.store.get('idea', id)?.n, item: edit };
  });
  return [...under.reverse(), ...saved].filter(line => !person || line.person === person);
}

/** By idea, newest first. Whose one is tells its author's record, where there is one for us, else what this page did. */
function known(app: App): Map<string, Known> {
  const all = new Map(entered.value);
  for (const { id, slip = 0 } of app.store.all('entered').values()) {
    const idea = app.store.get('idea', id);
    const mine = all.get(id);
    const person = app.store.get('author', id)?.person ?? mine?.person;
    if (idea && person) all.set(id, { person, board: idea.board, text: idea.text, slip, at: mine?.at ?? idea.n ?? 0 });
  }
  return new Map([...all].sort(([, a], [, b]) => b.at - a.at));
}

/** The idea that this slip was entered for already, as far as this page knows; the server knows better. */
export function ofSlip(app: App, slip: number): Line | undefined {
  return slip ? lines(app).find(line => line.slip === slip && line.state !== 'refused') : undefined;
}

/** The highest slip entered, or 0. */
export function lastSlip(app: App): number {
  return Math.max(0, ...[...app.store.all('entered').values()].map(({ slip = 0 }) => slip), ...lines(app).map(({ slip }) => slip));
}

export async function post(app: App, { person, board, text, slip }: Omit<Known, 'at'>): Promise<Verdict> {
  const idea = newId();
  const kept = () => remember(idea, { person, board, text, slip, at: Date.now() });
  const verdict = await app.send({ type: 'PostIdea', idea, board, text, slip }, person, kept);
  if (!verdict.ok) remember(idea, null);
  return verdict;
}

export async function edit(app: App, line: Line, text: string): Promise<Verdict> {
  const verdict = await app.send({ type: 'EditIdea', idea: line.id, text }, line.person);
  const about = entered.peek().get(line.id);
  if (verdict.ok && about) remember(line.id, { ...about, text });
  return verdict;
}

export async function withdraw(app: App, line: Line): Promise<Verdict> {
  const verdict = await app.send({ type: 'WithdrawIdea', idea: line.id }, line.person);
  if (verdict.ok) remember(line.id, null);
  return verdict;
}
