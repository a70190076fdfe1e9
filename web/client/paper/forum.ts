// The open forum as it is entered for people on paper: their topics, where they would go, where they are; what is under way counts.

import { openStep, steps } from '../agenda';
import type { App } from '../app';
import { busyWith, cellOf, cellsOf, circlesOf, isFree, isRunning, slotsOf, spacesOf, topicsOf } from '../grid';
import type { Item } from '../outbox';
import type { AnyCommand, SessionRecord, SlotRecord, SpaceRecord, TopicRecord } from '../protocol';
import { plain } from '../text';

export interface Topic {
  id: string;
  /** 0 until the server has given it. */
  n: number;
  title: string;
  words: string;
  /** Under way, or refused. */
  item?: Item;
}

type Of<T extends AnyCommand['type']> = Extract<AnyCommand, { type: T }>;

/** What waits for its verdict, for this person or (null) for anybody, oldest first. */
function coming<T extends AnyCommand['type']>(app: App, person: string | null, ...types: T[]): (Item & { command: Of<T> })[] {
  return app.outbox.pending.value.filter((item): item is Item & { command: Of<T> } => types.includes(item.command.type as T) && (person === null || item.for === person));
}

/** Whether this workshop has a wall at all. */
export const hasForum = (app: App): boolean => steps(app).some(({ about }) => about.kind === 'market' || about.kind === 'sessions');

/** Topics are placed now, and attended to. */
export const forumOpen = (app: App): boolean => ['market', 'sessions'].includes(openStep(app)?.about.kind ?? '');

/** Topics are proposed now. */
export function takesTopics(app: App): boolean {
  const about = openStep(app)?.about;
  return about?.kind === 'market' || (about?.kind === 'sessions' && about.late_topics);
}

/** The topics they convene, newest first; what is being withdrawn is gone. */
export function topicsBy(app: App, person: string): Topic[] {
  const gone = new Set(coming(app, person, 'WithdrawTopic').map(({ command }) => command.topic));
  const edits = new Map(coming(app, person, 'EditTopic').map(item => [item.command.topic, item]));
  const known = [...app.store.all('topic').values()].filter(topic => !topic.into && !gone.has(topic.id) && topic.conveners?.includes(person));
  const there = known.sort((a, b) => b.n - a.n).map(({ id, n, title, words = '' }): Topic => {
    const edit = edits.get(id);
    return { id, n, title: edit?.command.title ?? title, words: edit?.command.words ?? words, item: edit };
  });
  const fresh = coming(app, person, 'ProposeTopic').filter(({ command }) => !app.store.get('topic', command.topic));
  return [...fresh.reverse().map((item): Topic => ({ id: item.command.topic, n: 0, title: item.command.title, words: item.command.words ?? '', item })), ...there];
}

/** Every topic that one may be interested in, by number. */
export const allTopics = (app: App): TopicRecord[] => topicsOf(app.store).filter(({ title }) => title);

/** By its number, or by words of its title. */
export function found(topics: TopicRecord[], search: string): TopicRecord[] {
  const wanted = plain(search);
  return wanted ? topics.filter(({ n, title }) => String(n) === wanted || plain(title).includes(wanted)) : topics;
}

export function interestOf(app: App, person: string): ReadonlySet<string> {
  const on = new Set(app.store.get('interest', person)?.topics);
  for (const { command } of coming(app, person, 'MarkInterest')) {
    if (command.on === false) on.delete(command.topic);
    else on.add(command.topic);
  }
  return on;
}

/** The circle they are in, as it was last said. */
export function circleOf(app: App, person: string): string | null {
  const last = coming(app, person, 'ImHere', 'MoveOn').pop()?.command;
  if (last) return last.type === 'ImHere' ? last.session : null;
  return app.store.get('whereabouts', person)?.session ?? null;
}

// The wall

/** Circles that meet now. */
export const running = (app: App): SessionRecord[] => circlesOf(app.store).map(({ session }) => session).filter(isRunning);

/** Where this topic stands, as it was last said. */
export function placeOf(app: App, topic: string): { slot: string; space: string } | null {
  const last = coming(app, null, 'PlaceTopic', 'UnplaceTopic').filter(({ command }) => command.topic === topic).pop()?.command;
  if (last) return last.type === 'PlaceTopic' ? last : null;
  return app.store.get('session', topic) ?? null;
}

/** The spaces in which it could be placed, slot by slot. */
export function freeFor(app: App, topic: string): { slot: SlotRecord; spaces: SpaceRecord[] }[] {
  const taken = new Map<string, unknown>([...cellsOf(app.store)].filter(([, { id }]) => id !== topic));
  const here = placeOf(app, topic);
  if (here) taken.set(cellOf(here.slot, here.space), here);
  const about = app.store.get('topic', topic);
  const free = (slot: SlotRecord) => (about && busyWith(app.store, about, slot.id) ? [] : spacesOf(app.store).filter(space => isFree(slot, space, taken)));
  return slotsOf(app.store).map(slot => ({ slot, spaces: free(slot) })).filter(({ spaces }) => spaces.length);
}
