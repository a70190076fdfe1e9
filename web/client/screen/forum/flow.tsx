// Reports set in two columns, in the largest letters in which the first of them is on the page whole; over several pages in
// letters of the middle size.

import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Reader } from '../room';
import { hasCome, Report, textOf, type Watch } from './report';

/** Largest first. */
const SIZES = ['l', 'm', 's'];
const PAGED = 'm';

/** How many reports are whole on the page, and over how many pages the first goes if none is. */
export interface Laid {
  whole: number;
  parts: number;
}

interface Flow {
  room: Reader;
  watch: Watch;
  ids: string[];
  /** The page of a report that needs more than one, from 0. */
  part: number;
  /** Laid out, not seen yet. */
  unseen: boolean;
  /** Drawn whether all of it has come or not. */
  anyway: boolean;
  onLaid: (laid: Laid) => void;
}

export function Flow({ room, watch, ids, part, unseen, anyway, onLaid }: Flow) {
  const box = useRef<HTMLDivElement | null>(null);
  const ready = anyway || ids.every(id => hasCome(room, id));
  const what = ids.map(id => textOf(room, id)).join();
  const told = useRef(onLaid);
  told.current = onLaid;
  useLayoutEffect(() => {
    const { current } = box;
    if (!current || !ready) return;
    const measure = () => told.current(lay(current));
    const watcher = new ResizeObserver(measure);
    watcher.observe(current);
    measure();
    return () => watcher.disconnect();
  }, [ready, what]);
  return (
    <div class={`flow ${unseen ? 'unseen' : ''}`} ref={box} aria-hidden={unseen ? 'true' : undefined}>
      <div class="columns" style={{ '--part': part }}>
        {ids.map(id => (
          <Report key={id} room={room} watch={watch} id={id} />
        ))}
      </div>
    </div>
  );
}

function lay(box: HTMLElement): Laid {
  const columns = box.firstElementChild as HTMLElement;
  for (const size of SIZES) {
    box.dataset['size'] = size;
    const whole = wholeIn(columns);
    if (whole) return { whole, parts: 1 };
  }
  box.dataset['size'] = PAGED;
  return { whole: 0, parts: Math.max(1, Math.ceil((widthOf(columns) - 1) / pageOf(columns))) };
}

// Rectangles, as each column holds a piece; compared with each other alone, since the preview is drawn small.

function wholeIn(columns: HTMLElement): number {
  const { right } = columns.getBoundingClientRect();
  const first = [...columns.children].findIndex(report => rightOf(report) > right + 1);
  return first < 0 ? columns.children.length : first;
}

const rightOf = (report: Element) => Math.max(...[...report.getClientRects()].map(piece => piece.right));

/** How far the first report goes. */
function widthOf(columns: HTMLElement): number {
  const first = columns.firstElementChild;
  return first ? rightOf(first) - columns.getBoundingClientRect().left : 0;
}

function pageOf(columns: HTMLElement): number {
  const scale = columns.getBoundingClientRect().width / columns.offsetWidth || 1;
  return (columns.offsetWidth + parseFloat(getComputedStyle(columns).columnGap)) * scale;
}
