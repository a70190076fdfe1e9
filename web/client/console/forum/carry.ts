// A topic under the hand: from the tray to a cell, from one cell to another, and back into the tray.

import { isFree, titleOf } from '../../grid';
import { _ } from '../../i18n';
import type { Hand, Spot } from '../../drag';
import { drawn } from '../carry';
import type { Desk } from '../desk';
import { nextInTray, place, takeOff } from './acts';
import { cellsOf } from './reading';

export class WallHand implements Hand {
  private topic = '';

  constructor(private readonly desk: Desk) {}

  take(from: HTMLElement): HTMLElement | null {
    const id = from.closest<HTMLElement>('[data-topic], [data-session]')?.dataset;
    const topic = this.desk.reader.get('topic', id?.['topic'] ?? id?.['session'] ?? '');
    if (!topic) return null;
    this.topic = topic.id;
    this.desk.acts.carried.value = new Set([topic.id]);
    return drawn(titleOf(topic), _('you'));
  }

  /** Where it cannot go, that is marked too; let go there, the server says why. */
  over({ element }: Spot): string {
    const { reader } = this.desk;
    const session = reader.get('session', this.topic);
    if (!element.dataset['cell']) return session ? 'in' : '';
    const [slot, space] = placeIn(element);
    if (session?.slot === slot && session.space === space) return '';
    const there = [reader.get('slot', slot), reader.get('space', space)] as const;
    return there[0] && there[1] && isFree(there[0], there[1], cellsOf(this.desk)) ? 'in' : 'no';
  }

  drop({ element }: Spot): void {
    const on = document.activeElement?.closest<HTMLElement>('.tray [data-topic]')?.dataset['topic'];
    const next = on === this.topic ? nextInTray(this.topic) : undefined;
    if (!element.dataset['cell']) return void takeOff(this.desk, this.topic);
    void place(this.desk, this.topic, ...placeIn(element)).then(done => done && next?.());
  }

  leave(): void {
    this.desk.acts.carried.value = new Set();
  }
}

function placeIn(cell: HTMLElement): [slot: string, space: string] {
  const [slot = '', space = ''] = cell.dataset['cell']!.split('.');
  return [slot, space];
}
