// Circles as this person sees them: where I am, what I convene, and what there is of a report.

import type { App } from '../app';
import { isRunning, sessionsStep, type Circle } from '../grid';
import { _, ngettext } from '../i18n';
import type { Field, ReportRecord } from '../protocol';

export const canvas = (app: App): readonly Field[] => sessionsStep(app.store)?.about.canvas ?? [];

export const runs = ({ session }: Circle) => !!session && isRunning(session);

/** When it is planned to end (ms); null: it has not begun. */
export const endOf = ({ session, slot }: Circle): number | null => session?.ends_at ?? slot?.ends_at ?? null;

/** What I said of where I am, on its way. */
export const coming = (app: App) => app.outbox.pending.value.map(({ command }) => command).filter(({ type }) => type === 'ImHere' || type === 'MoveOn').pop();

/** The circle I am in, as I last said it. */
export function whereIAm(app: App): string | null {
  const said = coming(app);
  if (said?.type === 'ImHere') return said.session;
  return said ? null : app.store.get('whereabouts', app.data.person)?.session ?? null;
}

export const isConvener = (app: App, { topic }: Circle) => topic.conveners?.includes(app.data.person) ?? false;

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
