// Where there is room for it, one's own topic is carried to a free cell of the wall. "Place at…" does all the same.

import { useEffect } from 'preact/hooks';
import type { App } from '../app';
import type { Hand, Spot } from '../drag';
import { cellsOf } from '../grid';
import { freeIn } from './place';
import { isMine, place } from './topics';

/** From here on the wall is a grid. */
const WIDE = '(min-width: 768px)';

/** The hand comes as a chunk of its own, once it is wanted. */
export function useCarrying(app: App, wanted: boolean): void {
  useEffect(() => {
    if (!wanted || !matchMedia(WIDE).matches) return;
    let stop: (() => void) | undefined;
    let left = false;
    void import('../drag').then(({ drags }) => {
      const root = document.getElementById('main');
      if (!left && root) stop = drags(root, new TopicHand(app));
    }, () => undefined);
    return () => {
      left = true;
      stop?.();
    };
  }, [wanted]);
}

class TopicHand implements Hand {
  private topic = '';

  constructor(private readonly app: App) {}

  take(from: HTMLElement): HTMLElement | null {
    const id = from.dataset['key']?.slice('topic:'.length) ?? '';
    const topic = this.app.store.get('topic', id);
    if (!topic || topic.hidden || !isMine(this.app, topic)) return null;
    this.topic = id;
    const paper = document.createElement('div');
    paper.className = 'paper name';
    paper.append(topic.title);
    return paper;
  }

  over({ element }: Spot): string {
    const topic = this.app.store.get('topic', this.topic);
    const [slot, space] = this.at(element);
    return topic && slot && space && freeIn(this.app, topic, slot, [space], cellsOf(this.app.store)).length ? 'in' : '';
  }

  drop({ element }: Spot): void {
    const [slot, space] = this.at(element);
    if (slot && space) place(this.app, this.topic, slot, space);
  }

  leave(): void {
    this.topic = '';
  }

  private at(cell: HTMLElement) {
    const [slot = '', space = ''] = cell.dataset['cell']?.split('.') ?? [];
    return [this.app.store.get('slot', slot), this.app.store.get('space', space)] as const;
  }
}
