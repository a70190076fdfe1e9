// Topics as this person sees them: their own with what is under way, the others', and where each stands on the wall.

import { signal } from '@preact/signals';
import { steps } from '../agenda';
import type { App } from '../app';
import { namesOf, slotName, topicsOf } from '../grid';
import { _ } from '../i18n';
import type { Item } from '../outbox';
import type { EditTopic, Market, ProposeTopic, Sessions, SlotRecord, SpaceRecord, StepRecord, TopicRecord } from '../protocol';

export type ForumStep = StepRecord & { about: Market | Sessions };

/** Where topics are placed, and (but for sessions that take no more) proposed. */
export const isOpen = (step: StepRecord | undefined): step is ForumStep => step?.about.kind === 'market' || step?.about.kind === 'sessions';

export const takesTopics = (step: StepRecord | undefined) => isOpen(step) && (step.about.kind === 'market' || step.about.late_topics);

/** How many topics a person may propose; 0: as many as the workshop takes. */
export function mostEach(app: App): number {
  const about = steps(app).find(step => step.about.kind === 'market')?.about;
  return about?.kind === 'market' ? about.each : 0;
}

// One's own

export interface OwnTopic {
  /** Stays the same from pending to saved, so that the paper only changes its face. */
  key: string;
  id: string;
  title: string;
  words: string;
  origin?: string | null;
  state: 'pending' | 'refused' | 'saved' | 'hidden';
  topic?: TopicRecord;
  /** What waits or was refused. */
  item?: Item;
}

type Written = Item & { command: ProposeTopic | EditTopic };

const written = (item: Item): item is Written => item.command.type === 'ProposeTopic' || item.command.type === 'EditTopic';

export const isMine = (app: App, topic: TopicRecord) => !!topic.conveners?.includes(app.data.person);

/** Newest first; what is under way is shown as if it were done. A merged one is told with what it went into. */
export function ownTopics(app: App): OwnTopic[] {
  const items = app.outbox.items.value;
  const waiting = items.filter(item => !item.refused);
  const withdrawn = new Set(waiting.flatMap(({ command }) => (command.type === 'WithdrawTopic' ? [command.topic] : [])));
  const edits = new Map(waiting.filter(written).flatMap(item => (item.command.type === 'EditTopic' ? [[item.command.topic, item] as const] : [])));

  const saved = [...app.store.all('topic').values()].filter(topic => isMine(app, topic) && !topic.into && !withdrawn.has(topic.id)).sort((a, b) => b.n - a.n)
    .map((topic): OwnTopic => {
      const edit = edits.get(topic.id);
      const { title, words = '' } = edit?.command ?? topic;
      return { key: topic.id, id: topic.id, title, words, origin: topic.origin, state: edit ? 'pending' : topic.hidden ? 'hidden' : 'saved', topic, item: edit };
    });

  const under = items.filter(written).flatMap((item): OwnTopic[] => {
    const { topic: id, title, words = '' } = item.command;
    const there = app.store.get('topic', id);
    const origin = item.command.type === 'ProposeTopic' ? item.command.origin : there?.origin;
    // Sent twice, and known already: it is there.
    if (item.refused) return there && item.refused.reason === 'taken' ? [] : [{ key: `${item.client}.${item.cseq}`, id, title, words, origin, state: 'refused', item }];
    if (there || withdrawn.has(id) || item.command.type === 'EditTopic') return [];
    const edit = edits.get(id)?.command;
    return [{ key: id, id, title: edit?.title ?? title, words: edit?.words ?? words, origin, state: 'pending', item }];
  });
  return [...under.reverse(), ...saved];
}

// Those of everyone

/** Who convenes it. */
export const conveners = (topic: TopicRecord): string => (topic.conveners?.length ? namesOf(topic) : _('somebody to convene it is looked for'));

/** Topics born of an idea or a cluster, `idea:ID` or `cluster:ID`. */
export const bornOf = (app: App, origin: string) => topicsOf(app.store).filter(topic => topic.origin === origin);

// Interest

/** What was just asked for, until the device keeps it. */
const asked = signal<ReadonlyMap<string, boolean>>(new Map());

export function interests(app: App): ReadonlySet<string> {
  const marked = new Set(app.store.get('interest', app.data.person)?.topics);
  const put = (topic: string, on: boolean) => (on ? marked.add(topic) : marked.delete(topic));
  for (const { command } of app.outbox.pending.value) if (command.type === 'MarkInterest') put(command.topic, command.on !== false);
  asked.value.forEach((on, topic) => put(topic, on));
  return marked;
}

export function mark(app: App, topic: string, on: boolean): void {
  asked.value = new Map(asked.value).set(topic, on);
  void app.send({ type: 'MarkInterest', topic, on }, undefined, () => {
    if (asked.peek().get(topic) === on) asked.value = new Map([...asked.peek()].filter(([other]) => other !== topic));
  });
}

// The wall

/** Asked of the server, which may refuse it: the topic's own paper then says why. */
export function place(app: App, topic: string, slot: SlotRecord, space: SpaceRecord): void {
  void app.send({ type: 'PlaceTopic', topic, slot: slot.id, space: space.id }).then(({ ok }) => {
    if (ok) app.said.value = _('On the wall: {slot}, {space}', { slot: slotName(slot), space: space.name });
  });
}
