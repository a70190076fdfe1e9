// The circles as records tell them: what runs, what comes next, where I am, and which report says something.

import { steps } from '../agenda';
import type { App } from '../app';
import { _, ngettext } from '../i18n';
import type { Field, ReportRecord, Sessions, SessionRecord, SlotRecord, SpaceRecord, StepRecord, TopicRecord } from '../protocol';

export interface Circle {
  id: string;
  topic: TopicRecord;
  /** Missing: its topic is off the wall; the report stays. */
  session?: SessionRecord;
  slot?: SlotRecord;
  space?: SpaceRecord;
}

export type SessionsStep = StepRecord & { about: Sessions };

export const isSessions = (step: StepRecord | undefined): step is SessionsStep => step?.about.kind === 'sessions';

/** The one step of the agenda in which circles meet. */
export const sessionsStep = (app: App) => steps(app).find(isSessions);

export const canvas = (app: App): readonly Field[] => sessionsStep(app)?.about.canvas ?? [];

/** Every circle by slot, then by space; last, those whose topic has left the wall and whose report stays. */
export function circles(app: App): Circle[] {
  const ids = new Set([...app.store.all('session').keys(), ...app.store.all('report').keys()]);
  const place = ({ slot, space, topic }: Circle) => [slot?.n ?? Infinity, space?.n ?? Infinity, topic.n] as const;
  return [...ids].flatMap(id => circleOf(app, id) ?? []).sort((a, b) => {
    const [one, other] = [place(a), place(b)];
    const apart = one.findIndex((n, i) => n !== other[i]);
    return apart < 0 ? 0 : one[apart]! < other[apart]! ? -1 : 1;
  });
}

export function circleOf(app: App, id: string): Circle | undefined {
  const topic = app.store.get('topic', id);
  if (!topic) return undefined;
  const session = app.store.get('session', id);
  if (!session) return { id, topic };
  return { id, topic, session, slot: app.store.get('slot', session.slot), space: app.store.get('space', session.space) };
}

export const stateOf = ({ state = 'to_come' }: { state?: string }) => state;

export const runs = ({ session }: Circle) => session?.state === 'running';

export const slotsOf = (app: App) => [...app.store.all('slot').values()].sort((a, b) => a.n - b.n);

export const runningSlot = (app: App) => slotsOf(app).find(({ state }) => state === 'running');

/** After those that have begun: the first in which a circle meets, else the first. */
export function nextSlot(app: App, all: Circle[]): SlotRecord | undefined {
  const slots = slotsOf(app);
  const last = slots.filter(slot => stateOf(slot) !== 'to_come').pop()?.n ?? 0;
  const coming = slots.filter(({ n }) => n > last);
  return coming.find(({ id }) => all.some(({ slot }) => slot?.id === id)) ?? coming[0];
}

/** When it is planned to end (ms); null: it has not begun. */
export const endOf = ({ session, slot }: Circle): number | null => session?.ends_at ?? slot?.ends_at ?? null;

/** The circle I am in, as I last said it. */
export function whereIAm(app: App): string | null {
  const said = app.outbox.pending.value.map(({ command }) => command).filter(({ type }) => type === 'ImHere' || type === 'MoveOn').pop();
  if (said?.type === 'ImHere') return said.session;
  return said ? null : app.store.get('whereabouts', app.data.person)?.session ?? null;
}

export const isConvener = (app: App, { topic }: Circle) => topic.conveners?.includes(app.data.person) ?? false;

/** "14 h 00", on the clock of the place. */
export function clock(minutes: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return _('{hours}:{minutes}', { hours: two(Math.floor(minutes / 60) % 24), minutes: two(minutes % 60) });
}

export const span = ({ starts, ends }: SlotRecord) => `${clock(starts)} – ${clock(ends)}`;

/** The same of an instant, on the clock of this device. */
export function clockAt(ms: number): string {
  const at = new Date(ms);
  return clock(at.getHours() * 60 + at.getMinutes());
}

/** Whoever has the pen, in words. */
export function holder({ name, staff }: { name?: string; staff?: boolean }): string {
  return name || (staff ? _('Somebody of the facilitation') : _('Somebody'));
}

/** What there is of a report: who writes it, how much of it says something. */
export function reportState(app: App, report: ReportRecord | undefined): string {
  const all = canvas(app).length;
  const filled = report?.filled?.length ?? 0;
  const told = filled ? ngettext('{n} part of {all} says something', '{n} parts of {all} say something', filled, { all }) : '';
  if (!report?.pen) return told || _('nobody writes');
  const writes = report.pen === app.data.person ? _('you write') : _('{name} writes', { name: holder(report) });
  return told ? `${writes} · ${told}` : writes;
}
