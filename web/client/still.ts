// What one reads stays where it is on the screen, whatever others put above it: not every browser anchors the scroll itself.

import { useLayoutEffect } from 'preact/hooks';

/** Of the `[data-key]` elements in sight, the first that is still there after drawing is put back where it was: that under the hand, else from the top. */
export function useStill(root: { current: HTMLElement | null }): void {
  // Read while drawing begins, before anything of it is on the page.
  const before = inSight(root.current);
  useLayoutEffect(() => {
    const stays = before.find(([element]) => element.isConnected);
    if (!stays) return;
    const moved = stays[0].getBoundingClientRect().top - stays[1];
    if (Math.abs(moved) > 1) scrollBy(0, moved);
  });
}

function inSight(root: HTMLElement | null): [HTMLElement, number][] {
  if (!root || scrollY < 1) return [];
  const found: [HTMLElement, number][] = [];
  for (const element of root.querySelectorAll<HTMLElement>('[data-key]')) {
    const { top, bottom, height } = element.getBoundingClientRect();
    // A section is in sight long before what is read in it.
    if (height && height < innerHeight && bottom > 0 && top < innerHeight) found.push([element, top]);
  }
  const under = found.filter(([element]) => element.matches(':hover, :focus-within'));
  return [...under.reverse(), ...found];
}
