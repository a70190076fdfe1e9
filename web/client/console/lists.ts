// Lists under the hand: one Tab stop with arrows inside, and nothing that moves while it is pointed at or focused.

import { useLayoutEffect, useReducer, useRef } from 'preact/hooks';
import { drawn, lost } from '../focus';

type Box = { current: HTMLElement | null };

/** One Tab stop for a list: its `[data-item]` elements, gone through with the arrows, Home and End. */
export function useRoving(box: Box): void {
  const last = useRef(0);
  // Before anything is drawn: who holds the focus, in case drawing takes it away.
  const had = box.current?.contains(document.activeElement) ? (document.activeElement as HTMLElement) : null;
  const key = had && keyOf(had);
  useLayoutEffect(() => {
    const items = itemsOf(box.current);
    // Where the stop has gone, it is the one that took its place.
    const same = items.find(item => item === document.activeElement) ?? items.find(item => item.tabIndex === 0);
    const stop = same ?? items[Math.min(last.current, items.length - 1)];
    items.forEach(item => (item.tabIndex = item === stop ? 0 : -1));
    last.current = stop ? items.indexOf(stop) : 0;
    // A card that somebody else moved took it along: it is where that card is now in this list, else on the next one.
    if (had && isItem(had) && lost()) (items.find(item => keyOf(item) === key) ?? stop)?.focus({ preventScroll: true });
  });
  useLayoutEffect(() => {
    const list = box.current;
    if (!list) return;
    const onKey = (event: KeyboardEvent) => rove(list, event);
    const onFocus = ({ target }: FocusEvent) => {
      const items = itemsOf(list);
      if (!items.includes(target as HTMLElement)) return;
      items.forEach(item => (item.tabIndex = item === target ? 0 : -1));
      last.current = items.indexOf(target as HTMLElement);
    };
    list.addEventListener('keydown', onKey);
    list.addEventListener('focusin', onFocus);
    return () => {
      list.removeEventListener('keydown', onKey);
      list.removeEventListener('focusin', onFocus);
    };
  }, []);
}

/** Whatever held the focus has gone. */
/** What a list's item is about, whatever element stands for it. */
const keyOf = (item: HTMLElement) => item.closest<HTMLElement>('[data-key]')?.dataset['key'];

function rove(list: HTMLElement, event: KeyboardEvent): void {
  if (event.altKey || event.ctrlKey || event.metaKey || !isItem(event.target)) return;
  const items = itemsOf(list);
  const here = items.indexOf(event.target as HTMLElement);
  const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  items[Math.max(0, Math.min(items.length - 1, to))]?.focus();
}

const isItem = (target: EventTarget | null) => target instanceof HTMLElement && 'item' in target.dataset;

function itemsOf(box: HTMLElement | null): HTMLElement[] {
  return [...(box?.querySelectorAll<HTMLElement>('[data-item]') ?? [])].filter(item => item.offsetParent !== null);
}

/**
 * A list that holds still while it is pointed at, focused or scrolled: what left keeps its place (`gone`), what came at
 * the top waits (`waiting`) until `release`; what came at the end is simply there. `mine`: gone by our own act. `asked`:
 * what was asked for (a search, a page): another one is shown at once.
 */
export function useSteady(ids: readonly string[], box: Box, grows: 'top' | 'end', mine: ReadonlySet<string>, asked = '') {
  const [, redraw] = useReducer<number, void>(n => n + 1, 0);
  const drawn = useRef<readonly string[]>(ids);
  const before = useRef(asked);
  const there = new Set(ids);
  if (before.current === asked && held(box.current)) {
    const old = new Set(drawn.current);
    const kept = drawn.current.filter(id => there.has(id) || !mine.has(id));
    drawn.current = grows === 'end' ? [...kept, ...ids.filter(id => !old.has(id))] : kept;
  } else drawn.current = ids;
  before.current = asked;
  useLayoutEffect(() => {
    const list = box.current;
    if (!list) return;
    const settle = () => setTimeout(() => !held(list) && redraw());
    const names = ['pointerleave', 'focusout', 'scroll'];
    names.forEach(name => list.addEventListener(name, settle, { passive: true }));
    return () => names.forEach(name => list.removeEventListener(name, settle));
  }, []);
  const shown = drawn.current;
  return {
    shown,
    gone: new Set(shown.filter(id => !there.has(id))),
    waiting: ids.length - shown.filter(id => there.has(id)).length,
    release: () => {
      drawn.current = ids;
      redraw();
    },
  };
}

function held(list: HTMLElement | null): boolean {
  return !!list && (list.scrollTop > 8 || list.matches(':hover') || (list.contains(document.activeElement) && document.activeElement !== list));
}

/** F6 and Shift+F6 go from one `[data-region]` to the next, to where one was in its list, or to its first control. */
export function jump(event: KeyboardEvent): void {
  if (event.key !== 'F6' || event.altKey || event.ctrlKey || event.metaKey || document.querySelector('dialog[open]')) return;
  event.preventDefault();
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(region => region.offsetParent !== null && firstIn(region));
  // One may stand in another: the innermost.
  const here = regions.map(region => region.contains(document.activeElement)).lastIndexOf(true);
  const to = event.shiftKey ? (here < 0 ? regions.length : here) - 1 : here + 1;
  const region = regions[(to + regions.length) % regions.length];
  if (region) firstIn(region)?.focus();
}

/** Focus was on something that our own act took away: it goes to what is left beside it, else to the work as a whole. */
export function refocus(region: HTMLElement | null): void {
  if (!lost()) return;
  const beside = region?.isConnected ? firstIn(region) : undefined;
  (beside ?? document.getElementById('main'))?.focus({ preventScroll: !beside });
}

/** Once it is drawn, which may be a moment later; never against a focus that goes elsewhere meanwhile. */
export function focusOn(selector: string, tries = 30): void {
  // After a dialog has given the focus back to what opened it, which may be gone.
  drawn(() => {
    const from = document.activeElement;
    const look = (left: number) => {
      const found = document.querySelector<HTMLElement>(selector);
      if (found) found.focus();
      else if (left && document.activeElement === from) requestAnimationFrame(() => look(left - 1));
    };
    look(tries);
  });
}

/** Asked before ideas leave their list: then it puts the focus on the card that follows, else on the cluster they went to. */
export function nextAfter(ideas: readonly string[]): (to: string | null) => void {
  const gone = new Set(ideas);
  const isGone = (card: HTMLElement) => gone.has(card.dataset['idea'] ?? '');
  const all = [...document.querySelectorAll<HTMLElement>('[data-idea]')];
  const list = all.find(isGone)?.closest('ul');
  const cards = all.filter(card => list?.contains(card));
  const from = cards.findIndex(isGone);
  const next = cards.slice(from).find(card => !isGone(card)) ?? cards.slice(0, Math.max(0, from)).reverse().find(card => !isGone(card));
  const id = from < 0 ? undefined : next?.dataset['idea'];
  return to => focusOn(id ? `[data-idea="${id}"] [data-item]` : to ? `[data-cluster-id="${to}"]` : '.tray [data-item]');
}

function firstIn(region: HTMLElement): HTMLElement | undefined {
  const all = [...region.querySelectorAll<HTMLElement>('a[href], button, input, select, summary, [tabindex]')];
  const can = all.filter(one => one.tabIndex >= 0 && !one.hasAttribute('disabled') && one.offsetParent !== null);
  return can.find(one => 'item' in one.dataset) ?? can[0];
}
