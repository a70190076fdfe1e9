// Where the focus goes when what had it goes away: before the next key is heard, or that key is overtaken.

/** What had the focus is gone from the page. */
export const lost = () => !document.activeElement || document.activeElement === document.body;

/** Once what was changed is drawn, and before the next key. Twice: several changes at once ask for drawing at their end. */
export const drawn = (then: () => void) => queueMicrotask(() => queueMicrotask(then));

/** To what stands there now, of somebody who has not gone elsewhere meanwhile. */
export const giveBack = (to: () => HTMLElement | null | undefined) => drawn(() => lost() && to()?.focus());
