// Ballots being typed: in memory alone, one for each person, and gone as soon as they are sent.

import { signal } from '@preact/signals';
import type { App } from '../app';
import { groups, type Entry, type Group } from '../clusters';
import type { RoundRecord, Vote } from '../protocol';

export type Dots = Readonly<Record<string, number>>;

/** A choice with its number, the one printed on the ballots. `into`: what it was merged into since. */
export interface Choice extends Entry {
  n: number;
  theme: string;
  into?: string;
}

export interface Part extends Group {
  choices: Choice[];
}

const sheets = signal<ReadonlyMap<string, Dots>>(new Map());
const EMPTY: Dots = {};

const key = (round: string, person: string) => `${round}.${person}`;

/** What is typed so far for a person in a round. */
export const sheetOf = (round: string, person: string): Dots => sheets.value.get(key(round, person)) ?? EMPTY;

export const begun = (round: string, person: string): boolean => Object.keys(sheetOf(round, person)).length > 0;

/** `dots` null: an empty sheet again. */
export function write(round: string, person: string, dots: Dots | null): void {
  const all = new Map(sheets.peek());
  const stuck = Object.entries(dots ?? {}).filter(([, n]) => n > 0);
  if (stuck.length) all.set(key(round, person), Object.fromEntries(stuck));
  else all.delete(key(round, person));
  sheets.value = all;
}

/**
 * What a ballot on paper may have dots on, each under its number: behind a cluster what was merged into it since ballots
 * were printed, under a theme also ideas that have been put in a cluster since (DOTS20).
 */
export function parts(app: App, { board, on }: Vote, round: string): Part[] {
  const numbers = new Map(app.store.get('paper', round)?.choices?.map((id, at) => [id, at + 1]));
  const numbered = (entry: Entry & { into?: string }, theme: string): Choice[] => {
    const n = numbers.get(entry.id);
    return n && !(entry.idea && app.store.get('hidden', entry.id)) ? [{ ...entry, theme, n }] : [];
  };
  return groups(app, board, on, numbers.keys()).map(group => {
    const choices = group.entries.flatMap(entry => {
      const theme = themeOf(app, entry);
      return [...numbered(entry, theme), ...mergedInto(app, entry).flatMap(merged => numbered(merged, theme))];
    });
    return { ...group, choices };
  }).filter(part => part.choices.length);
}

/** Everything that has ended in it, through however many merges. */
function mergedInto(app: App, { id, name: into }: Entry): (Entry & { into: string })[] {
  const all = app.store.all('merged');
  const end = (of: string): string => (all.has(of) ? end(all.get(of)!.into) : of);
  return [...all.values()].filter(merged => end(merged.id) === id).map(({ id, name }) => ({ id, name, idea: false, into }));
}

/** Why this number, once printed, leads nowhere now; undefined: there never was one. */
export function gone(app: App, round: string, n: number): 'hidden' | 'gone' | undefined {
  const paper = app.store.get('paper', round);
  const id = paper?.choices?.[n - 1];
  return id ? (paper?.gone?.[id] === 'hidden' ? 'hidden' : 'gone') : undefined;
}

/** The theme that dots on it count under; an idea's is that of its cluster. */
function themeOf(app: App, { id, idea }: Entry): string {
  const cluster = app.store.get('cluster', idea ? app.store.get('place', id)?.cluster ?? '' : id);
  return cluster?.theme ?? '';
}

export interface Sum {
  left: number;
  /** Choices with more dots than one may have. */
  over: ReadonlySet<string>;
  /** Themes under which there are too many. */
  themes: ReadonlySet<string>;
  /** Dots on what is on no ballot any more. */
  gone: readonly string[];
}

export const most = ({ maximum, budget, per_theme }: Vote): number => Math.min(maximum, budget, per_theme || Infinity);

/** How a sheet stands against the rules of its round; the server has the last word. */
export function sum(about: Vote, choices: readonly Choice[], dots: Dots): Sum {
  const total = Object.values(dots).reduce((all, n) => all + n, 0);
  const under = new Map<string, number>();
  for (const { id, theme } of choices) under.set(theme, (under.get(theme) ?? 0) + (dots[id] ?? 0));
  const known = new Set(choices.map(({ id }) => id));
  return {
    left: about.budget - total,
    over: new Set(Object.keys(dots).filter(id => dots[id]! > most(about))),
    themes: new Set([...under].filter(([, n]) => about.per_theme > 0 && n > about.per_theme).map(([theme]) => theme)),
    gone: Object.keys(dots).filter(id => !known.has(id)),
  };
}

export const fits = ({ left, over, themes, gone }: Sum): boolean => left >= 0 && !over.size && !themes.size && !gone.length;

/** A round in which ballots are taken. */
export const taken = (round: RoundRecord | undefined): round is RoundRecord => round?.state === 'open';
