// When and where, as the desk says it: a day only where slots have several.

import { _ } from '../../i18n';
import { begins, dayOf as named, slotsOf, span } from '../../grid';
import type { SlotRecord, SpaceRecord } from '../../protocol';
import type { Reader } from '../../screen/room';

/** "Wed 22"; "" where one day is all there is. */
export function dayOf(reader: Reader, slot: SlotRecord): string {
  return new Set(slotsOf(reader).map(({ day = '' }) => day)).size > 1 ? named(slot, true) : '';
}

/** "14:50", or "Wed 22 14:50". */
export const timeOf = (reader: Reader, slot: SlotRecord): string => [dayOf(reader, slot), begins(slot)].filter(Boolean).join(' ');

/** "14:50 – 15:30", with its day. */
export const spanOf = (reader: Reader, slot: SlotRecord): string => [dayOf(reader, slot), span(slot)].filter(Boolean).join(' ');

/** "Courtyard, 14:50"; "" off the wall. */
export function placeOf(reader: Reader, topic: string): string {
  const session = reader.get('session', topic);
  return placeName(reader, reader.get('slot', session?.slot ?? ''), reader.get('space', session?.space ?? ''));
}

export function placeName(reader: Reader, slot: SlotRecord | undefined, space: SpaceRecord | undefined): string {
  return slot && space ? _('{space}, {time}', { space: space.name, time: timeOf(reader, slot) }) : '';
}
