// Sorting: the tray of ideas in no cluster beside the board of themes and clusters; every act has its key.

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { drawn } from '../focus';
import { _, ngettext } from '../i18n';
import { Icon } from '../parts';
import type { Arrange, IdeaRecord } from '../protocol';
import { ideasOf } from '../screen/room';
import { plain } from '../text';
import { Board } from './board';
import { Close, Heading, Refusal } from './bits';
import { useCarrying } from './carry';
import type { Desk } from './desk';
import { Unshown } from './gather';
import { refocus, useRoving, useSteady } from './lists';
import { shiftCluster, shiftTheme } from './order';
import { picked, Slip } from './slip';

const PAGE = 50;
/** From here on a tray is searched. */
const MANY = 20;

export function Sorting({ desk, about }: { desk: Desk; about: Arrange }) {
  const tray = unsorted(desk, about.board);
  const whole = useRef<HTMLElement | null>(null);
  useCarrying(whole, desk);
  useEffect(() => {
    const undo = (event: KeyboardEvent) => onUndo(desk, event);
    document.addEventListener('keydown', undo);
    return () => document.removeEventListener('keydown', undo);
  }, []);
  return (
    <section class="work sorting" aria-label={about.title} ref={whole} onKeyDown={event => onKey(desk, event)}>
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

function onKey(desk: Desk, event: KeyboardEvent): void {
  const { target, key } = event;
  if (event.ctrlKey || event.metaKey || !(target instanceof HTMLElement)) return;
  if (target instanceof HTMLInputElement && target.type !== 'checkbox') return;
  const idea = target.closest<HTMLElement>('[data-idea]')?.dataset['idea'];
  const cluster = target.dataset['clusterId'];
  const theme = target.dataset['themeId'];
  if (event.altKey) {
    const by = { ArrowUp: -1 as const, ArrowDown: 1 as const }[key];
    if (by && cluster) shiftCluster(desk, cluster, by);
    else if (by && theme) shiftTheme(desk, theme, by);
    else return;
  } else if (key === 'd' || key === 'D') {
    const ideas = picked(desk, target);
    if (ideas.length) desk.dialog.value = { is: 'move', ideas };
    else if (cluster) desk.dialog.value = { is: 'cluster', cluster };
    else if (theme) desk.dialog.value = { is: 'theme', theme };
    else return;
  } else if (key === 'Enter' && idea && target instanceof HTMLInputElement) desk.dialog.value = { is: 'idea', idea };
  else return;
  event.preventDefault();
}

/** Wherever the focus is, but in what is being written: there it is the browser's own. */
function onUndo(desk: Desk, event: KeyboardEvent): void {
  const writing = event.target instanceof HTMLElement && event.target.matches('input:not([type=checkbox], [type=radio]), textarea, select');
  if (event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || writing || desk.dialog.value) return;
  event.preventDefault();
  void desk.acts.undo();
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
      <button type="button" class="btn moves" aria-disabled={!n} onPointerDown={remember} onClick={move}>
        {n > 1 ? ngettext('Move {n} idea to…', 'Move {n} ideas to…', n) : _('Move to…')} <kbd class="tiny soft">D</kbd>
      </button>
      <button type="button" class="btn" aria-keyshortcuts="Control+Z" onClick={() => void desk.acts.undo()}>
        {_('Undo')} <kbd class="tiny soft">{_('Ctrl Z')}</kbd>
      </button>
      <button type="button" class="btn" onClick={() => (desk.dialog.value = { is: 'move', ideas: picked(desk, null), making: true })}>
        <Icon name="plus" /> {_('Cluster')}
      </button>
      <button type="button" class="btn" onClick={() => (desk.dialog.value = { is: 'theme', theme: null })}>
        <Icon name="plus" /> {_('Theme')}
      </button>
      <Told desk={desk} />
      <Refusal desk={desk} at="sort" />
      <Unshown desk={desk} board={about.board} />
    </div>
  );
}

/** What came undone, or what somebody else moved after us. Its place is always there, or it would not be read aloud. */
function Told({ desk }: { desk: Desk }) {
  const { notice } = desk.acts;
  const told = notice.value;
  const box = useRef<HTMLDivElement | null>(null);
  const leave = (act?: () => void) => {
    notice.value = null;
    act?.();
    const region = box.current?.closest<HTMLElement>('[data-region]') ?? null;
    setTimeout(() => refocus(region));
  };
  return (
    <div class="told" role="status" ref={box}>
      {told && (
        <div class="note straw">
          <p class="grow">{told.said}</p>
          {told.undo && (
            <button type="button" class="btn small" onClick={() => leave(told.undo)}>
              {_('Undo')}
            </button>
          )}
          <Close onClick={() => leave()} />
        </div>
      )}
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
  const turn = (to: number) => {
    from.value = to;
    drawn(() => box.current?.querySelector<HTMLElement>('[data-item]')?.focus());
  };
  const look = (text: string) => {
    search.value = text;
    from.value = 0;
  };
  return (
    <section class="tray" data-region aria-label={_('To sort')} data-key="tray:" data-drop>
      <Heading text={_('To sort')} count={ideas.length} />
      {(ideas.length > MANY || search.value) && <Search text={search.value} look={look} />}
      <Line desk={desk} found={wanted ? found : null} all={ideas.length} />
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

function Search({ text, look }: { text: string; look: (text: string) => void }) {
  const name = _('Search the ideas to sort');
  return <input class="field" type="search" aria-label={name} placeholder={_('Search')} value={text} onInput={event => look(event.currentTarget.value)} />;
}

/** How many were found and ticked, here and on the board. `found` null: nothing is searched. */
function Line({ desk, found, all }: { desk: Desk; found: IdeaRecord[] | null; all: number }) {
  const ticked = picked(desk, null).length;
  const tick = () => (desk.chosen.value = new Set([...desk.chosen.value, ...(found ?? []).map(idea => idea.id)]));
  return (
    <>
      <div class="line tiny soft">
        <p class="grow" role="status">
          {found && ngettext('{n} idea of {all}.', '{n} ideas of {all}.', found.length, { all })} {ticked > 0 && <b>{ngettext('{n} ticked', '{n} ticked', ticked)}</b>}
        </p>
        {!found && !ticked && <span class="keys">{_('Space ticks, D moves.')}</span>}
        {ticked > 0 && (
          <button type="button" class="btn bare tiny" onClick={event => untick(desk, event.currentTarget)}>
            {_('Untick')}
          </button>
        )}
      </div>
      {found && found.length > 1 && (
        <button type="button" class="btn bare small flush" onClick={tick}>
          {ngettext('Tick the one found', 'Tick the {n} found', found.length)}
        </button>
      )}
    </>
  );
}

function untick(desk: Desk, button: HTMLElement): void {
  const region = button.closest<HTMLElement>('[data-region]');
  desk.chosen.value = new Set();
  setTimeout(() => refocus(region));
}

function Turn({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    <button type="button" class="btn small wide" onClick={onClick}>
      {children}
    </button>
  );
}
