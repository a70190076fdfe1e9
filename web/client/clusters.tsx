// Clusters under their themes, in board order: the same for everyone, and never moving during a vote.

import type { Signal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { App } from './app';
import { _, ngettext } from './i18n';
import { Idea, onBoard, type Act } from './ideas';
import { Gommette, Icon, words } from './parts';
import type { IdeaRecord, Vote } from './protocol';

/** What can be dotted or read: a cluster, or an idea by itself. */
export interface Entry {
  id: string;
  name: string;
  idea: boolean;
  /** How many ideas are in a cluster. */
  ideas?: number;
}

export interface Group {
  id: string;
  /** Missing: under no theme. */
  name?: string;
  hue?: number;
  entries: Entry[];
}

/** `on`: clusters, ideas, or clusters and the ideas in none. */
export function groups(app: App, board: string, on: Vote['on'] = 'clusters'): Group[] {
  const inside = new Map<string, number>();
  for (const idea of app.store.all('idea').keys()) {
    const cluster = placeOf(app, idea);
    if (cluster) inside.set(cluster, (inside.get(cluster) ?? 0) + 1);
  }
  const clusters = [...app.store.all('cluster').values()].filter(cluster => cluster.board === board).sort((a, b) => a.order - b.order);
  const themes = [...app.store.all('theme').values()].sort((a, b) => a.hue - b.hue);
  const found: Group[] = [];
  if (on !== 'ideas') {
    const under = (theme: string | null) => clusters.filter(cluster => (cluster.theme ?? null) === theme)
      .map(({ id, name }): Entry => ({ id, name, idea: false, ideas: inside.get(id) ?? 0 }));
    for (const { id, name, hue } of themes) found.push({ id, name, hue, entries: under(id) });
    found.push({ id: 'none', name: themes.length ? _('Under no theme') : undefined, entries: under(null), hue: themes.length ? undefined : 1 });
  }
  if (on !== 'clusters') {
    const alone = on === 'ideas' ? onBoard(app, board) : loose(app, board);
    const entries = alone.reverse().map(({ id, text }): Entry => ({ id, name: text, idea: true }));
    found.push({ id: 'ideas', name: on === 'both' ? _('Ideas in no cluster') : undefined, entries, hue: on === 'ideas' ? 1 : undefined });
  }
  return found.filter(group => group.entries.length);
}

/** What one has moved and the server has not yet said yes to is shown where it goes. */
export function placeOf(app: App, idea: string): string | null {
  let place = app.store.all('place').get(idea)?.cluster ?? null;
  for (const { command } of app.outbox.pending.value) {
    if (command.type === 'MoveIdeas' && command.ideas.includes(idea)) place = command.to ?? null;
    if (command.type === 'MakeCluster' && command.ideas?.includes(idea)) place = command.cluster;
  }
  return place;
}

/** Ideas in no cluster yet, one's own among them. */
export function loose(app: App, board: string): IdeaRecord[] {
  return onBoard(app, board).filter(idea => !placeOf(app, idea.id));
}

/** Somebody is grouping: read along. */
export function Clusters({ app, board, onShow }: { app: App; board: string; onShow: (entry: Entry, from: HTMLElement) => void }) {
  const all = groups(app, board);
  if (!all.length) return <p class="empty">{_('The clusters will appear here as they are made.')}</p>;
  return (
    <>
      {all.map(group => (
        <section key={group.id}>
          {group.name && <h2 class="th"><Gommette hue={group.hue} /> <span lang={words(app)}>{group.name}</span></h2>}
          <ul>
            {group.entries.map(entry => (
              <li class="paper c" key={entry.id}>
                <p class="name" lang={words(app)} id={`c-${entry.id}`}>{entry.name}</p>
                <button class="ideas" aria-describedby={`c-${entry.id}`} onClick={event => onShow(entry, event.currentTarget)}>{ngettext('{n} idea', '{n} ideas', entry.ideas ?? 0)}</button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

/** A cluster's ideas, over the page. Closing gives the focus back to what opened it. */
export function ClusterIdeas({ app, entry, opener, act }: { app: App; entry: Signal<Entry | null>; opener: RefObject<HTMLElement | null>; act?: Act }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const shown = entry.value;
  useEffect(() => {
    if (shown && !dialog.current?.open) dialog.current?.showModal();
  }, [shown]);
  if (!shown) return null;
  const ideas = [...app.store.all('idea').values()].filter(({ id }) => placeOf(app, id) === shown.id).sort((a, b) => (a.n ?? 0) - (b.n ?? 0));
  const close = () => {
    entry.value = null;
    opener.current?.focus();
  };
  return (
    <dialog class="sheet" ref={dialog} aria-labelledby="sheet-title" onClose={close} onClick={event => event.target === dialog.current && dialog.current?.close()}>
      <div class="sheet-head">
        <h2 id="sheet-title" lang={words(app)}>{shown.name}</h2>
        <button class="btn bare" aria-label={_('Close')} onClick={() => dialog.current?.close()}><Icon name="close" /></button>
      </div>
      <ul class="sheet-list" tabIndex={0} aria-label={_('Its ideas')}>{ideas.map(idea => <Idea key={idea.id} app={app} idea={idea} act={act} />)}</ul>
    </dialog>
  );
}
