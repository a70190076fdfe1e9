// The agenda wall as the desk reads it: spaces, slots, what stands where, and how one says so.

import { busyWith, cellOf, titleOf, topicsOf } from '../../grid';
import { _ } from '../../i18n';
import type { SessionRecord, TopicRecord } from '../../protocol';
import type { Reader } from '../../screen/room';
import { plain } from '../../text';
import type { Desk } from '../desk';
import { nameOf } from '../person';

const MINUTE = 60_000;

/** Neither on the wall nor hidden: what the tray holds. */
export function looseOf(reader: Reader): TopicRecord[] {
  const sessions = reader.all('session');
  return topicsOf(reader).filter(topic => !sessions.has(topic.id));
}

export const hiddenOf = (reader: Reader): TopicRecord[] => [...reader.all('topic').values()].filter(topic => topic.hidden).sort((a, b) => a.n - b.n);

/** What stands in each cell. A topic on its way to a cell gives way to the one that the server has there. */
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

/** Whoever convenes this topic is elsewhere in that slot: who, and with which topic. */
export function elsewhere(desk: Desk, topic: TopicRecord, slot: string): { name: string; title: string } | undefined {
  const busy = busyWith(desk.reader, topic, slot);
  return busy && { name: conveners(desk, busy.topic)[busy.topic.conveners!.indexOf(busy.person)] ?? '', title: titleOf(busy.topic) };
}

/** Those whose words, number or conveners have this in them. */
export function foundIn(desk: Desk, topics: TopicRecord[], search: string): TopicRecord[] {
  const wanted = plain(search);
  if (!wanted) return topics;
  return topics.filter(topic => String(topic.n) === wanted || plain(`${topic.title} ${topic.words ?? ''} ${convenedBy(desk, topic)}`).includes(wanted));
}

// As one says it

/** As a box for times has it, in every language. */
export function boxed(minutes: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
}

/** Of a time as a box for times gives it. */
export function minutesOf(clock: string): number | null {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(clock) ?? [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
}

/** Whole minutes until then, never below 0. */
export const minutesLeft = ({ app }: Desk, until: number): number => Math.max(0, Math.ceil((until - app.tick.value) / MINUTE));
