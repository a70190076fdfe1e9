// The board: themes in two columns, each a ruled list of clusters that unfold to the ideas in them.

import { useSignal, type Signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { _, ngettext } from '../i18n';
import { Gommette } from '../parts';
import type { ClusterRecord } from '../protocol';
import { ideasOf, shelvesOf, sizesOf, type Shelf } from '../screen/room';
import type { Desk } from './desk';
import { useRoving } from './lists';
import { Slip } from './sort';

/** Clusters from which on a board is worth folding. */
const MANY = 24;

interface Folds {
  themes: ReadonlySet<string>;
  clusters: ReadonlySet<string>;
}

export function Board({ desk, board }: { desk: Desk; board: string }) {
  const box = useRef<HTMLElement | null>(null);
  const folds = useSignal<Folds>({ themes: new Set(), clusters: new Set() });
  const split = useRef({ themes: '', at: 0 });
  void folds.value; // what unfolds joins the one Tab stop
  useRoving(box);
  const shelves = shelvesOf(desk.reader, board);
  const sizes = sizesOf(desk.reader);
  const names = shelves.map(shelf => shelf.theme?.id ?? '').join();
  // A theme keeps its column while clusters come and go: nothing jumps across the board.
  if (split.current.themes !== names) split.current = { themes: names, at: halfway(shelves) };
  const columns = [shelves.slice(0, split.current.at), shelves.slice(split.current.at)];
  return (
    <section class="board" ref={box} data-region aria-label={_('Board')} onKeyDown={event => fold(folds, event)}>
      {columns.map((column, i) => (
        <div key={i} class="column">
          {column.map(shelf => (
            <Theme key={shelf.theme?.id ?? ''} desk={desk} shelf={shelf} sizes={sizes} folds={folds} alone={shelves.length === 1} />
          ))}
        </div>
      ))}
      {sizes.size > MANY && shelves.length > 1 && (
        <p class="fold">
          <FoldAll folds={folds} themes={shelves.map(shelf => shelf.theme?.id ?? '')} />
        </p>
      )}
      {!shelves.length && <p class="empty">{_('No cluster yet. Tick ideas that say the same, then press “Cluster”.')}</p>}
    </section>
  );
}

function FoldAll({ folds, themes }: { folds: Signal<Folds>; themes: string[] }) {
  const some = folds.value.themes.size > 0;
  return (
    <button type="button" class="btn bare small flush" onClick={() => (folds.value = { ...folds.value, themes: new Set(some ? [] : themes) })}>
      {some ? _('Unfold all') : _('Fold all')}
    </button>
  );
}

function halfway(shelves: Shelf[]): number {
  const heights = shelves.map(shelf => shelf.clusters.length + 1.5);
  const half = heights.reduce((sum, height) => sum + height, 0) / 2;
  let sum = 0;
  const at = heights.findIndex(height => (sum += height) >= half);
  return at < 0 ? shelves.length : at + 1;
}

interface Props {
  desk: Desk;
  shelf: Shelf;
  sizes: Map<string, number>;
  folds: Signal<Folds>;
  alone: boolean;
}

function Theme({ desk, shelf: { theme, clusters }, sizes, folds, alone }: Props) {
  const id = theme?.id ?? '';
  const folded = folds.value.themes.has(id);
  const ideas = clusters.reduce((sum, cluster) => sum + (sizes.get(cluster.id) ?? 0), 0);
  return (
    <section class={`theme ${folded ? 'shut' : ''}`}>
      {!(alone && !theme) && (
        <h3>
          <button
            type="button"
            data-item
            data-theme-id={id}
            aria-expanded={!folded}
            aria-keyshortcuts={theme ? 'D' : undefined}
            onClick={() => toggle(folds, 'themes', id)}
          >
            {theme && <Gommette hue={theme.hue} />}
            <span class={`grow ${theme ? '' : 'tool'}`}>{theme?.name ?? _('Under no theme')}</span>
            <span class="num">{folded ? ngettext('{n} idea', '{n} ideas', ideas) : ideas}</span>
            <Chevron />
          </button>
          {theme && (
            <button type="button" class="btn bare tiny" tabIndex={-1} onClick={() => (desk.dialog.value = { is: 'theme', theme: id })}>
              {_('Rename')}
              <span class="sr"> {theme.name}</span>
            </button>
          )}
        </h3>
      )}
      {!folded && (
        <ul>
          {clusters.map(cluster => (
            <Cluster key={cluster.id} desk={desk} cluster={cluster} size={sizes.get(cluster.id) ?? 0} folds={folds} />
          ))}
          {!clusters.length && <li class="cl none">{_('No cluster yet')}</li>}
        </ul>
      )}
    </section>
  );
}

function Cluster({ desk, cluster, size, folds }: { desk: Desk; cluster: ClusterRecord; size: number; folds: Signal<Folds> }) {
  const open = folds.value.clusters.has(cluster.id);
  return (
    <li class={`cl ${open ? 'open' : ''}`} data-cluster={cluster.id}>
      <button
        type="button"
        class="voice"
        data-item
        data-cluster-id={cluster.id}
        aria-expanded={open}
        aria-keyshortcuts="D"
        onClick={() => toggle(folds, 'clusters', cluster.id)}
      >
        <span class="grow">{cluster.name}</span>
        <span class="num">{size}</span>
      </button>
      {open && <Inside desk={desk} cluster={cluster} />}
    </li>
  );
}

function Inside({ desk, cluster }: { desk: Desk; cluster: ClusterRecord }) {
  const places = desk.reader.all('place');
  const ideas = ideasOf(desk.reader, cluster.board).filter(idea => places.get(idea.id)?.cluster === cluster.id);
  return (
    <div class="inside">
      <ul aria-label={cluster.name}>
        {ideas.map(idea => (
          <Slip key={idea.id} desk={desk} id={idea.id} />
        ))}
      </ul>
      {!ideas.length && <p class="tiny soft">{_('No idea in it.')}</p>}
      <button type="button" class="btn small" data-item onClick={() => (desk.dialog.value = { is: 'cluster', cluster: cluster.id })}>
        {_('Name, theme, ungroup…')}
      </button>
    </div>
  );
}

function Chevron() {
  return (
    <svg class="ic chevron" viewBox="0 0 24 24" aria-hidden="true">
      <path d="m6 9 6 6 6-6" />
    </svg>
  );
}

function toggle(folds: Signal<Folds>, kind: keyof Folds, id: string): void {
  const ids = new Set(folds.value[kind]);
  if (!ids.delete(id)) ids.add(id);
  folds.value = { ...folds.value, [kind]: ids };
}

/** Right unfolds, left folds, as in any tree of files. */
function fold(folds: Signal<Folds>, { key, target }: KeyboardEvent): void {
  if ((key !== 'ArrowLeft' && key !== 'ArrowRight') || !(target instanceof HTMLElement)) return;
  const { themeId, clusterId } = target.dataset;
  if (clusterId !== undefined && folds.value.clusters.has(clusterId) === (key === 'ArrowLeft')) toggle(folds, 'clusters', clusterId);
  if (themeId !== undefined && folds.value.themes.has(themeId) === (key === 'ArrowRight')) toggle(folds, 'themes', themeId);
}

