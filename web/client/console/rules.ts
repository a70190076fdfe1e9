// What each kind of step lets a facilitator choose, in plain words, and until when.

import { _, ngettext } from '../i18n';
import type { AnyStep, Field, StepRecord, Vote } from '../protocol';
import { newId } from '../ids';
import { roundOf, stepsOf } from '../screen/room';
import type { Desk } from './desk';

export type Kind = AnyStep['kind'];

/** One thing to choose. `says`: what an option means. */
export type Rule =
  | { is: 'choice'; field: string; legend: string; options: { value: string; label: string; says?: string }[] }
  | { is: 'count'; field: string; legend: string; min: number; max: number; hint?: string }
  | { is: 'tick'; field: string; legend: string }
  | { is: 'text'; field: string; legend: string; hint?: string }
  /** Several, each on a line of its own. */
  | { is: 'lines'; field: string; legend: string; most: number; hint?: string }
  /** What a report is made of. */
  | { is: 'parts'; field: string; legend: string };

export type Value = string | number | boolean | string[] | Field[];

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
    { value: 'market', label: _('Marketplace'), says: _('Everybody proposes topics, and their conveners place them on the wall.') },
    { value: 'sessions', label: _('Circles'), says: _('Slot by slot, circles meet; each leaves a report.') },
    { value: 'proceedings', label: _('Proceedings'), says: _('The reports are finished, and read together.') },
  ];
}

/** Why a step of this kind cannot be added now; undefined where it can. */
export function keptFrom(kind: Kind, desk: Desk): string | undefined {
  const there = stepsOf(desk.reader).map(({ about }) => about.kind);
  switch (kind) {
    case 'cluster': case 'vote': return boardsOf(desk).length ? undefined : _('Add a step of ideas first.');
    case 'market': case 'sessions': return there.includes(kind) ? _('There is one already.') : undefined;
    case 'proceedings': return there.includes('sessions') ? undefined : _('Add the circles first.');
    default: return undefined;
  }
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
    case 'sessions': return { kind, ...common, minutes: 0, board: newId(), private: 'no', authors: 'nobody', each: 0, late: true, by: 'reports', late_topics: true, canvas: canvas() };
    case 'proceedings': return { kind, ...common, minutes: 20 };
    case 'gather': return { kind, ...common, minutes: 15, board: boards.length ? newId() : 'ideas-', private: 'no', authors: 'facilitators', each: 0, late: true, by: 'everyone' };
    case 'cluster': return { kind, ...common, minutes: 20, board, by: 'facilitators' };
    case 'vote': return { kind, ...common, minutes: 10, board, on: usual(board, desk), budget: 6, maximum: 3, per_theme: 0, totals: 'hidden', electorate: 'open' };
  }
}

/** The parts of a report, as they are usual. */
function canvas(): Field[] {
  const text = (id: string, title: string): Field => ({ id, title, hint: '', kind: 'text' });
  return [
    text('question', _('The question discussed')),
    text('said', _('What was said')),
    text('agreed', _('Points of agreement')),
    text('disagreed', _('Points of disagreement')),
    { id: 'proposed', title: _('What we propose'), hint: _('One proposal per card: each joins the ideas of the workshop.'), kind: 'ideas' },
    text('present', _('Who was there')),
  ];
}

/** What opens an open forum, in the words of its tradition. */
export function principles(): { points: string[]; law: string } {
  return {
    points: [
      _('Whoever comes is the right people.'),
      _('Whatever happens is the only thing that could have.'),
      _('Whenever it starts is the right time.'),
      _('When it is over, it is over.'),
    ],
    law: _('The law of two feet: if you are neither learning nor contributing, change circles.'),
  };
}

/** The boards there are, each by the step that gathers on it first. `written`: those that people write on, which reports do not. */
export function boardsOf({ reader }: Desk, written = false): { value: string; label: string }[] {
  const found = new Map<string, string>();
  const gathers = (about: AnyStep) => about.kind === 'gather' || (!written && about.kind === 'sessions');
  for (const { about } of stepsOf(reader)) if (gathers(about) && 'board' in about && !found.has(about.board)) found.set(about.board, about.title);
  return [...found].map(([value, label]) => ({ value, label }));
}

/** Whether what reports propose goes there. */
const ofReports = (board: string, { reader }: Desk) => stepsOf(reader).some(({ about }) => about.kind === 'sessions' && about.board === board);

/** What a vote on this board is about, if nobody says otherwise. What circles propose is seldom grouped. */
function usual(board: string, desk: Desk): Vote['on'] {
  const grouped = stepsOf(desk.reader).some(({ about }) => about.kind === 'cluster' && about.board === board);
  return ofReports(board, desk) && !grouped ? 'ideas' : 'clusters';
}

/** The step with this rule so, and what goes with it: on another board dots go on something else. */
export function ruled(about: AnyStep, field: string, value: Value, desk: Desk): AnyStep {
  const next = { ...about, [field]: value } as AnyStep;
  return next.kind === 'vote' && field === 'board' ? { ...next, on: usual(next.board, desk) } : next;
}

/** `isNew`: on which board is chosen once. */
export function rulesOf(about: AnyStep, desk: Desk, isNew: boolean): Rule[] {
  switch (about.kind) {
    case 'proceedings': return [];
    case 'talk': return [
      { is: 'lines', field: 'points', legend: _('Points, one per line'), most: POINTS, hint: _('They stand under the prompt, on phones and on the screen. None: leave it empty.') },
      { is: 'text', field: 'law', legend: _('The one thing to keep in mind'), hint: _('It stays at the foot of the screen. None: leave it empty.') },
    ];
    case 'market': return [{ is: 'count', field: 'each', legend: _('Topics per person at most'), min: 0, max: 20, hint: _('0: no limit.') }];
    case 'sessions': return [
      ...(isNew ? ownBoard(about.board, desk, _('Where do the ideas go that circles propose?')) : []),
      { is: 'tick', field: 'late_topics', legend: _('Topics may still be proposed while circles meet') },
      { is: 'parts', field: 'canvas', legend: _('The parts of a report') },
    ];
    case 'gather': return [...(isNew ? ownBoard(about.board, desk, _('Where do the ideas go?')) : []), ...gathering()];
    case 'cluster': return [...(isNew ? whichBoard(desk) : []), { is: 'choice', field: 'by', legend: _('Who groups?'), options: [
      { value: 'facilitators', label: _('Facilitators') },
      { value: 'everyone', label: _('Everyone, from their own device') },
    ] }];
    case 'vote': return [...(isNew ? whichBoard(desk) : []), ...voting(ofReports(about.board, desk))];
  }
}

function ownBoard(board: string, desk: Desk, legend: string): Rule[] {
  const known = boardsOf(desk);
  if (!known.length) return [];
  const own = known.some(({ value }) => value === board) ? newId() : board;
  const options = [{ value: own, label: _('On a board of their own') }, ...known.map(({ value, label }) => ({ value, label: _('With those of “{step}”', { step: label }) }))];
  return [{ is: 'choice', field: 'board', legend, options }];
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

function voting(reports: boolean): Rule[] {
  return [
    { is: 'choice', field: 'on', legend: _('Dots go on'), options: [
      { value: 'clusters', label: _('clusters') },
      { value: 'ideas', label: _('ideas') },
      { value: 'both', label: _('clusters, and ideas in none') },
      ...(reports ? [{ value: 'reports', label: _('circles, for what they report') }] : []),
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
const OF_THE_REPORTS = ['canvas'];
/** Points of a talk. */
export const POINTS = 8;
/** Parts of a report. */
export const PARTS = 12;

/** What a step that has begun no longer lets change (rules of the server, told before they refuse). */
export function fixedIn(desk: Desk, step: StepRecord | undefined): Fixed {
  if (step?.about.kind === 'vote' && roundOf(desk.reader, step.id)) return { fields: OF_THE_ROUND, why: _('The round has begun: its rules stay the same for all who vote.') };
  if (step?.about.kind === 'gather' && step.opened_at) return { fields: OF_THE_IDEAS, why: _('The step was opened: what people were told when they wrote stays true.') };
  if (step?.about.kind === 'sessions' && step.opened_at) return { fields: OF_THE_REPORTS, why: _('The circles have begun: their reports keep the parts they were begun with.') };
  return { fields: [], why: '' };
}

export const valueOf = (about: AnyStep, field: string): Value => (about as unknown as Record<string, Value>)[field]!;

/** A rule and what it says now, for one that is fixed. */
export function said(rule: Rule, about: AnyStep): string {
  const value = valueOf(about, rule.field);
  if (rule.is === 'choice') return rule.options.find(option => option.value === value)?.label ?? String(value);
  if (rule.is === 'tick') return value ? _('yes') : _('no');
  if (rule.is === 'parts') return (value as Field[]).map(({ title }) => title).join(' · ');
  return value === 0 ? _('no limit') : ngettext('{n} dot', '{n} dots', Number(value));
}
