// Sorting: the tray of ideas in no cluster beside the board of themes and clusters; every act has its key.

import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { _, ngettext } from '../i18n';
import { Icon } from '../parts';
import type { Arrange, IdeaRecord } from '../protocol';
import { ideasOf } from '../screen/room';
import { Board } from './board';
import { Heading, Refusal } from './bits';
import type { Desk } from './desk';
import { Unshown } from './gather';
import { useRoving, useSteady } from './lists';

const PAGE = 50;
/** From here on a tray is searched. */
const MANY = 20;

export function Sorting({ desk, about }: { desk: Desk; about: Arrange }) {
  const tray = unsorted(desk, about.board);
  return (
    <section class="work sorting" aria-label={about.title} onKeyDown={event => onKey(desk, event)}>
      <Tools desk={desk} about={about} />
      <Tray desk={desk} ideas={tray} />
      <Board desk={desk} board={about.board} />
    </section>
  );
}

/** On the board, in no cluster; neither hidden nor late. */
export function unsorted({ reader }: Desk, board: string): IdeaRecord[] {
  const [places, clusters, hidden, late] = [reader.all('place'), reader.all('cluster'), reader.all('hidden'), reader.all('late')];
  return ideasOf(reader, board).filter(({ id }) => !clusters.has(places.get(id)?.cluster ?? '') && !hidden.has(id) && !late.has(id));
}

/** What a key or a button acts on: what is ticked, else the card under the focus. */
export function picked(desk: Desk, target: EventTarget | null): string[] {
  const chosen = [...desk.chosen.value].filter(id => desk.reader.get('idea', id));
  if (chosen.length) return chosen;
  const card = target instanceof HTMLElement ? target.closest<HTMLElement>('[data-idea]')?.dataset['idea'] : undefined;
  return card ? [card] : [];
}

function onKey(desk: Desk, event: KeyboardEvent): void {
  const { target, key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof HTMLElement)) return;
  if (target instanceof HTMLInputElement && target.type !== 'checkbox') return;
  const idea = target.closest<HTMLElement>('[data-idea]')?.dataset['idea'];
  const cluster = target.closest<HTMLElement>('[data-cluster]')?.dataset['cluster'];
  const theme = target.dataset['themeId'];
  if (key === 'd' || key === 'D') {
    const ideas = picked(desk, target);
    if (ideas.length) desk.dialog.value = { is: 'move', ideas };
    else if (cluster) desk.dialog.value = { is: 'cluster', cluster };
    else if (theme) desk.dialog.value = { is: 'theme', theme };
    else return;
  } else if (key === 'Enter' && idea && target instanceof HTMLInputElement) desk.dialog.value = { is: 'idea', idea };
  else return;
  event.preventDefault();
}

function Tools({ desk, about }: { desk: Desk; about: Arrange }) {
  const n = picked(desk, null).length;
  const last = useRef<EventTarget | null>(null);
  // A press takes the focus from the card it is about.
  const remember = () => (last.current = document.activeElement);
  const move = () => {
    const ideas = picked(desk, last.current);
    if (ideas.length) desk.dialog.value = { is: 'move', ideas };
    else desk.say(_('Tick the ideas to move first.'));
  };
  return (
    <div class="tools" data-region role="group" aria-label={_('Tools')}>
      <p class="voice">{about.prompt}</p>
      <button type="button" class="btn" aria-disabled={!n} onPointerDown={remember} onClick={move}>
        {n > 1 ? ngettext('Move {n} idea to…', 'Move {n} ideas to…', n) : _('Move to…')} <kbd class="tiny soft">D</kbd>
      </button>
      {n > 0 && (
        <button type="button" class="btn bare small" onClick={() => (desk.chosen.value = new Set())}>
          {_('Untick')}
        </button>
      )}
      <button type="button" class="btn" onClick={() => (desk.dialog.value = { is: 'move', ideas: picked(desk, null), making: true })}>
        <Icon name="plus" /> {_('Cluster')}
      </button>
      <button type="button" class="btn" onClick={() => (desk.dialog.value = { is: 'theme', theme: null })}>
        <Icon name="plus" /> {_('Theme')}
      </button>
      <Refusal desk={desk} at="sort" />
      <Unshown desk={desk} board={about.board} />
    </div>
  );
}

function Tray({ desk, ideas }: { desk: Desk; ideas: IdeaRecord[] }) {
  const box = useRef<HTMLUListElement | null>(null);
  const search = useSignal('');
  const from = useSignal(0);
  const wanted = plain(search.value);
  const found = wanted ? ideas.filter(idea => plain(idea.text).includes(wanted)) : ideas;
  const start = Math.min(from.value, Math.max(0, Math.floor((found.length - 1) / PAGE) * PAGE));
  const page = found.slice(start, start + PAGE).map(idea => idea.id);
  const rest = found.length - start - PAGE;
  const steady = useSteady(page, box, 'end', desk.moved, `${start} ${wanted}`);
  useRoving(box);
  useLayoutEffect(() => {
    desk.tray = steady.shown.filter(id => !steady.gone.has(id));
  });
  const turn = (to: number) => {
    from.value = to;
    setTimeout(() => box.current?.querySelector<HTMLElement>('[data-item]')?.focus());
  };
  const ticked = ideas.filter(idea => desk.chosen.value.has(idea.id)).length;
  return (
    <section class="tray" data-region aria-label={_('To sort')}>
      <Heading text={_('To sort')} count={ideas.length} />
      {(ideas.length > MANY || search.value) && (
        <input
          class="field"
          type="search"
          aria-label={_('Search the ideas to sort')}
          placeholder={_('Search')}
          value={search}
          onInput={event => {
            search.value = event.currentTarget.value;
            from.value = 0;
          }}
        />
      )}
      {(wanted || ticked > 0) && (
        <p class="tiny soft" role="status">
          {wanted && ngettext('{n} idea of {all}.', '{n} ideas of {all}.', found.length, { all: ideas.length })}{' '}
          {ticked > 0 && <b>{ngettext('{n} ticked', '{n} ticked', ticked)}</b>}
        </p>
      )}
      {start > 0 && <Turn onClick={() => turn(start - PAGE)}>{_('Previous {n}', { n: PAGE })}</Turn>}
      <ul ref={box} aria-label={_('Ideas to sort')}>
        {steady.shown.map(id => (
          <Slip key={id} desk={desk} id={id} gone={steady.gone.has(id)} />
        ))}
      </ul>
      {!ideas.length && <p class="empty">{_('Nothing left to sort.')}</p>}
      {ideas.length > 0 && !found.length && <p class="empty">{_('No idea with these words.')}</p>}
      {rest > 0 && <Turn onClick={() => turn(start + PAGE)}>{_('Next {n}', { n: Math.min(PAGE, rest) })}</Turn>}
    </section>
  );
}

function Turn({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    <button type="button" class="btn small wide" onClick={onClick}>
      {children}
    </button>
  );
}

/** One card: a tick box that the arrows go through. */
export function Slip({ desk, id, gone }: { desk: Desk; id: string; gone?: boolean }) {
  const idea = desk.reader.get('idea', id);
  if (gone || !idea) return <GoneSlip desk={desk} id={id} />;
  const on = desk.chosen.value.has(id);
  const name = idea.n ? _('Open idea no. {n}', { n: idea.n }) : _('Open the idea');
  return (
    <li class={`paper slip ${on ? 'on' : ''}`} data-idea={id}>
      <label>
        <input type="checkbox" data-item checked={on} onChange={event => desk.choose(id, event.currentTarget.checked)} aria-keyshortcuts="Enter D" />
        <span class="voice">{idea.text}</span>
      </label>
      <button type="button" class="btn bare tiny open num" tabIndex={-1} aria-label={name} onClick={() => (desk.dialog.value = { is: 'idea', idea: id })}>
        {idea.n || '…'}
      </button>
    </li>
  );
}

/** It left while it was pointed at: its place stays until one looks elsewhere. */
function GoneSlip({ desk, id }: { desk: Desk; id: string }) {
  const place = desk.reader.get('place', id);
  const cluster = place && desk.reader.get('cluster', place.cluster);
  return (
    <li class="slip gone">
      <span data-item tabIndex={-1}>{cluster ? _('Put in “{name}” by someone else', { name: cluster.name }) : _('No longer here')}</span>
    </li>
  );
}

/** For a search that forgives case and accents. */
export function plain(text: string): string {
  return text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase().trim();
}
