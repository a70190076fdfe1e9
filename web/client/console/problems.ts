// What is wrong with a step as it is typed, box by box; and the step as it is sent, without what nobody meant.

import { _ } from '../i18n';
import type { AnyStep } from '../protocol';
import { length } from '../text';
import { partBox } from './canvas';
import type { Desk } from './desk';
import { problemOf } from './fields';
import { POINTS } from './rules';

/** By the field, or the name of a part's box; what is right is not in it. */
export type Problems = Readonly<Record<string, string>>;

export function problemsOf(desk: Desk, about: AnyStep): Problems {
  const { title = 200, idea = 2000 } = desk.app.data.limits;
  const found: Record<string, string> = { title: problemOf(about.title, title, true), prompt: problemOf(about.prompt, idea, false) };
  if (about.kind === 'talk') {
    found.points = pointsWrong(desk, about.points);
    found.law = problemOf(about.law, idea, false);
  }
  if (about.kind === 'sessions') for (const part of about.canvas) {
    found[partBox(part, 'title')] = problemOf(part.title, title, true);
    found[partBox(part, 'hint')] = problemOf(part.hint, idea, false);
  }
  return Object.fromEntries(Object.entries(found).filter(([, why]) => why));
}

function pointsWrong(desk: Desk, points: readonly string[]): string {
  const limit = desk.app.data.limits.title ?? 200;
  const lines = points.filter(line => line.trim());
  if (lines.length > POINTS) return _('{n} lines at most.', { n: POINTS });
  if (lines.some(line => length(line) > limit)) return _('Too long: {limit} characters at most on a line.', { limit });
  return lines.map(line => problemOf(line, limit, false)).find(Boolean) ?? '';
}

/** Empty lines are no points. */
export function tidy(about: AnyStep): AnyStep {
  return about.kind === 'talk' ? { ...about, points: about.points.map(point => point.trim()).filter(Boolean) } : about;
}
