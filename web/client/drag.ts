// Dragging by mouse, pen and finger: loaded by whoever may organise, never the only way. One thing is taken, `[data-grab]`,
// and put on another, `[data-drop]`; both are looked for as they stand, so a list may change under the hand. No node of the
// page moves meanwhile and no style sheet is injected: what is carried is drawn over the page, where it would go is marked.

import { AutoScroller, DragDropManager, Draggable, PointerActivationConstraints, PointerSensor } from '@dnd-kit/dom';

export interface Spot {
  element: HTMLElement;
  /** How far down it the pointer is: 0 at its top, 1 at its bottom. */
  part: number;
}

export interface Hand {
  /** What is drawn under the pointer; null: it cannot be taken. */
  take(from: HTMLElement): HTMLElement | null;
  /** How it would be put there, written as the spot's `data-over` for the style sheet; '': not at all; null: ask what is around it. */
  over(spot: Spot): string | null;
  drop(spot: Spot, how: string): void;
  /** After every drag, dropped or given up. */
  leave(): void;
}

/** A finger that scrolls must not take anything: it waits this long, but for what has `data-grip` and is there to be pulled. */
const PRESS_MS = 250;
const STEADY_PX = 6;

/** Until the function returned is called. */
export function drags(root: HTMLElement, hand: Hand): () => void {
  const carrying = new Carrying(hand);
  const manager = new DragDropManager({
    plugins: [AutoScroller],
    sensors: [
      PointerSensor.configure({
        activationConstraints: ({ pointerType, target }) =>
          pointerType === 'mouse' || (target as Element).closest('[data-grip]')
            ? [new PointerActivationConstraints.Distance({ value: STEADY_PX })]
            : [new PointerActivationConstraints.Delay({ value: PRESS_MS, tolerance: STEADY_PX })],
        preventActivation: event => !carrying.aim(event),
      }),
    ],
  });
  // One for the whole: cards come and go without being told of.
  const whole = new Draggable({ id: 'hand', element: root }, manager);
  const { monitor } = manager;
  monitor.addEventListener('beforedragstart', event => !carrying.take() && event.preventDefault());
  monitor.addEventListener('dragmove', ({ to }) => to && carrying.move(to));
  monitor.addEventListener('dragend', ({ canceled, nativeEvent }) => carrying.end(canceled ? null : nativeEvent));
  // Before this, a pull is only a press: the cursor of a hand comes with the hand.
  root.dataset['hand'] = '';
  return () => {
    delete root.dataset['hand'];
    carrying.end(null);
    whole.destroy();
    manager.destroy();
  };
}

class Carrying {
  private aimed: HTMLElement | null = null;
  private at = { x: 0, y: 0 };
  private touch = false;
  private drawn: HTMLElement | null = null;
  private spot: Spot | null = null;
  private how = '';
  private readonly again = () => this.look();

  constructor(private readonly hand: Hand) {}

  /** A press; true if it is on something to be taken. Buttons inside are pressed, not pulled, unless they are what is taken. */
  aim({ target, clientX: x, clientY: y, pointerType }: PointerEvent): boolean {
    const pressed = target as Element;
    this.aimed = pressed.closest<HTMLElement>('[data-grab]');
    this.at = { x, y };
    this.touch = pointerType === 'touch';
    const button = pressed.closest('button, a, input, select, textarea');
    return !!this.aimed && (!button || button === this.aimed || button.hasAttribute('data-grip'));
  }

  take(): boolean {
    const { aimed } = this;
    const drawn = aimed?.isConnected ? this.hand.take(aimed) : null;
    if (!drawn) return false;
    drawn.classList.add('carried');
    drawn.setAttribute('aria-hidden', 'true');
    document.body.append((this.drawn = drawn));
    document.documentElement.dataset['carrying'] = '';
    addEventListener('scroll', this.again, { capture: true, passive: true });
    this.look();
    return true;
  }

  move(to: { x: number; y: number }): void {
    this.at = to;
    this.look();
  }

  end(dropped: Event | null | undefined): void {
    if (!this.drawn) return;
    if (dropped instanceof PointerEvent) this.move({ x: dropped.clientX, y: dropped.clientY });
    const { spot, how } = this;
    removeEventListener('scroll', this.again, { capture: true });
    delete document.documentElement.dataset['carrying'];
    this.mark(null, '');
    void put(this.drawn, dropped ? spot : null);
    this.drawn = this.aimed = null;
    quiet();
    if (dropped && spot) this.hand.drop(spot, how);
    this.hand.leave();
  }

  private look(): void {
    const { x, y } = this.at;
    // A finger hides what is under it.
    if (this.drawn) this.drawn.style.transform = `translate(${x - 24}px, ${y}px) translateY(${this.touch ? '-120%' : '-14px'}) rotate(1.2deg)`;
    let element = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-drop]');
    while (element) {
      const { top, height } = element.getBoundingClientRect();
      const spot = { element, part: (y - top) / (height || 1) };
      const how = this.hand.over(spot);
      if (how !== null) return this.mark(how ? spot : null, how);
      element = element.parentElement?.closest<HTMLElement>('[data-drop]');
    }
    this.mark(null, '');
  }

  private mark(spot: Spot | null, how: string): void {
    if (this.spot && this.spot.element !== spot?.element) delete this.spot.element.dataset['over'];
    if (spot) spot.element.dataset['over'] = how;
    this.spot = spot;
    this.how = how;
  }
}

/** It slides into its place, and is gone. */
async function put(drawn: HTMLElement, spot: Spot | null): Promise<void> {
  if (spot && !matchMedia('(prefers-reduced-motion: reduce)').matches) {
    const { left, top } = spot.element.getBoundingClientRect();
    const there = { transform: `translate(${left}px, ${top}px) scale(.4)`, opacity: 0, transformOrigin: '0 0' };
    await drawn.animate([{ transformOrigin: '0 0' }, there], { duration: 180, easing: 'ease-in' }).finished.catch(() => undefined);
  }
  drawn.remove();
}

/** Letting go over a card is no click on it. */
function quiet(): void {
  const stop = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener('click', stop, { capture: true, once: true });
  setTimeout(() => removeEventListener('click', stop, { capture: true }));
}
