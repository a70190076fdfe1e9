// What can be carried on the board, and where it may be put down: ideas, a cluster, or a theme.

import { useEffect } from 'preact/hooks';
import { _, ngettext } from '../i18n';
import type { Hand, Spot } from '../drag';
import type { ClusterRecord } from '../protocol';
import type { Desk } from './desk';
import { nextAfter } from './lists';
import { orderCluster, orderTheme } from './order';
import { along } from './slip';

export function useCarrying(root: { current: HTMLElement | null }, desk: Desk): void {
  useHand(root, () => new BoardHand(desk));
}

/** The whole of it comes as a chunk of its own, and only here. Without it, "Move to…" does all the same. */
export function useHand(root: { current: HTMLElement | null }, hand: () => Hand): void {
  useEffect(() => {
    let stop: (() => void) | undefined;
    let left = false;
    void import('../drag').then(({ drags }) => {
      if (!left && root.current) stop = drags(root.current, hand());
    }, () => undefined);
    return () => {
      left = true;
      stop?.();
    };
  }, []);
}

interface Load {
  kind: string;
  ids: string[];
}

class BoardHand implements Hand {
  private load: Load = { kind: '', ids: [] };

  constructor(private readonly desk: Desk) {}

  take(from: HTMLElement): HTMLElement | null {
    const [kind, id] = keyOf(from);
    const ids = kind === 'idea' ? along(this.desk, id) : [id];
    const text = this.textOf(kind, id);
    if (text === undefined) return null;
    this.load = { kind, ids };
    this.desk.acts.carried.value = new Set(ids);
    return drawn(text, ids.length > 1 ? ngettext('{n} idea', '{n} ideas', ids.length) : _('you'));
  }

  over(spot: Spot): string | null {
    const [kind, id] = keyOf(spot.element);
    if (this.load.kind === 'idea') return this.ideasOver(kind, id);
    if (this.load.kind === 'cluster') return this.clusterOver(kind, id, spot.part);
    return kind === 'theme' && id ? (this.load.ids[0] === id ? '' : spot.part < 0.5 ? 'before' : 'after') : null;
  }

  drop({ element }: Spot, how: string): void {
    const [kind, id] = keyOf(element);
    const first = this.load.ids[0] ?? '';
    if (this.load.kind === 'idea') this.dropIdeas(kind, id);
    else if (this.load.kind === 'theme') orderTheme(this.desk, first, id, how);
    else if (how === 'merge') this.desk.dialog.value = { is: 'merge', cluster: first, into: id };
    else orderCluster(this.desk, first, kind === 'theme' ? { theme: id || null } : { beside: id, how });
  }

  leave(): void {
    this.desk.acts.carried.value = new Set();
  }

  private ideasOver(kind: string, id: string): string {
    if (kind === 'theme') return 'new';
    const to = kind === 'tray' ? undefined : id;
    return this.load.ids.every(idea => this.desk.reader.get('place', idea)?.cluster === to) ? '' : 'in';
  }

  /** In the middle of another it merges, which is asked; at its edges it goes before or behind it. */
  private clusterOver(kind: string, id: string, part: number): string | null {
    const own = this.cluster(this.load.ids[0]);
    if (kind === 'theme') return (own?.theme ?? '') === id ? '' : 'in';
    if (kind !== 'cluster' || id === own?.id) return '';
    return part < 0.3 ? 'before' : part > 0.7 ? 'after' : 'merge';
  }

  private dropIdeas(kind: string, id: string): void {
    const { ids } = this.load;
    if (kind === 'theme') {
      this.desk.dialog.value = { is: 'move', ideas: ids, making: true, theme: id || null };
      return;
    }
    const on = document.activeElement?.closest<HTMLElement>('[data-idea]')?.dataset['idea'];
    const next = on && ids.includes(on) ? nextAfter(ids) : undefined;
    const to = kind === 'tray' ? null : id;
    this.desk.acts.move(ids, to);
    next?.(to);
  }

  private cluster(id = ''): ClusterRecord | undefined {
    return this.desk.reader.get('cluster', id);
  }

  private textOf(kind: string, id: string): string | undefined {
    if (kind === 'idea') return this.desk.reader.get('idea', id)?.text;
    const found = kind === 'cluster' ? this.cluster(id) : this.desk.reader.get('theme', id);
    return found?.name;
  }
}

function keyOf(element: HTMLElement): [kind: string, id: string] {
  const key = element.closest<HTMLElement>('[data-key]')?.dataset['key'] ?? '';
  const colon = key.indexOf(':');
  return [key.slice(0, colon), key.slice(colon + 1)];
}

export function drawn(text: string, tag: string): HTMLElement {
  const paper = document.createElement('div');
  const [words, name] = [document.createElement('p'), document.createElement('span')];
  paper.className = 'paper voice';
  words.append(text);
  name.className = 'tag';
  name.append(tag);
  paper.append(words, name);
  return paper;
}
