// The agenda wall as the desk reads it: spaces, slots, what stands where, and how one says so.

import { _ } from '../../i18n';
import type { SessionRecord, SlotRecord, SpaceRecord, TopicRecord } from '../../protocol';
import { titleOf } from '../../screen/forum/read';
import type { Reader } from '../../screen/room';
import { plain } from '../../text';
import type { Desk } from '../desk';
import { nameOf } from '../person';
import { stateOf, timeOf, topicsOf } from './slots';

const MINUTE = 60_000;

/** Neither on the wall nor hidden: what the tray holds. */
export function looseOf(reader: Reader): TopicRecord[] {
  const sessions = reader.all('session');
  return topicsOf(reader).filter(topic => !sessions.has(topic.id));
}

export const hiddenOf = (reader: Reader): TopicRecord[] => [...reader.all('topic').values()].filter(topic => topic.hidden).sort((a, b) => a.n - b.n);

export const cellOf = (slot: string, space: string): string => `${slot} ${space}`;

/** What stands in each cell, by `cellOf`. A topic on its way to a cell gives way to the one that the server has there. */
export function cellsOf(desk: Desk): Map<string, SessionRecord> {
  const cells = new Map<string, SessionRecord>();
  for (const session of desk.reader.all('session').values()) {
    const cell = cellOf(session.slot, session.space);
    if (!cells.has(cell) || isThere(desk, session)) cells.set(cell, session);
  }
  return cells;
}

function isThere({ app }: Desk, { id, slot, space }: SessionRecord): boolean {
  const known = app.store.all('session').get(id);
  return known?.slot === slot && known.space === space;
}

export const isShut = ({ shut = [] }: SpaceRecord, slot: SlotRecord): boolean => shut.includes(slot.id);

/** Nothing stands there, and something may. */
export function isFree(desk: Desk, slot: SlotRecord, space: SpaceRecord, cells = cellsOf(desk)): boolean {
  return stateOf(slot) !== 'over' && !isShut(space, slot) && !cells.has(cellOf(slot.id, space.id));
}

/** Another topic of one of its conveners, in this slot: nobody is in two places. */
export function busyWith(desk: Desk, topic: TopicRecord, slot: string): { name: string; title: string } | undefined {
  for (const { id } of [...desk.reader.all('session').values()].filter(session => session.slot === slot && session.id !== topic.id)) {
    const other = desk.reader.get('topic', id);
    const who = topic.conveners?.find(person => other?.conveners?.includes(person));
    if (other && who) return { name: conveners(desk, other)[other.conveners!.indexOf(who)] ?? '', title: titleOf(other) };
  }
  return undefined;
}

/** The names of who convenes it, as a facilitator says them. */
export function conveners({ reader }: Desk, { conveners: ids = [], names = [] }: TopicRecord): string[] {
  return ids.map((id, at) => names[at] || nameOf(reader.get('person', id)));
}

/** Whoever convenes it, in one line. */
export function convenedBy(desk: Desk, topic: TopicRecord): string {
  return conveners(desk, topic).join(', ') || _('nobody yet');
}

/** The same as a sentence. */
export function convenedIn(desk: Desk, topic: TopicRecord): string {
  return topic.conveners?.length ? _('Convened by {names}.', { names: convenedBy(desk, topic) }) : _('Nobody convenes it yet.');
}

/** Those whose words, number or conveners have this in them. */
export function foundIn(desk: Desk, topics: TopicRecord[], search: string): TopicRecord[] {
  const wanted = plain(search);
  if (!wanted) return topics;
  return topics.filter(topic => String(topic.n) === wanted || plain(`${topic.title} ${topic.words ?? ''} ${convenedBy(desk, topic)}`).includes(wanted));
}

/** The topics that went into this one, by themselves or within another. */
export function mergedInto(reader: Reader, id: string): TopicRecord[] {
  const end = (topic: TopicRecord): string => {
    const into = topic.into ? reader.get('topic', topic.into) : undefined;
    return into ? end(into) : topic.id;
  };
  return [...reader.all('topic').values()].filter(topic => topic.into && end(topic) === id).sort((a, b) => a.n - b.n);
}

// As one says it

/** Of a time as a box for times gives it. */
export function minutesOf(clock: string): number | null {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(clock) ?? [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
}

/** "Courtyard, 14:50". */
export function placeName(desk: Desk, slot: SlotRecord | undefined, space: SpaceRecord | undefined): string {
  return slot && space ? _('{space}, {time}', { space: space.name, time: timeOf(desk.reader, slot) }) : '';
}

export function whereOf(desk: Desk, topic: string): string {
  const session = desk.reader.get('session', topic);
  return session ? placeName(desk, desk.reader.get('slot', session.slot), desk.reader.get('space', session.space)) : '';
}

/** Whole minutes until then, never below 0. */
export const minutesLeft = ({ app }: Desk, until: number): number => Math.max(0, Math.ceil((until - app.tick.value) / MINUTE));
