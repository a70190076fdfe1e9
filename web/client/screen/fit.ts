// As many as fit: a projected page has no scrollbar, whatever the numbers.

import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';

/**
 * How many of a box's children marked `data-fit` can be seen whole; the others stay laid out, unseen. `sizes` are tried
 * in order (as `data-size` on the box) until all fit or the last is reached. `what`: measured again when it changes.
 */
export function useFit(what: unknown, sizes: readonly string[] = ['']): [RefObject<HTMLElement | null>, number] {
  const box = useRef<HTMLElement | null>(null);
  const [count, setCount] = useState(Infinity);
  useLayoutEffect(() => {
    const measure = () => box.current && setCount(arrange(box.current, sizes));
    const watcher = new ResizeObserver(measure);
    if (box.current) watcher.observe(box.current);
    measure();
    return () => watcher.disconnect();
  }, [what]);
  return [box, count];
}

function arrange(box: HTMLElement, sizes: readonly string[]): number {
  const items = [...box.querySelectorAll<HTMLElement>('[data-fit]')];
  let whole = items.length;
  for (const size of sizes) {
    box.dataset['size'] = size;
    const first = items.findIndex(item => !inside(item, box));
    whole = first < 0 ? items.length : first;
    if (first < 0) break;
  }
  while (whole && isHeading(items[whole - 1]!)) whole--; // a theme's name with nothing under it says nothing
  items.forEach((item, i) => (item.style.visibility = i < whole ? '' : 'hidden'));
  return items.slice(0, whole).filter(item => !isHeading(item)).length;
}

const isHeading = (item: HTMLElement) => item.dataset['fit'] === 'heading';

// Offsets, not rectangles: the preview is drawn at full size and scaled down. The box is the offset parent.
function inside(item: HTMLElement, box: HTMLElement): boolean {
  return item.offsetTop + item.offsetHeight <= box.clientHeight + 1 && item.offsetLeft + item.offsetWidth <= box.clientWidth + 1;
}
