// The clusters under their themes, in board order; a cluster's ideas over the page, to be taken out, split off or moved on.

import { signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { App } from './app';
import { Slip } from './arrange-tray';
import type { Desk } from './console/desk';
import { Chevron, toggle, type Folds } from './console/folds';
import { useRoving } from './console/lists';
import { _, ngettext } from './i18n';
import { More, PAGE } from './ideas';
import { Over } from './over';
import { Gommette, Icon, words } from './parts';
import type { ClusterRecord } from './protocol';
import { ideasOf, shelvesOf, sizesOf, type Shelf } from './screen/room';

/** Clusters from which on themes can be folded. */
const MANY = 12;

/** The cluster that is looked into. */
const inside = signal<{ cluster: string; from: HTMLElement } | null>(null);

interface Props {
  app: App;
  desk: Desk;
}

export function Board({ app, desk, board }: Props & { board: string }) {
  const box = useRef<HTMLElement>(null);
  const folds = useSignal<Folds>({ themes: new Set(), clusters: new Set() });
  void folds.value; // what unfolds joins the one Tab stop
  useRoving(box);
  const shelves = shelvesOf(desk.reader, board);
  const sizes = sizesOf(desk.reader);
  const many = shelves.reduce((sum, { clusters }) => sum + clusters.length, 0) > MANY;
  const make = () => (desk.dialog.value = { is: 'move', ideas: [...desk.chosen.value], making: true });
  return (
    <section class="board" aria-labelledby="board" data-region ref={box}>
      <div class="row">
        <h2 id="board" class="grow" tabIndex={-1}>{_('Clusters')}</h2>
        <button class="btn small" onClick={make}><Icon name="plus" small /> {_('New cluster')}</button>
      </div>
      {shelves.map(({ theme, clusters }) => {
        const shut = folds.value.themes.has(theme?.id ?? '');
        return (
          <section key={theme?.id ?? ''} data-key={`theme:${theme?.id ?? ''}`} data-drop>
            <Heading app={app} shelf={{ theme, clusters }} alone={shelves.length === 1} shut={shut} fold={many ? () => toggle(folds, 'themes', theme?.id ?? '') : undefined} />
            {!shut && <ul>{clusters.map(cluster => <Cluster key={cluster.id} app={app} desk={desk} cluster={cluster} size={sizes.get(cluster.id) ?? 0} />)}</ul>}
          </section>
        );
      })}
      {!shelves.some(({ clusters }) => clusters.length) && <p class="empty">{_('No cluster yet. Tick ideas that say the same, then move them into a new one.')}</p>}
    </section>
  );
}

interface Head {
  app: App;
  shelf: Shelf;
  alone: boolean;
  shut: boolean;
  /** Missing: there is no need to. */
  fold?: () => void;
}

function Heading({ app, shelf: { theme, clusters }, alone, shut, fold }: Head) {
  if (!theme && alone) return null;
  const name = <>{theme && <Gommette hue={theme.hue} />} <span class={theme ? 'grow' : 'grow tool'} lang={theme ? words(app) : undefined}>{theme?.name ?? _('Under no theme')}</span></>;
  if (!fold) return <h3 class="th">{name}</h3>;
  return <h3 class="th"><button data-item data-theme-id={theme?.id ?? ''} aria-expanded={!shut} onClick={fold}>{name} <span class="num small soft">{clusters.length}</span> <Chevron /></button></h3>;
}

function Cluster({ app, desk, cluster: { id, name }, size }: Props & { cluster: ClusterRecord; size: number }) {
  const lifted = desk.acts.carried.value.has(id);
  return (
    <li class={`paper c ${lifted ? 'lifted' : ''}`} data-key={`cluster:${id}`} data-drop data-grab>
      <p class="name" lang={words(app)} id={`c-${id}`}>{name}</p>
      <div class="row">
        <button class="ideas" data-item data-cluster-id={id} aria-describedby={`c-${id}`} aria-keyshortcuts="D" onClick={event => (inside.value = { cluster: id, from: event.currentTarget })}>{ngettext('{n} idea', '{n} ideas', size)}</button>
        <span class="grow" />
        <button class="btn bare" tabIndex={-1} aria-describedby={`c-${id}`} onClick={() => (desk.dialog.value = { is: 'cluster', cluster: id })}>{_('Edit')}</button>
      </div>
    </li>
  );
}

/** A cluster's ideas: ticked ones are moved on, or split off into a new one. */
export function Inside({ app, desk }: Props) {
  const now = inside.value;
  const cluster = now && desk.reader.get('cluster', now.cluster);
  const gone = now && !cluster;
  useEffect(() => {
    // What somebody else ungroups and then takes back does not open again by itself.
    if (gone) inside.value = null;
  }, [gone]);
  if (!now || !cluster) return null;
  return (
    <Over title={cluster.name} voice lang={words(app)} from={now.from} onClose={() => (inside.value = null)}>
      <Ideas key={cluster.id} app={app} desk={desk} cluster={cluster} />
    </Over>
  );
}

function Ideas({ app, desk, cluster }: Props & { cluster: ClusterRecord }) {
  const box = useRef<HTMLUListElement>(null);
  const ticked = useSignal<ReadonlySet<string>>(new Set());
  const limit = useSignal(PAGE);
  useRoving(box);
  const places = desk.reader.all('place');
  const ideas = ideasOf(desk.reader, cluster.board).filter(({ id }) => places.get(id)?.cluster === cluster.id);
  const chosen = ideas.filter(({ id }) => ticked.value.has(id)).map(({ id }) => id);
  const move = (making: boolean) => (desk.dialog.value = { is: 'move', ideas: chosen, making, theme: cluster.theme });
  const ticks = {
    has: (id: string) => ticked.value.has(id),
    put: (id: string, on: boolean) => (ticked.value = new Set([...ticked.value].filter(other => other !== id).concat(on ? id : []))),
  };
  return (
    <>
      <div class="sheet-list">
        <ul ref={box} aria-label={_('Its ideas')}>{ideas.slice(0, limit.value).map(({ id }) => <Slip key={id} app={app} desk={desk} id={id} ticks={ticks} />)}</ul>
        {!ideas.length && <p class="empty">{_('No idea in it.')}</p>}
        {ideas.length > limit.value && <More left={ideas.length - limit.value} onMore={() => (limit.value += PAGE)} />}
      </div>
      <div class="df">
        {chosen.length ? (
          <>
            <button class="btn" onClick={() => move(true)}>{_('Split off…')}</button>
            <button class="btn main" onClick={() => move(false)}>{_('Move to…')}</button>
          </>
        ) : <button class="btn" onClick={() => (desk.dialog.value = { is: 'cluster', cluster: cluster.id })}>{_('Name, merge, ungroup…')}</button>}
      </div>
    </>
  );
}
