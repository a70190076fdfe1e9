// Reports page after page. The next one is laid out unseen, and takes its place once all that it says has come: what is asked
// for is what stands on a page.

import { useEffect, useState } from 'preact/hooks';
import { titleOf } from '../../grid';
import { _ } from '../../i18n';
import type { Reader } from '../room';
import { Flow, type Laid } from './flow';
import { textOf, type Watch } from './report';
import { useSize } from './size';
import { useBeat, type Tick } from './times';

/** Tried on one page, at most. */
const TRIED = 4;
/** Letters read in one turn: a full page stays for more than one. */
const READ = 700;
const LONGEST = 3;
/** With which report the page begins. */
const STORED = 'gommette:page';

interface Page {
  /** Each page that is laid out has its own. */
  key: number;
  ids: string[];
  /** Of a report longer than a page: which page of it this is, of how many. */
  part: number;
  parts: number;
  /** The beat at which the next one comes; when this one was laid out, while it is not seen. */
  until: number;
}

interface Pages {
  room: Reader;
  tick: Tick;
  watch: Watch;
  /** Sessions whose reports say something, in their order. */
  ids: string[];
}

export function Pages({ room, tick, watch, ids }: Pages) {
  const [box, size] = useSize();
  const beat = useBeat(room, tick);
  const [shown, setShown] = useState<Page | null>(null);
  const [next, setNext] = useState<Page | null>(null);
  const here = shown?.ids.filter(id => ids.includes(id)) ?? [];
  const page = shown && here.length > 0 ? { ...shown, ids: here } : null;
  const seen = !!size?.width;

  useEffect(() => {
    if (next || !seen || (page && !isDue(page, beat, here.length === ids.length))) return;
    if (page && page.part + 1 < page.parts) setShown({ ...page, part: page.part + 1, until: beat + turnsFor(room, page) });
    else setNext({ key: (shown?.key ?? 0) + 1, ids: following(room, ids, shown), part: 0, parts: 1, until: beat });
  });

  function laid(which: Page, { whole, parts }: Laid): void {
    const on = { ...which, ids: which.ids.slice(0, whole || 1), parts, part: Math.min(which.part, parts - 1) };
    if (which === next) {
      remember(on.ids);
      setShown({ ...on, until: beat + turnsFor(room, on) });
      setNext(null);
    } else if (on.ids.length < which.ids.length || parts !== which.parts) setShown(on); // what is on it is still being written
  }

  return (
    <div class="newsroom" ref={box as never}>
      <div class="pages">
        {seen && [page, next].map(each => each && (
          <Flow key={each.key} room={room} watch={watch} ids={each.ids} part={each.part} unseen={each === next} anyway={each === next && (isFrozen(room) || beat > each.until)} onLaid={now => laid(each, now)} />
        ))}
      </div>
      <p class="pager soft">
        {page && page.part > 0 && <span class="voice clamp-1">{titled(room, here[0]!)}</span>}
        {page && <span class="num">{whereIs(ids.indexOf(here[0]!) + 1, ids.length, page)}</span>}
      </p>
    </div>
  );
}

/** Also when the clock was put back meanwhile. `all`: there is no other page. */
function isDue({ until, parts }: Page, beat: number, all: boolean): boolean {
  return (beat >= until || beat < until - LONGEST) && !(all && parts === 1);
}

/** Those after the last one on the page, and round again; on a screen that was frozen, those that were on it. */
function following(room: Reader, ids: string[], page: Page | null): string[] {
  const last = Math.max(-1, ...(page?.ids.map(id => ids.indexOf(id)) ?? []));
  const from = page || !isFrozen(room) ? last + 1 : Math.max(0, ids.indexOf(remembered()));
  return (from < ids.length ? ids.slice(from) : ids).slice(0, TRIED);
}

function remember(ids: string[]): void {
  try {
    sessionStorage.setItem(STORED, ids[0] ?? '');
  } catch {
    // This browser keeps nothing: frozen and reloaded, it begins with the first.
  }
}

function remembered(): string {
  try {
    return sessionStorage.getItem(STORED) ?? '';
  } catch {
    return '';
  }
}

function titled(room: Reader, id: string): string {
  const topic = room.get('topic', id);
  return topic ? titleOf(topic) : '';
}

const isFrozen = (room: Reader) => room.get('screen', 'this')?.frozen_at != null;

function turnsFor(room: Reader, { ids, parts }: Page): number {
  const letters = ids.reduce((sum, id) => sum + textOf(room, id).length, 0);
  return Math.max(1, Math.min(LONGEST, Math.ceil(letters / parts / READ)));
}

function whereIs(from: number, n: number, { ids, part, parts }: Page): string {
  if (parts > 1) return n > 1 ? _('Report {from} of {n}, page {part} of {parts}', { from, n, part: part + 1, parts }) : _('Page {part} of {parts}', { part: part + 1, parts });
  if (ids.length === n) return '';
  return ids.length === 1 ? _('Report {from} of {n}', { from, n }) : _('Reports {from} to {to} of {n}', { from, to: from + ids.length - 1, n });
}
