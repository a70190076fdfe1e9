// How a wall of this size is drawn on a page of that size: which rows, how large. Lengths are in 1920ths of the screen's width.

import type { SlotRecord } from '../../protocol';

export interface Plan {
  rows: SlotRecord[];
  /** Slots to come that are not drawn. */
  others: number;
  /** What is over is drawn small, or not at all. */
  tight: boolean;
  /** Of a title. */
  font: number;
  /** Of a row, and of one that is over. */
  row: number;
  past: number;
  column: number;
  /** Of the times, and of the names of the spaces. */
  times: number;
  head: number;
}

export const GAP = 10;
/** What is read at 7 m; the wall alone goes down to it. */
const LEAST = 32;
const MOST = 112;
/** A column takes a word of twelve letters, a row two lines and who convenes, or three where it can. */
const COLUMN = 228;
const ROW = 140;
export const THREE_LINES = 152;
/** Over, two lines without who convened are enough. */
const PAST = 92;

interface Given {
  width: number;
  height: number;
  spaces: number;
  /** The longest name of a space, in letters. */
  longest: number;
  slots: SlotRecord[];
  past: (slot: SlotRecord) => boolean;
  /** From which of those to come to begin, where none runs and not all fit. */
  turn: number;
}

/** Null: there are too many columns for any row of them to be read. */
export function planOf({ width, height, spaces, longest, slots, past, turn }: Given): Plan | null {
  const across = (font: number) => (width - timesAt(font) - spaces * GAP) / spaces;
  if (across(LEAST) < COLUMN) return null;
  const tall = height - headAt(LEAST, across(LEAST), longest);
  const { rows, others, tight } = rowsIn(tall, slots, past, turn);
  const weight = (slot: SlotRecord) => (tight && past(slot) ? PAST / ROW : 1);
  const weights = rows.reduce((sum, slot) => sum + weight(slot), 0);
  const down = (font: number) => (height - headAt(font, across(font), longest) - rows.length * GAP) / weights;
  let font = LEAST;
  while (font < MOST && font + 2 <= Math.min(across(font + 2) / 8.8, down(font + 2) / 4.9)) font += 2;
  const row = Math.floor(down(font));
  const over = Math.floor(row * (tight ? PAST / ROW : 1));
  return { rows, others, tight, font, row, past: over, column: Math.floor(across(font)), times: timesAt(font), head: headAt(font, across(font), longest) };
}

const timesAt = (font: number) => Math.round(148 * Math.min(1.5, font / LEAST));
export const nameAt = (font: number) => Math.min(48, Math.max(LEAST, Math.round(font * 0.9)));

/** One line, or two where the longest name needs them. */
function headAt(font: number, column: number, longest: number): number {
  const name = nameAt(font);
  return Math.round(name * (longest * name * 0.58 > column - 12 ? 2.2 : 1.1) + 16);
}

/** All, with the past drawn small if need be; else without it; else as many as fit of those that are not over. */
function rowsIn(tall: number, slots: SlotRecord[], past: Given['past'], turn: number): { rows: SlotRecord[]; others: number; tight: boolean } {
  const live = slots.filter(slot => !past(slot));
  const fits = (rows: SlotRecord[], over: number) => rows.reduce((sum, slot) => sum + (past(slot) ? over : ROW) + GAP, 0) <= tall;
  if (fits(slots, ROW)) return { rows: slots, others: 0, tight: false };
  for (let from = 0; from < slots.length; from++) {
    const rows = slots.filter((slot, i) => i >= from || !past(slot));
    if (fits(rows, PAST)) return { rows, others: 0, tight: true };
  }
  const n = Math.max(1, Math.floor(tall / (ROW + GAP)));
  const from = live.some(slot => slot.state === 'running') ? 0 : Math.min((turn % Math.ceil(live.length / n)) * n, live.length - n);
  return { rows: live.slice(from, from + n), others: live.length - n, tight: true };
}

/** A title's font and how many lines there are for it: a long one is written smaller before it is cut. */
export function titleAt(title: string, font: number, width: number, height: number): { font: number; lines: number } {
  for (let size = font; ; size = Math.max(LEAST, size - 6)) {
    const lines = Math.max(1, Math.floor(height / (size * 1.08)));
    const needs = Math.ceil((title.length * size * 0.5) / width + 0.35);
    if (needs <= lines || size === LEAST) return { font: size, lines };
  }
}
