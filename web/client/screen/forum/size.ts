// How much room there is, in the units that everything on the stage is drawn in.

import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';

export interface Size {
  width: number;
  height: number;
}

/** What the stage's own text measures. */
const TEXT = 36;

/** Null until it is known, which is before anything is seen. */
export function useSize(): [RefObject<HTMLElement | null>, Size | null] {
  const box = useRef<HTMLElement | null>(null);
  const [size, setSize] = useState<Size | null>(null);
  useLayoutEffect(() => {
    const { current } = box;
    if (!current) return;
    const measure = () => setSize(was => same(was, sizeOf(current)));
    const watcher = new ResizeObserver(measure);
    watcher.observe(current);
    measure();
    return () => watcher.disconnect();
  }, []);
  return [box, size];
}

function sizeOf(box: HTMLElement): Size {
  const unit = parseFloat(getComputedStyle(box).fontSize) / TEXT || 1;
  return { width: Math.floor(box.clientWidth / unit), height: Math.floor(box.clientHeight / unit) };
}

const same = (was: Size | null, is: Size) => (was?.width === is.width && was.height === is.height ? was : is);
