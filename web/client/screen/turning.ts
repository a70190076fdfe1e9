// More than fits on the page: it turns by itself, and begins again after the last; what it shows is said under it.

import { useEffect, useRef, useState } from 'preact/hooks';
import { _ } from '../i18n';
import { useBeat, type Tick } from './forum/times';
import type { Reader } from './room';

/** Number of the first thing on the page, from `start` on; `whole` of `all` were seen from there. Frozen, the page stays. */
export function useTurns(room: Reader, tick: Tick, all: number, start = 0): [number, (whole: number) => void] {
  const beat = useBeat(room, tick);
  const [first, turn] = useState(start);
  const seen = useRef({ beat, whole: Infinity });
  const from = first < all ? Math.max(first, start) : start;
  useEffect(() => {
    const { whole } = seen.current;
    if (seen.current.beat === beat) return;
    seen.current.beat = beat;
    turn(from < 0 ? 0 : from + whole < all && whole > 0 ? from + whole : start);
  });
  return [from, whole => (seen.current.whole = whole)];
}

/** Empty where all is on the page. */
export function clustersSeen(from: number, to: number, all: number): string {
  return to - from < all ? _('Clusters {from} to {to} of {n}', { from: from + 1, to, n: all }) : '';
}

export function ideasSeen(from: number, to: number, all: number): string {
  return to - from < all ? _('Ideas {from} to {to} of {n}', { from: from + 1, to, n: all }) : '';
}
