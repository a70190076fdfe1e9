// One cluster on the board: a row that unfolds to the ideas in it.

import { useSignal, type Signal } from '@preact/signals';
import { _, ngettext } from '../i18n';
import type { ClusterRecord } from '../protocol';
import { ideasOf } from '../screen/room';
import type { Desk } from './desk';
import { toggle, type Folds } from './folds';
import { Slip, Tag, type Holder } from './slip';

/** Ideas drawn at a time. */
const PAGE = 50;

/** What the board says of each cluster. */
export interface Sums {
  sizes: ReadonlyMap<string, number>;
  held: ReadonlyMap<string, Holder>;
}

interface Props {
  desk: Desk;
  cluster: ClusterRecord;
  sums: Sums;
  folds: Signal<Folds>;
}

export function Cluster({ desk, cluster, sums, folds }: Props) {
  const { id } = cluster;
  const open = folds.value.clusters.has(id);
  const held = sums.held.get(id);
  const lifted = desk.acts.carried.value.has(id);
  return (
    <li class={`cl ${open ? 'open' : ''} ${held ? 'held' : ''} ${lifted ? 'lifted' : ''}`} data-key={`cluster:${id}`} data-drop>
      <button
        type="button"
        class="voice"
        data-item
        data-grab
        data-cluster-id={id}
        aria-expanded={open}
        aria-describedby={held && `held-${id}`}
        aria-keyshortcuts="D Alt+ArrowUp Alt+ArrowDown"
        onClick={() => toggle(folds, 'clusters', id)}
      >
        <span class="grow">{cluster.name}</span>
        <span class="num">{sums.sizes.get(id) ?? 0}</span>
      </button>
      {held && <Tag id={`held-${id}`} held={held} />}
      {open && <Inside desk={desk} cluster={cluster} />}
    </li>
  );
}

function Inside({ desk, cluster }: { desk: Desk; cluster: ClusterRecord }) {
  const shown = useSignal(PAGE);
  const places = desk.reader.all('place');
  const ideas = ideasOf(desk.reader, cluster.board).filter(idea => places.get(idea.id)?.cluster === cluster.id);
  const rest = ideas.length - shown.value;
  const ticked = ideas.filter(idea => desk.chosen.value.has(idea.id)).map(idea => idea.id);
  // All that is ticked in it: what is ticked elsewhere stays there.
  const split = () => (desk.dialog.value = { is: 'move', ideas: ticked, making: true, theme: cluster.theme ?? null });
  return (
    <div class="inside">
      <ul aria-label={cluster.name}>
        {ideas.slice(0, shown.value).map(idea => (
          <Slip key={idea.id} desk={desk} id={idea.id} />
        ))}
      </ul>
      {!ideas.length && <p class="tiny soft">{_('No idea in it.')}</p>}
      {rest > 0 && (
        <button type="button" class="btn small" data-item onClick={() => (shown.value += PAGE)}>
          {_('Next {n}', { n: Math.min(PAGE, rest) })}
        </button>
      )}
      <div class="acts">
        {ticked.length > 0 && ticked.length < ideas.length && (
          <button type="button" class="btn small" data-item onClick={split}>
            {ngettext('Split off the one ticked…', 'Split off the {n} ticked…', ticked.length)}
          </button>
        )}
        <button type="button" class="btn small" data-item onClick={() => (desk.dialog.value = { is: 'cluster', cluster: cluster.id })}>
          {_('Edit the cluster…')}
        </button>
      </div>
    </div>
  );
}
