// Choosing a cluster: a search, what was used last, the board in its order.

import { useSignal, type Signal } from '@preact/signals';
import { Fragment, type ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { _, ngettext } from '../i18n';
import { Gommette, Icon } from '../parts';
import type { ClusterRecord } from '../protocol';
import { hueOf, shelvesOf, sizesOf, themesOf } from '../screen/room';
import { plain } from '../text';
import { Refusal } from './bits';
import type { Desk } from './desk';

const TRAY = 'tray:';

interface Props {
  desk: Desk;
  board: string;
  search: Signal<string>;
  /** What the button says that takes what is chosen. */
  verb: string;
  choose: (cluster: string | null) => void;
  /** This one is not among them. */
  except?: string;
  /** Out of any is a choice too. */
  out?: boolean;
  /** A new one, of the name that the search did not find. */
  fresh?: () => void;
}

export function Choose(props: Props) {
  const { desk, search, verb, choose, fresh } = props;
  const list = useRef<HTMLDivElement | null>(null);
  const to = useSignal<string | null>(null);
  const { wanted, count, shelves } = foundIn(props);
  const submit = (event: Event) => {
    event.preventDefault();
    // One match, or a name that is there to the letter, needs no choosing.
    const found = shelves.flatMap(shelf => shelf.clusters);
    const exact = found.find(cluster => plain(cluster.name) === wanted);
    const chosen = to.value?.slice(to.value.indexOf(':') + 1);
    const target = chosen ?? (wanted ? (found.length === 1 ? found[0] : exact)?.id : undefined);
    if (target !== undefined) choose(target || null);
    else if (wanted && !found.length && fresh) fresh();
    else list.current?.querySelector('input')?.focus();
  };
  return (
    <form onSubmit={submit} onKeyDown={event => leave(event, list.current)}>
      <Find search={search} to={to} count={count} />
      <div class="list" role="radiogroup" aria-label={_('Clusters')} ref={list}>
        <Listed {...props} to={to} />
        {!shelves.length && <p class="empty">{nothing(!!wanted, !!fresh)}</p>}
      </div>
      <Refusal desk={desk} at="move" />
      <div class="df">
        {fresh && (
          <button type="button" class="btn" onClick={fresh}>
            {_('New…')}
          </button>
        )}
        <button class="btn main" aria-disabled={!to.value && !wanted}>
          {verb}
        </button>
      </div>
    </form>
  );
}

function foundIn({ desk, board, search, except }: Props) {
  const wanted = plain(search.value);
  const whole = shelvesOf(desk.reader, board).map(({ theme, clusters }) => ({ theme, clusters: clusters.filter(cluster => cluster.id !== except) }));
  const fits = (cluster: ClusterRecord) => plain(cluster.name).includes(wanted);
  return {
    wanted,
    count: whole.reduce((sum, shelf) => sum + shelf.clusters.length, 0),
    shelves: whole.map(({ theme, clusters }) => ({ theme, clusters: clusters.filter(fits) })).filter(shelf => shelf.clusters.length),
  };
}

function Listed({ to, ...props }: Props & { to: Signal<string | null> }) {
  const { desk, board, except, out } = props;
  const { wanted, shelves } = foundIn(props);
  const used = desk.recent.value.map(id => desk.reader.get('cluster', id));
  const recent = wanted ? [] : used.filter((cluster): cluster is ClusterRecord => cluster?.board === board && cluster.id !== except);
  const sizes = sizesOf(desk.reader);
  const option = (cluster: ClusterRecord, group: string) => (
    <Option key={group + cluster.id} value={`${group}:${cluster.id}`} to={to} n={sizes.get(cluster.id) ?? 0}>
      {group === 'recent' && <Gommette hue={hueOf(desk.reader, cluster) || undefined} />}
      <span class="grow">{cluster.name}</span>
    </Option>
  );
  return (
    <>
      {out && !wanted && (
        <Option value={TRAY} to={to}>
          <span class="grow tool">{_('Take out: back to what is to sort')}</span>
        </Option>
      )}
      {recent.length > 0 && <p class="th tool">{_('Last used')}</p>}
      {recent.map(cluster => option(cluster, 'recent'))}
      {shelves.map(({ theme, clusters }) => (
        <Fragment key={theme?.id ?? ''}>
          <p class={`th ${theme ? '' : 'tool'}`}>
            {theme && <Gommette hue={theme.hue} />} {theme?.name ?? _('Under no theme')}
          </p>
          {clusters.map(cluster => option(cluster, 'board'))}
        </Fragment>
      ))}
    </>
  );
}

function nothing(wanted: boolean, fresh: boolean): string {
  if (!fresh) return wanted ? _('No cluster with these words.') : _('There is no other cluster.');
  if (wanted) return _('No cluster with these words. “New…” makes one of that name.');
  return _('No cluster yet: write the name of the first one, then press “New…”.');
}

/** Not of type search: there Escape would empty it instead of closing the dialog. */
function Find({ search, to, count }: { search: Signal<string>; to: Signal<string | null>; count: number }) {
  return (
    <div class="find">
      <Icon name="search" />
      <input
        data-first
        class="field"
        type="text"
        role="searchbox"
        aria-label={_('Search a cluster')}
        placeholder={ngettext('Search {n} cluster', 'Search {n} clusters', count)}
        value={search}
        autocomplete="off"
        onInput={event => {
          search.value = event.currentTarget.value;
          to.value = null;
        }}
      />
    </div>
  );
}

function Option({ value, to, n, children }: { value: string; to: Signal<string | null>; n?: number; children: ComponentChildren }) {
  const on = to.value === value;
  return (
    <label class={`opt voice ${on ? 'on' : ''}`}>
      <input type="radio" name="to" checked={on} onChange={() => (to.value = value)} />
      {children}
      {n !== undefined && <span class="n num">{n}</span>}
    </label>
  );
}

/** From the search down into the list; in the list the arrows are the radios' own. */
function leave(event: KeyboardEvent, list: HTMLElement | null): void {
  if (event.key !== 'ArrowDown' || !(event.target instanceof HTMLInputElement) || event.target.type !== 'text') return;
  event.preventDefault();
  const first = list?.querySelector('input');
  first?.focus();
  first?.click();
}

/** The theme something is filed under. */
export function Themes({ desk, chosen }: { desk: Desk; chosen: Signal<string> }) {
  const themes = themesOf(desk.reader);
  if (!themes.length) return null;
  return (
    <fieldset class="themes">
      <legend class="lab">{_('Theme')}</legend>
      {[...themes, null].map(theme => (
        <label key={theme?.id ?? ''} class={`opt voice ${chosen.value === (theme?.id ?? '') ? 'on' : ''}`}>
          <input type="radio" name="theme" checked={chosen.value === (theme?.id ?? '')} onChange={() => (chosen.value = theme?.id ?? '')} />
          <Gommette hue={theme?.hue} />
          <span class="grow">{theme?.name ?? <span class="tool">{_('Under no theme')}</span>}</span>
        </label>
      ))}
    </fieldset>
  );
}
