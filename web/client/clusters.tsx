// Clusters under their themes, in board order: the same for everyone, and never moving during a vote.

import type { Signal } from '@preact/signals';
import type { RefObject } from 'preact';
import type { App } from './app';
import { _, ngettext } from './i18n';
import { chain, Idea, onBoard } from './ideas';
import { Over } from './over';
import { Gommette, words } from './parts';
import type { IdeaRecord, Vote } from './protocol';

/** What can be dotted or read: a cluster, or an idea by itself. */
export interface Entry {
  id: string;
  name: string;
  idea: boolean;
  /** How many ideas are in a cluster. */
  ideas?: number;
  /** What a circle reports. */
  report?: boolean;
  /** The cluster that an idea has been put in since it got its dots. */
  cluster?: string;
}

export interface Group {
  id: string;
  /** Missing: under no theme. */
  name?: string;
  hue?: number;
  entries: Entry[];
}

/**
 * `on`: clusters, ideas, clusters and the ideas in none, or what circles report. `dotted`: what dots are on: of both,
 * also those of these ideas that are in a cluster, under its theme (DOTS3).
 */
export function groups(app: App, board: string, on: Vote['on'] = 'clusters', dotted: Iterable<string> = []): Group[] {
  if (on === 'reports') return [{ id: on, entries: reported(app) }].filter(group => group.entries.length);
  const inside = new Map<string, number>();
  for (const { id, cluster } of app.store.all('place').values()) {
    if (app.store.all('idea').has(id)) inside.set(cluster, (inside.get(cluster) ?? 0) + 1);
  }
  const clusters = [...app.store.all('cluster').values()].filter(cluster => cluster.board === board).sort((a, b) => a.order - b.order);
  const themes = [...app.store.all('theme').values()].sort((a, b) => a.order - b.order);
  const found: Group[] = [];
  if (on !== 'ideas') {
    const known = (theme?: string | null) => (theme && app.store.all('theme').has(theme) ? theme : null);
    const stays = new Set(on === 'both' ? dotted : []);
    const kept = onBoard(app, board).reverse().filter(({ id }) => stays.has(id));
    const under = (theme: string | null) => {
      const here = clusters.filter(cluster => known(cluster.theme) === theme);
      return [
        ...here.map(({ id, name }): Entry => ({ id, name, idea: false, ideas: inside.get(id) ?? 0 })),
        ...kept.flatMap(({ id, text }) => here.filter(cluster => cluster.id === app.store.get('place', id)?.cluster).map((cluster): Entry => ({ id, name: text, idea: true, cluster: cluster.name }))),
      ];
    };
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

/** Slot by slot, within one by space; what has left the wall comes last. */
function reported({ store }: App): Entry[] {
  const place = (id: string) => {
    const at = store.get('session', id);
    const n = (kind: 'slot' | 'space', of = '') => store.get(kind, of)?.n ?? 99;
    return n('slot', at?.slot) * 1e6 + n('space', at?.space) * 1e3 + (store.get('topic', id)?.n ?? 0);
  };
  const said = [...store.all('report').values()].filter(({ id, filled }) => filled?.length && store.get('topic', id));
  return said.map(({ id }) => id).sort((a, b) => place(a) - place(b))
    .map(id => ({ id, name: store.get('topic', id)!.title || _('Circle {n}', { n: store.get('topic', id)!.n }), idea: false, report: true }));
}

/** Ideas in no cluster yet, one's own among them. */
export function loose(app: App, board: string): IdeaRecord[] {
  return onBoard(app, board).filter(({ id }) => !app.store.all('place').has(id));
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

/** A cluster's ideas, over the page. */
export function ClusterIdeas({ app, entry, opener }: { app: App; entry: Signal<Entry | null>; opener: RefObject<HTMLElement | null> }) {
  const shown = entry.value;
  if (!shown) return null;
  const places = app.store.all('place');
  const ideas = [...app.store.all('idea').values()].filter(({ id }) => places.get(id)?.cluster === shown.id).sort((a, b) => (a.n ?? 0) - (b.n ?? 0));
  const merged = [...app.store.all('merged').values()].filter(({ into }) => into === shown.id);
  return (
    <Over title={shown.name} voice lang={words(app)} from={opener.current} onClose={() => (entry.value = null)}>
      {merged.length > 0 && <p class="merged small soft">{_('Merged into it:')} {merged.map(({ id, name }, i) => <span key={id}>{i > 0 && ', '}<span class="voice" lang={words(app)}>{name}</span></span>)}</p>}
      <chain.Of app={app} at={`cluster:${shown.id}`} />
      <ul class="sheet-list" tabIndex={0} aria-label={_('Its ideas')}>{ideas.map(idea => <Idea key={idea.id} app={app} idea={idea} />)}</ul>
    </Over>
  );
}
