// A frozen screen: what the projector showed at that moment stays, but for what has been taken away since.

import { useRef } from 'preact/hooks';
import type { AnyRecord, Kind, RecordOf } from '../protocol';
import type { Reader } from './room';

type Kept = Partial<Record<Kind, [string, AnyRecord][]>>;

const KINDS: readonly Kind[] = ['workshop', 'agenda', 'step', 'crowd', 'board', 'idea', 'author', 'theme', 'cluster', 'place', 'round', 'tally', 'screen', 'topic', 'space', 'slot', 'session', 'attendance', 'report', 'text'];
/** Somebody's words: hidden meanwhile, they go from a frozen screen too. */
const WORDS: readonly Kind[] = ['idea', 'author', 'topic', 'report'];
const STORED = 'gommette:frozen';

/**
 * The room as the screen shows it: `room` itself, or how it was when it was frozen; null where that is not known (the page was
 * opened since). `lasting`: a reload finds it again.
 */
export function useFrozen(room: Reader, lasting: boolean): Reader | null {
  const at = room.get('screen', 'this')?.frozen_at ?? null;
  const seen = useRef(false);
  const kept = useRef<{ at: number; was: Kept | null }>({ at: 0, was: null });
  if (at === null) {
    seen.current = true;
    kept.current = { at: 0, was: null };
    return room;
  }
  if (kept.current.at !== at) {
    const was = seen.current ? snapshot(room) : stored(at);
    kept.current = { at, was };
    if (lasting && was) store(at, was);
  }
  return kept.current.was && asItWas(kept.current.was, room);
}

function snapshot(room: Reader): Kept {
  return Object.fromEntries(KINDS.map(kind => [kind, [...room.all(kind)]]));
}

function asItWas(was: Kept, now: Reader): Reader {
  function all<K extends Kind>(kind: K): ReadonlyMap<string, RecordOf<K>> {
    const then = (was[kind] ?? []) as [string, RecordOf<K>][];
    if (!WORDS.includes(kind)) return new Map(then);
    const still = now.all(kind);
    return new Map(then.filter(([id]) => still.has(id)).map(([id, record]) => [id, without(record, still.get(id)!)]));
  }
  return { all, get: (kind, id) => all(kind).get(id) };
}

/** Of a topic or a report that stays: the names of who has gone, and their words. */
function without<R extends AnyRecord>(was: R, is: R): R {
  if (was.kind === 'topic' && is.kind === 'topic') {
    const names = was.names?.filter(name => is.names?.includes(name));
    return { ...was, names, title: is.title && was.title, words: is.title && was.words };
  }
  return was.kind === 'report' && is.kind === 'report' && was.name !== is.name ? { ...was, pen: null, name: '' } : was;
}

function store(at: number, was: Kept): void {
  try {
    sessionStorage.setItem(STORED, JSON.stringify({ at, was }));
  } catch {
    // Too much for this browser: a reload will show how to join.
  }
}

function stored(at: number): Kept | null {
  try {
    const found = JSON.parse(sessionStorage.getItem(STORED) ?? 'null') as { at: number; was: Kept } | null;
    return found?.at === at ? found.was : null;
  } catch {
    return null;
  }
}
