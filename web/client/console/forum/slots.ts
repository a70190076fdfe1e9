// The slots of an open forum as they are run by hand, and what has come of its circles.

import { _, spoken } from '../../i18n';
import type { IdeaRecord, SessionRecord, SlotRecord, TopicRecord } from '../../protocol';
import type { Reader } from '../../screen/room';

export function slotsOf(reader: Reader): SlotRecord[] {
  return [...reader.all('slot').values()].sort((a, b) => a.n - b.n);
}

export const runningSlot = (reader: Reader): SlotRecord | undefined => slotsOf(reader).find(({ state }) => state === 'running');

/** The slot to begin next: the first one after the last that began in which a circle meets; before anything is placed, the first of all. */
export function nextSlot(reader: Reader): SlotRecord | undefined {
  const slots = slotsOf(reader);
  const begun = slots.filter(({ state = 'to_come' }) => state !== 'to_come').pop()?.n ?? 0;
  const met = new Set(sessionsOf(reader).map(({ slot }) => slot));
  return slots.find(({ id, n }) => n > begun && (met.has(id) || !met.size));
}

/** Slot by slot, and in a slot by space. */
export function sessionsOf(reader: Reader): SessionRecord[] {
  const [slots, spaces] = [reader.all('slot'), reader.all('space')];
  const at = ({ slot, space }: SessionRecord) => (slots.get(slot)?.n ?? 0) * 1_000 + (spaces.get(space)?.n ?? 0);
  return [...reader.all('session').values()].sort((a, b) => at(a) - at(b));
}

/** By number; not those that are hidden or went into another. */
export function topicsOf(reader: Reader): TopicRecord[] {
  return [...reader.all('topic').values()].filter(({ hidden, into }) => !hidden && !into).sort((a, b) => a.n - b.n);
}

export const hasReport = (reader: Reader, session: string): boolean => !!reader.get('report', session)?.filled?.length;

export const stateOf = ({ state = 'to_come' }: { state?: string }): string => state;

/** What a circle proposes, in order. */
export function proposedBy(reader: Reader, session: string): IdeaRecord[] {
  const last = Number.MAX_SAFE_INTEGER;
  return [...reader.all('idea').values()].filter(({ origin }) => origin === `session:${session}`).sort((a, b) => (a.n || last) - (b.n || last));
}

/** "14:50": minutes since midnight, on the clock of the place. */
export function clockOf(minutes: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
}

/** The day, where there are several; "" where one day is all there is. */
export function dayOf(reader: Reader, { day }: SlotRecord): string {
  const days = new Set([...reader.all('slot').values()].map(slot => slot.day ?? ''));
  if (days.size < 2 || !day) return '';
  return new Date(`${day}T12:00`).toLocaleDateString(spoken(), { weekday: 'short', day: 'numeric', month: 'short' });
}

/** "14:50", or "Sat 22 Nov 14:50". */
export const timeOf = (reader: Reader, slot: SlotRecord): string => [dayOf(reader, slot), clockOf(slot.starts)].filter(Boolean).join(' ');

/** "14:50 to 15:30". */
export const spanOf = (reader: Reader, slot: SlotRecord): string => _('{from} to {to}', { from: timeOf(reader, slot), to: clockOf(slot.ends) });

/** "Courtyard, 14:50"; "" off the wall. */
export function placeOf(reader: Reader, topic: string): string {
  const session = reader.get('session', topic);
  const [slot, space] = [reader.get('slot', session?.slot ?? ''), reader.get('space', session?.space ?? '')];
  return slot && space ? _('{space}, {time}', { space: space.name, time: timeOf(reader, slot) }) : '';
}
