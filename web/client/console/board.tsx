// The board: themes in two columns, each a ruled list of clusters that unfold to the ideas in them.

import { useSignal, type Signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { _, ngettext } from '../i18n';
import { Gommette } from '../parts';
import { sizesOf, shelvesOf, type Shelf } from '../screen/room';
import { Cluster, type Sums } from './cluster';
import type { Desk } from './desk';
import { Chevron, fold, FoldAll, toggle, type Folds } from './folds';
import { useRoving } from './lists';
import { holder, type Holder } from './slip';

/** Clusters from which on a board is worth folding. */
const MANY = 24;

export function Board({ desk, board }: { desk: Desk; board: string }) {
  const box = useRef<HTMLElement | null>(null);
  const folds = useSignal<Folds>({ themes: new Set(), clusters: new Set() });
  const split = useRef({ themes: '', at: 0 });
  void folds.value; // what unfolds joins the one Tab stop
  useRoving(box);
  const shelves = useStill(desk, shelvesOf(desk.reader, board));
  const sums = { sizes: sizesOf(desk.reader), held: heldOf(desk) };
  const names = shelves.map(shelf => shelf.theme?.id ?? '').join();
  // A theme keeps its column while clusters come and go: nothing jumps across the board.
  if (split.current.themes !== names) split.current = { themes: names, at: halfway(shelves) };
  const columns = [shelves.slice(0, split.current.at), shelves.slice(split.current.at)];
  const count = shelves.reduce((sum, shelf) => sum + shelf.clusters.length, 0);
  return (
    <section class="board" ref={box} data-region aria-label={_('Board')} onKeyDown={event => fold(folds, event)}>
      {columns.map((column, i) => (
        <div key={i} class="column">
          {column.map(shelf => (
            <Theme key={shelf.theme?.id ?? ''} desk={desk} shelf={shelf} sums={sums} folds={folds} alone={shelves.length === 1} />
          ))}
        </div>
      ))}
      {count > MANY && shelves.length > 1 && (
        <p class="fold">
          <FoldAll folds={folds} themes={shelves.map(shelf => shelf.theme?.id ?? '')} />
        </p>
      )}
      {!shelves.length && <p class="empty">{_('No cluster yet. Tick ideas that say the same, then press “Cluster”.')}</p>}
    </section>
  );
}

/** While something is carried, rows stay where they are, whatever others do: no drop falls on what has just moved there. */
function useStill(desk: Desk, shelves: Shelf[]): Shelf[] {
  const still = useRef(shelves);
  if (!desk.acts.carried.value.size) still.current = shelves;
  return still.current;
}

/** By cluster, who is moving an idea of it. */
function heldOf(desk: Desk): Map<string, Holder> {
  const held = new Map<string, Holder>();
  for (const idea of Object.keys(desk.app.held.value.by ?? {})) {
    const cluster = desk.reader.get('place', idea)?.cluster;
    const by = holder(desk, idea);
    if (cluster && by) held.set(cluster, by);
  }
  return held;
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
  sums: Sums;
  folds: Signal<Folds>;
  alone: boolean;
}

function Theme({ desk, shelf, sums, folds, alone }: Props) {
  const { theme, clusters } = shelf;
  const id = theme?.id ?? '';
  const folded = folds.value.themes.has(id);
  const lifted = theme && desk.acts.carried.value.has(id);
  return (
    <section class={`theme ${folded ? 'shut' : ''} ${lifted ? 'lifted' : ''}`} data-key={`theme:${id}`} data-drop>
      {!(alone && !theme) && <Over desk={desk} shelf={shelf} sums={sums} folds={folds} />}
      <p class="newhere" aria-hidden="true">
        <span>{_('New cluster here')}</span>
      </p>
      {!folded && (
        <ul>
          {clusters.map(cluster => (
            <Cluster key={cluster.id} desk={desk} cluster={cluster} sums={sums} folds={folds} />
          ))}
          {!clusters.length && <li class="cl none">{_('No cluster yet')}</li>}
        </ul>
      )}
    </section>
  );
}

/** What stands over the clusters of a theme. */
function Over({ desk, shelf: { theme, clusters }, sums, folds }: Omit<Props, 'alone'>) {
  const id = theme?.id ?? '';
  const folded = folds.value.themes.has(id);
  const ideas = clusters.reduce((sum, cluster) => sum + (sums.sizes.get(cluster.id) ?? 0), 0);
  return (
    <div class="over">
      <h3>
        <button
          type="button"
          data-item
          data-grab={theme ? '' : undefined}
          data-theme-id={id}
          aria-expanded={!folded}
          aria-keyshortcuts={theme ? 'D Alt+ArrowUp Alt+ArrowDown' : undefined}
          onClick={() => toggle(folds, 'themes', id)}
        >
          {theme && <Gommette hue={theme.hue} />}
          <span class={`grow ${theme ? '' : 'tool'}`}>{theme?.name ?? _('Under no theme')}</span>
          <span class="num">{folded ? ngettext('{n} idea', '{n} ideas', ideas) : ideas}</span>
          <Chevron />
        </button>
      </h3>
      {theme && (
        <button type="button" class="btn bare tiny" tabIndex={-1} onClick={() => (desk.dialog.value = { is: 'theme', theme: id })}>
          {_('Edit')}
          <span class="sr"> {theme.name}</span>
        </button>
      )}
    </div>
  );
}
