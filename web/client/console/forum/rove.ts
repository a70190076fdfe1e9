// A grid under the keys: one Tab stop, arrows from cell to cell, as the pattern for grids has it (WAI-ARIA APG).

import { useLayoutEffect, useRef } from 'preact/hooks';

type Box = { current: HTMLElement | null };
const PAGE = 5;

/** Its `[data-item]` elements stand in `[role=row]`; `data-col` says in which column. They begin with tabIndex -1. */
export function useGrid(box: Box): void {
  const last = useRef({ row: 1, col: 1 });
  const stop = useRef<HTMLElement | null>(null);
  const had = !!box.current?.contains(document.activeElement);
  useLayoutEffect(() => {
    // Where the stop has gone, it is what stands in its place.
    const now = stop.current?.isConnected ? stop.current : near(box.current, last.current);
    if (stop.current !== now) turn(stop, now);
    if (had && now && (!document.activeElement || document.activeElement === document.body)) now.focus({ preventScroll: true });
  });
  useLayoutEffect(() => {
    const grid = box.current;
    if (!grid) return;
    const onFocus = ({ target }: FocusEvent) => {
      if (!isItem(target)) return;
      turn(stop, target);
      last.current = placeIn(grid, target);
    };
    const onKey = (event: KeyboardEvent) => rove(grid, event);
    grid.addEventListener('focusin', onFocus);
    grid.addEventListener('keydown', onKey);
    return () => {
      grid.removeEventListener('focusin', onFocus);
      grid.removeEventListener('keydown', onKey);
    };
  }, []);
}

function turn(stop: { current: HTMLElement | null }, to: HTMLElement | null): void {
  if (stop.current) stop.current.tabIndex = -1;
  if (to) to.tabIndex = 0;
  stop.current = to;
}

function rove(grid: HTMLElement, event: KeyboardEvent): void {
  const { key, target, altKey, ctrlKey, metaKey, shiftKey } = event;
  if (altKey || metaKey || shiftKey || !isItem(target)) return;
  const { row, col } = placeIn(grid, target);
  const many = rowsOf(grid).length;
  const far = Number.MAX_SAFE_INTEGER;
  const to = ctrlKey
    ? { Home: { row: 1, col: 0 }, End: { row: many - 1, col: far } }[key]
    : {
        ArrowUp: { row: row - 1, col }, ArrowDown: { row: row + 1, col }, ArrowLeft: { row, col: col - 1 }, ArrowRight: { row, col: col + 1 },
        Home: { row, col: 0 }, End: { row, col: far }, PageUp: { row: Math.max(row - PAGE, 0), col }, PageDown: { row: Math.min(row + PAGE, many - 1), col },
      }[key];
  if (!to) return;
  event.preventDefault();
  if (to.row >= 0 && to.row < many) near(grid, to)?.focus();
}

const isItem = (target: EventTarget | null): target is HTMLElement => target instanceof HTMLElement && 'item' in target.dataset;
const rowsOf = (grid: HTMLElement | null) => [...(grid?.querySelectorAll<HTMLElement>('[role=row]') ?? [])];
const colOf = (item: HTMLElement) => Number(item.dataset['col']);

function placeIn(grid: HTMLElement, item: HTMLElement): { row: number; col: number } {
  return { row: rowsOf(grid).findIndex(row => row.contains(item)), col: colOf(item) };
}

/** The item there, or the one beside it that there is. */
function near(grid: HTMLElement | null, { row, col }: { row: number; col: number }): HTMLElement | null {
  const rows = rowsOf(grid);
  const items = [...(rows[Math.min(row, rows.length - 1)]?.querySelectorAll<HTMLElement>('[data-item]') ?? [])];
  return items.find(item => colOf(item) >= col) ?? items[items.length - 1] ?? null;
}
