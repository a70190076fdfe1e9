// The open forum as its records tell it, the same on every face: slots and spaces in their order, topics, what stands on the wall, what comes next.

import { _, spoken } from './i18n';
import type { IdeaRecord, SessionRecord, Sessions, SlotRecord, SpaceRecord, StepRecord, ThemeRecord, TopicRecord } from './protocol';
import type { Reader } from './screen/room';

/** A topic with what belongs to it. `session` missing: it has left the wall; its report stays. */
export interface Circle {
  id: string;
  topic: TopicRecord;
  session?: SessionRecord;
  slot?: SlotRecord;
  space?: SpaceRecord;
}

export type Placed = Circle & { session: SessionRecord };

type Begun = { state?: string };

const byNumber = (a: { n: number }, b: { n: number }) => a.n - b.n;

export const stateOf = ({ state = 'to_come' }: Begun): string => state;
export const isRunning = ({ state }: Begun): boolean => state === 'running';
export const isOver = ({ state }: Begun): boolean => state === 'over';

// Slots and spaces

export const spacesOf = (reader: Reader): SpaceRecord[] => [...reader.all('space').values()].sort(byNumber);
export const slotsOf = (reader: Reader): SlotRecord[] => [...reader.all('slot').values()].sort(byNumber);
export const runningSlot = (reader: Reader): SlotRecord | undefined => slotsOf(reader).find(isRunning);

/** Circles meet, and are written of: also at a marketplace that is opened again. */
export function meeting(reader: Reader, step: StepRecord | undefined): boolean {
  return step?.about.kind === 'sessions' || (step?.about.kind === 'market' && !!sessionsStep(reader)?.opened_at);
}

/** The slot whose clock is the room's: the one that runs, while topics are placed or circles meet; any other step has its own. */
export function slotUnderWay(reader: Reader): SlotRecord | undefined {
  const open = reader.get('step', reader.get('agenda', 'this')?.open ?? '');
  return open && /market|sessions/.test(open.about.kind) ? runningSlot(reader) : undefined;
}

/** After those that have begun: the first in which a circle meets, else the first. The pages without the script say the same (server/slots.py). */
export function nextSlot(reader: Reader): SlotRecord | undefined {
  const slots = slotsOf(reader);
  const begun = slots.filter(slot => stateOf(slot) !== 'to_come').pop()?.n ?? 0;
  const coming = slots.filter(({ n }) => n > begun);
  return coming.find(({ id }) => meets(reader, id)) ?? coming[0];
}

/** Whether a circle meets in this slot. */
export const meets = (reader: Reader, slot: string): boolean => [...reader.all('session').values()].some(session => session.slot === slot);

// Topics

/** Whoever wrote it may have erased themselves: then it has its number alone. */
export const titleOf = ({ title, n }: TopicRecord): string => title || _('Topic {n}', { n });
/** Whoever convenes it; "": nobody yet. */
export const namesOf = ({ names = [] }: TopicRecord): string => names.filter(Boolean).join(', ');

/** By number; not those that are hidden, nor what was merged: it counts for what it ended in. */
export function topicsOf(reader: Reader): TopicRecord[] {
  return [...reader.all('topic').values()].filter(({ hidden, into }) => !hidden && !into).sort(byNumber);
}

/** What went into each topic, by itself or within another, by number. */
export function merges(reader: Reader): Map<string, TopicRecord[]> {
  const all = reader.all('topic');
  const found = new Map<string, TopicRecord[]>();
  for (const topic of [...all.values()].sort(byNumber)) {
    let into = topic.into ? all.get(topic.into) : undefined;
    while (into?.into) into = all.get(into.into);
    if (into) found.set(into.id, [...(found.get(into.id) ?? []), topic]);
  }
  return found;
}

export const mergedInto = (reader: Reader, topic: string): TopicRecord[] => merges(reader).get(topic) ?? [];

/** The theme of what a topic was born from, whose hue it has: of an idea, that of the cluster it is in. */
export function topicTheme(reader: Reader, topic?: Pick<TopicRecord, 'origin'>): ThemeRecord | undefined {
  const [kind, id = ''] = (topic?.origin ?? '').split(':');
  const cluster = reader.get('cluster', kind === 'idea' ? (reader.get('place', id)?.cluster ?? '') : id);
  return cluster?.theme ? reader.get('theme', cluster.theme) : undefined;
}

// The wall

/** The name of a cell. */
export const cellOf = (slot: string, space: string): string => `${slot}.${space}`;

/** What stands in each cell. */
export function cellsOf(reader: Reader): Map<string, SessionRecord> {
  return new Map([...reader.all('session').values()].map(session => [cellOf(session.slot, session.space), session]));
}

export const isShut = ({ shut = [] }: SpaceRecord, slot: SlotRecord): boolean => shut.includes(slot.id);

/** Nothing stands there, and something may. This and `busyWith` only save a press in vain: the rules are the server's (WALL3, WALL4), and its refusal counts. */
export function isFree(slot: SlotRecord, space: SpaceRecord, taken: ReadonlyMap<string, unknown>): boolean {
  return !isOver(slot) && !isShut(space, slot) && !taken.has(cellOf(slot.id, space.id));
}

/** Another topic in this slot, and the person who convenes both; undefined: nobody does. */
export function busyWith(reader: Reader, topic: TopicRecord, slot: string): { topic: TopicRecord; person: string } | undefined {
  for (const session of reader.all('session').values()) {
    const other = session.slot === slot && session.id !== topic.id ? reader.get('topic', session.id) : undefined;
    const person = other?.conveners?.find(each => topic.conveners?.includes(each));
    if (other && person) return { topic: other, person };
  }
  return undefined;
}

// Circles and their reports

export function circleOf(reader: Reader, id: string): Circle | undefined {
  const topic = reader.get('topic', id);
  const session = reader.get('session', id);
  return topic && { id, topic, session, slot: session && reader.get('slot', session.slot), space: session && reader.get('space', session.space) };
}

/** What stands on the wall, slot by slot, and in a slot by space. */
export function circlesOf(reader: Reader): Placed[] {
  const placed = [...reader.all('session').keys()].map(id => circleOf(reader, id)).filter((circle): circle is Placed => !!circle?.session);
  return placed.sort((a, b) => (a.slot?.n ?? 0) - (b.slot?.n ?? 0) || (a.space?.n ?? 0) - (b.space?.n ?? 0));
}

/** The same, and last those whose topic has left the wall, by number. */
export function everyCircle(reader: Reader): Circle[] {
  const off = [...reader.all('report').keys()].filter(id => !reader.get('session', id)).flatMap(id => circleOf(reader, id) ?? []);
  return [...circlesOf(reader), ...off.sort((a, b) => a.topic.n - b.topic.n)];
}

export const hasReport = (reader: Reader, session: string): boolean => !!reader.get('report', session)?.filled?.length;

/** What a circle proposes, by number; what has none yet comes last. */
export function proposedBy(reader: Reader, session: string): IdeaRecord[] {
  const last = Number.MAX_SAFE_INTEGER;
  return [...reader.all('idea').values()].filter(({ origin }) => origin === `session:${session}`).sort((a, b) => (a.n || last) - (b.n || last));
}

type SessionsStep = StepRecord & { about: Sessions };

const isSessions = (step: StepRecord | undefined): step is SessionsStep => step?.about.kind === 'sessions';

/** The one step of the agenda in which circles meet. */
export const sessionsStep = (reader: Reader): SessionsStep | undefined => [...reader.all('step').values()].find(isSessions);

/** The law of two feet, as it was said at the opening; "" where it was not. */
export function lawOf(reader: Reader): string {
  for (const { about } of reader.all('step').values()) if (about.kind === 'talk' && about.law) return about.law;
  return '';
}

// As one says it

/** "14:00": minutes since midnight, on the clock of the place. */
export function clock(minutes: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return _('{hours}:{minutes}', { hours: two(Math.floor(minutes / 60) % 24), minutes: two(minutes % 60) });
}

/** The same of an instant, on the clock of this device. */
export function clockAt(ms: number): string {
  const at = new Date(ms);
  return clock(at.getHours() * 60 + at.getMinutes());
}

/** When it began; before, when it is planned to. */
export const begins = ({ starts, began_at }: SlotRecord): string => (began_at == null ? clock(starts) : clockAt(began_at));

/** When it ended; while it runs, when it is to; before, as planned. */
export const ends = ({ ends, began_at, ends_at, ended_at }: SlotRecord): string => (began_at == null ? clock(ends) : clockAt(ended_at ?? ends_at ?? 0));

/** "until 14:35" while it runs, else "– 14:40". */
export const until = (slot: SlotRecord): string => (isRunning(slot) ? _('until {hour}', { hour: ends(slot) }) : `– ${ends(slot)}`);

/** "14:00 – 14:40", or "14:03 until 14:43": the hours that were planned, and once it has begun the real ones. */
export const span = (slot: SlotRecord): string => `${begins(slot)} ${until(slot)}`;

/** Whether the hour that was planned for it has passed, on this device's clock (ms): then it is told without. */
export function hasPassed({ day, starts }: SlotRecord, now: number): boolean {
  const at = new Date(now);
  const two = (n: number) => String(n).padStart(2, '0');
  const today = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return day && day !== today ? day < today : starts <= at.getHours() * 60 + at.getMinutes();
}

/** "Wednesday 22 November", or (`brief`) "Wed 22"; "": the day of the workshop. */
export function dayOf({ day }: SlotRecord, brief = false): string {
  const length = brief ? 'short' : 'long';
  return day ? new Date(`${day}T12:00`).toLocaleDateString(spoken(), { weekday: length, day: 'numeric', month: brief ? undefined : length }) : '';
}

/** A slot by itself, with its day where slots have one. */
export function slotName(slot: SlotRecord): string {
  const day = dayOf(slot);
  return day ? `${day}, ${begins(slot)}` : begins(slot);
}
