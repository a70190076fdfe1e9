// The open forum as the room reads it: topics by number, spaces and slots in their order, and what stands on the wall.

import { _, spoken } from '../../i18n';
import type { IdeaRecord, SessionRecord, Sessions, SlotRecord, SpaceRecord, StepRecord, TopicRecord } from '../../protocol';
import { ideasOf, type Reader } from '../room';

/** A topic on the wall, with what belongs to it. */
export interface Circle {
  topic: TopicRecord;
  session: SessionRecord;
  space: SpaceRecord | undefined;
  slot: SlotRecord | undefined;
}

const byNumber = (a: { n: number }, b: { n: number }) => a.n - b.n;

/** Those that are still their own: what was merged counts for what it ended in. */
export function topicsOf(room: Reader): TopicRecord[] {
  return [...room.all('topic').values()].filter(topic => !topic.into).sort(byNumber);
}

export const spacesOf = (room: Reader): SpaceRecord[] => [...room.all('space').values()].sort(byNumber);
export const slotsOf = (room: Reader): SlotRecord[] => [...room.all('slot').values()].sort(byNumber);

/** By slot, then by space. */
export function circlesOf(room: Reader): Circle[] {
  const circles = [...room.all('session').values()].flatMap(({ id }) => circleOf(room, id) ?? []);
  return circles.sort((a, b) => (a.slot?.n ?? 0) - (b.slot?.n ?? 0) || (a.space?.n ?? 0) - (b.space?.n ?? 0));
}

export function circleOf(room: Reader, id: string): Circle | undefined {
  const session = room.get('session', id);
  const topic = room.get('topic', id);
  return session && topic && { topic, session, space: room.get('space', session.space), slot: room.get('slot', session.slot) };
}

/** Whoever wrote it may have erased themselves: then it has its number alone. */
export const titleOf = ({ title, n }: TopicRecord): string => title || _('Topic {n}', { n });
export const conveners = ({ names = [] }: TopicRecord): string => names.filter(Boolean).join(', ');

/** How many are there; before, how many would come; afterwards, how many have been there. */
export function peopleOf(room: Reader, { session }: Circle): number {
  const { here = 0, been = 0 } = room.get('attendance', session.id) ?? {};
  if (isOver(session)) return been;
  return session.state === 'running' ? here : (session.interest ?? 0);
}

export const isOver = ({ state }: { state?: string }) => state === 'over';
export const isRunning = ({ state }: { state?: string }) => state === 'running';
export const running = (room: Reader): SlotRecord | undefined => slotsOf(room).find(isRunning);
/** The first that has not begun, of those behind the one that runs. */
export const upNext = (room: Reader): SlotRecord | undefined => {
  const after = running(room)?.n ?? 0;
  return slotsOf(room).find(slot => slot.n > after && !isRunning(slot) && !isOver(slot));
};

export function sessionsStep(room: Reader): StepRecord & { about: Sessions } | undefined {
  for (const step of room.all('step').values()) if (step.about.kind === 'sessions') return { ...step, about: step.about };
  return undefined;
}

/** What the report of a session proposes, by number. */
export function proposedBy(room: Reader, session: string): IdeaRecord[] {
  const board = sessionsStep(room)?.about.board;
  return board ? ideasOf(room, board).filter(idea => idea.origin === `session:${session}`) : [];
}

/** Those whose report says something, in the order of the wall; then what has left it. */
export function reported(room: Reader): string[] {
  const proposing = new Set([...room.all('idea').values()].map(({ origin }) => origin));
  const placed = circlesOf(room).map(({ topic }) => topic.id);
  const off = [...room.all('report').keys()].filter(id => !placed.includes(id) && room.get('topic', id));
  return [...placed, ...off].filter(id => room.get('report', id)?.filled?.length || proposing.has(`session:${id}`));
}

/** "22 Sun", of "2026-11-22". */
export const dayOf = (day: string) => new Date(`${day}T12:00`).toLocaleDateString(spoken(), { weekday: 'short', day: 'numeric' });

/** The law of two feet, as it was said at the opening. */
export function lawOf(room: Reader): string {
  for (const { about } of room.all('step').values()) if (about.kind === 'talk' && about.law) return about.law;
  return '';
}
