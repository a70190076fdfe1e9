// "Move to…": the idea quoted, a search, what was used last, the board in its order; a search that finds nothing is a name.

import { useSignal, type Signal } from '@preact/signals';
import { Fragment, type ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { _, ngettext } from '../i18n';
import { newId } from '../ids';
import { Gommette, Icon } from '../parts';
import type { AnyCommand, ClusterRecord } from '../protocol';
import { hueOf, shelvesOf, sizesOf, themesOf } from '../screen/room';
import { Modal, Name, Refusal } from './bits';
import type { Desk } from './desk';
import { plain } from './sort';

const TRAY = 'tray:';
const MOST = 200;
const QUOTED = 3;

interface Props {
  desk: Desk;
  ideas: string[];
  board: string;
  making: Signal<boolean>;
}

export function MoveDialog({ desk, ideas, board, making: start }: { desk: Desk; ideas: string[]; board: string; making?: boolean }) {
  const making = useSignal(!!start);
  return (
    <Modal class="move" title={making.value ? _('New cluster') : _('Move to…')} onClose={() => (desk.dialog.value = null)}>
      {ideas.length > 0 && <Quoted desk={desk} ideas={ideas} />}
      {making.value ? <New desk={desk} ideas={ideas} board={board} making={making} /> : <Choose desk={desk} ideas={ideas} board={board} making={making} />}
    </Modal>
  );
}

function Quoted({ desk, ideas }: { desk: Desk; ideas: string[] }) {
  return (
    <div class="quoted">
      {ideas.slice(0, QUOTED).map(id => (
        <blockquote key={id} class="paper voice">{_('“{text}”', { text: desk.reader.get('idea', id)?.text ?? '' })}</blockquote>
      ))}
      {ideas.length > QUOTED && <p class="tiny soft">{ngettext('and {n} other', 'and {n} others', ideas.length - QUOTED)}</p>}
    </div>
  );
}

function Choose({ desk, ideas, board, making }: Props) {
  const list = useRef<HTMLDivElement | null>(null);
  const to = useSignal<string | null>(null);
  const { search } = desk;
  const wanted = plain(search.value);
  const fits = (cluster: ClusterRecord) => plain(cluster.name).includes(wanted);
  const whole = shelvesOf(desk.reader, board);
  const count = whole.reduce((sum, shelf) => sum + shelf.clusters.length, 0);
  const shelves = whole.map(({ theme, clusters }) => ({ theme, clusters: clusters.filter(fits) })).filter(shelf => shelf.clusters.length);
  const found = shelves.flatMap(shelf => shelf.clusters);
  const used = desk.recent.value.map(id => desk.reader.get('cluster', id));
  const recent = wanted ? [] : used.filter((cluster): cluster is ClusterRecord => cluster?.board === board);
  const sizes = sizesOf(desk.reader);
  const grouped = ideas.some(id => desk.reader.get('place', id));
  const submit = (event: Event) => {
    event.preventDefault();
    // One match, or a name that is there to the letter, needs no choosing.
    const exact = found.find(cluster => plain(cluster.name) === wanted);
    const chosen = to.value?.slice(to.value.indexOf(':') + 1);
    const target = chosen ?? (wanted ? (found.length === 1 ? found[0] : exact)?.id : undefined);
    if (target !== undefined) move(desk, ideas, target || null);
    else if (wanted && !found.length) making.value = true;
    else list.current?.querySelector('input')?.focus();
  };
  const option = (cluster: ClusterRecord, group: string) => (
    <Option key={group + cluster.id} value={`${group}:${cluster.id}`} to={to} n={sizes.get(cluster.id) ?? 0}>
      {group === 'recent' && <Gommette hue={hueOf(desk.reader, cluster) || undefined} />}
      <span class="grow">{cluster.name}</span>
    </Option>
  );
  return (
    <form onSubmit={submit} onKeyDown={event => leave(event, list.current)}>
      <div class="find">
        <Icon name="search" />
        {/* Not of type search: there Escape would empty it instead of closing the dialog. */}
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
      <div class="list" role="radiogroup" aria-label={_('Clusters')} ref={list}>
        {grouped && !wanted && (
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
        {wanted && !found.length && <p class="empty">{_('No cluster with these words. “New…” makes one of that name.')}</p>}
        {!count && !wanted && <p class="empty">{_('No cluster yet: write the name of the first one, then press “New…”.')}</p>}
      </div>
      <Refusal desk={desk} at="move" />
      <div class="df">
        <button type="button" class="btn" onClick={() => (making.value = true)}>
          {_('New…')}
        </button>
        <button class="btn main" aria-disabled={!to.value && !wanted}>
          {_('Move here')}
        </button>
      </div>
    </form>
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

function New({ desk, ideas, board, making }: Props) {
  const box = useRef<HTMLInputElement | null>(null);
  const theme = useSignal('');
  useLayoutEffect(() => {
    box.current?.focus();
    box.current?.select();
  }, []);
  const submit = (event: Event) => {
    event.preventDefault();
    const name = box.current?.value.trim() ?? '';
    if (name) make(desk, board, name, theme.value || null, ideas);
    else box.current?.focus();
  };
  return (
    <form onSubmit={submit}>
      <div class="db">
        <label class="lab" for="cluster-name">{_('Name')}</label>
        <Name desk={desk} id="cluster-name" box={box} value={desk.search.peek()} />
        <Themes desk={desk} chosen={theme} />
      </div>
      <Refusal desk={desk} at="move" />
      <div class="df">
        {ideas.length > 0 && (
          <button type="button" class="btn" onClick={() => (making.value = false)}>
            {_('Back to the list')}
          </button>
        )}
        <button class="btn main">{ideas.length ? _('Make it and move') : _('Make it')}</button>
      </div>
    </form>
  );
}

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

function make(desk: Desk, board: string, name: string, theme: string | null, ideas: string[]): void {
  const cluster = newId();
  const first = ideas.slice(0, MOST);
  const made: AnyCommand = { type: 'MakeCluster', cluster, board, name, theme, ideas: first };
  go(desk, ideas, cluster, name, [made, ...moves(ideas.slice(MOST), cluster)]);
}

function move(desk: Desk, ideas: string[], to: string | null): void {
  const name = to ? (desk.reader.get('cluster', to)?.name ?? '') : _('To sort');
  go(desk, ideas, to, name, moves(ideas, to));
}

function moves(ideas: string[], to: string | null): AnyCommand[] {
  const commands: AnyCommand[] = [];
  for (let i = 0; i < ideas.length; i += MOST) commands.push({ type: 'MoveIdeas', ideas: ideas.slice(i, i + MOST), to });
  return commands;
}

/** Shows at once; focus goes to the next card of the tray, and where the ideas went is said. */
function go(desk: Desk, ideas: string[], to: string | null, name: string, commands: AnyCommand[]): void {
  const inTray = ideas.some(id => desk.tray.includes(id));
  const next = inTray ? desk.nextAfter(ideas) : undefined;
  ideas.forEach(id => desk.moved.add(id));
  commands.forEach(command => void desk.act('sort', command).then(() => ideas.forEach(id => desk.moved.delete(id))));
  if (to) desk.used(to);
  desk.search.value = '';
  desk.chosen.value = new Set();
  desk.dialog.value = null;
  if (ideas.length) desk.say(ngettext('Moved to “{name}”.', '{n} ideas moved to “{name}”.', ideas.length, { name }));
  else desk.say(_('Made: “{name}”.', { name }));
  // After the dialog has given the focus back to what opened it, which may be gone.
  setTimeout(() => focus(next ? `.tray [data-idea="${next}"] [data-item]` : to ? `[data-cluster-id="${to}"]` : '.tray [data-item]'));
}

function focus(selector: string): void {
  (document.querySelector<HTMLElement>(selector) ?? document.querySelector<HTMLElement>('.board [data-item]'))?.focus();
}
