// What each kind of step lets a facilitator choose, in plain words, and until when.

import { _, ngettext } from '../i18n';
import type { AnyStep, StepRecord } from '../protocol';
import { newId } from '../ids';
import { roundOf, stepsOf } from '../screen/room';
import type { Desk } from './desk';

export type Kind = AnyStep['kind'];

/** One thing to choose. `says`: what an option means. */
export type Rule =
  | { is: 'choice'; field: string; legend: string; options: { value: string; label: string; says?: string }[] }
  | { is: 'count'; field: string; legend: string; min: number; max: number; hint?: string }
  | { is: 'tick'; field: string; legend: string };

/** Rules that hold by now, and why. */
export interface Fixed {
  fields: readonly string[];
  why: string;
}

export function kinds(): { value: Kind; label: string; says: string }[] {
  return [
    { value: 'talk', label: _('Talk'), says: _('Someone speaks, everybody listens.') },
    { value: 'gather', label: _('Ideas'), says: _('Everybody writes, one idea per card.') },
    { value: 'cluster', label: _('Group'), says: _('What says the same is brought together and named.') },
    { value: 'vote', label: _('Vote'), says: _('Everybody sticks dots on what matters most.') },
  ];
}

/** As it is proposed; the facilitator then changes what they like. */
export function fresh(kind: Kind, desk: Desk): AnyStep {
  const boards = boardsOf(desk);
  const board = boards[boards.length - 1]?.value ?? 'ideas-';
  const title = kinds().find(({ value }) => value === kind)!.label;
  const common = { id: newId(), title, prompt: '' };
  switch (kind) {
    case 'talk': return { kind, ...common, minutes: 10, points: [], law: '' };
    case 'market': return { kind, ...common, minutes: 25, each: 0 };
    case 'sessions': return { kind, ...common, minutes: 0, board: newId(), private: 'no', authors: 'nobody', each: 0, late: true, by: 'reports', late_topics: true, canvas: [] };
    case 'proceedings': return { kind, ...common, minutes: 20 };
    case 'gather': return { kind, ...common, minutes: 15, board: boards.length ? newId() : 'ideas-', private: 'no', authors: 'facilitators', each: 0, late: true, by: 'everyone' };
    case 'cluster': return { kind, ...common, minutes: 20, board, by: 'facilitators' };
    case 'vote': return { kind, ...common, minutes: 10, board, on: 'clusters', budget: 6, maximum: 3, per_theme: 0, totals: 'hidden', electorate: 'open' };
  }
}

/** The boards there are, each by the step that gathers on it first. */
export function boardsOf({ reader }: Desk): { value: string; label: string }[] {
  const found = new Map<string, string>();
  for (const { about } of stepsOf(reader)) if (about.kind === 'gather' && !found.has(about.board)) found.set(about.board, about.title);
  return [...found].map(([value, label]) => ({ value, label }));
}

/** `isNew`: on which board is chosen once. */
export function rulesOf(about: AnyStep, desk: Desk, isNew: boolean): Rule[] {
  switch (about.kind) {
    case 'talk': case 'market': case 'sessions': case 'proceedings': return [];
    case 'gather': return [...(isNew ? ownBoard(about.board, desk) : []), ...gathering()];
    case 'cluster': return [...(isNew ? whichBoard(desk) : []), { is: 'choice', field: 'by', legend: _('Who groups?'), options: [
      { value: 'facilitators', label: _('Facilitators') },
      { value: 'everyone', label: _('Everyone, from their own device') },
    ] }];
    case 'vote': return [...(isNew ? whichBoard(desk) : []), ...voting()];
  }
}

function ownBoard(board: string, desk: Desk): Rule[] {
  const known = boardsOf(desk);
  if (!known.length) return [];
  const own = known.some(({ value }) => value === board) ? newId() : board;
  const options = [{ value: own, label: _('On a board of their own') }, ...known.map(({ value, label }) => ({ value, label: _('With those of “{step}”', { step: label }) }))];
  return [{ is: 'choice', field: 'board', legend: _('Where do the ideas go?'), options }];
}

function whichBoard(desk: Desk): Rule[] {
  const known = boardsOf(desk);
  return known.length > 1 ? [{ is: 'choice', field: 'board', legend: _('The ideas of which step?'), options: known }] : [];
}

function gathering(): Rule[] {
  return [
    { is: 'choice', field: 'by', legend: _('Who writes?'), options: [
      { value: 'everyone', label: _('Everyone') },
      { value: 'facilitators', label: _('Facilitators alone'), says: _('A list that you prepare; phones have no box to write in.') },
    ] },
    { is: 'choice', field: 'private', legend: _('Who reads the ideas at first?'), options: [
      { value: 'no', label: _('Everyone'), says: _('Ideas appear as they come.') },
      { value: 'participants', label: _('Facilitators alone'), says: _('The others read them at the shared reading.') },
      { value: 'everyone', label: _('Nobody, not even facilitators'), says: _('All are read at the shared reading.') },
    ] },
    { is: 'choice', field: 'authors', legend: _('Who sees who wrote an idea?'), options: [
      { value: 'shown', label: _('Everyone') },
      { value: 'facilitators', label: _('Facilitators alone') },
      { value: 'nobody', label: _('Nobody') },
    ] },
    { is: 'count', field: 'each', legend: _('Ideas per person at most'), min: 0, max: 100, hint: _('0: no limit.') },
    { is: 'tick', field: 'late', legend: _('Ideas that come once the step is closed wait for you, instead of being refused') },
  ];
}

function voting(): Rule[] {
  return [
    { is: 'choice', field: 'on', legend: _('Dots go on'), options: [
      { value: 'clusters', label: _('clusters') },
      { value: 'ideas', label: _('ideas') },
      { value: 'both', label: _('clusters, and ideas in none') },
    ] },
    { is: 'count', field: 'budget', legend: _('Dots per person'), min: 1, max: 50 },
    { is: 'count', field: 'maximum', legend: _('At most on one choice'), min: 1, max: 50 },
    { is: 'count', field: 'per_theme', legend: _('At most under one theme'), min: 0, max: 50, hint: _('0: no limit.') },
    { is: 'choice', field: 'totals', legend: _('Totals'), options: [
      { value: 'hidden', label: _('hidden until the reveal'), says: _('Nobody sees them, facilitators included.') },
      { value: 'shown', label: _('shown as they come') },
    ] },
    { is: 'choice', field: 'electorate', legend: _('Who votes?'), options: [
      { value: 'open', label: _('Everyone who is there, late arrivals too') },
      { value: 'frozen', label: _('Only who has joined when the step opens') },
    ] },
  ];
}

const OF_THE_ROUND = ['on', 'budget', 'maximum', 'per_theme', 'totals', 'electorate'];
const OF_THE_IDEAS = ['private', 'authors'];

/** What a step that has begun no longer lets change (rules of the server, told before they refuse). */
export function fixedIn(desk: Desk, step: StepRecord | undefined): Fixed {
  if (step?.about.kind === 'vote' && roundOf(desk.reader, step.id)) return { fields: OF_THE_ROUND, why: _('The round has begun: its rules stay the same for all who vote.') };
  if (step?.about.kind === 'gather' && step.opened_at) return { fields: OF_THE_IDEAS, why: _('The step was opened: what people were told when they wrote stays true.') };
  return { fields: [], why: '' };
}

/** A rule and what it says now, for one that is fixed. */
export function said(rule: Rule, about: AnyStep): string {
  const value = (about as unknown as Record<string, string | number | boolean>)[rule.field];
  if (rule.is === 'choice') return rule.options.find(option => option.value === value)?.label ?? String(value);
  if (rule.is === 'tick') return value ? _('yes') : _('no');
  return value === 0 ? _('no limit') : ngettext('{n} dot', '{n} dots', Number(value));
}
