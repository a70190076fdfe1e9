// The tray: topics that have no place yet; fifty at a time, searched when there are many.

import { useSignal, type Signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { drawn } from '../../focus';
import { titleOf } from '../../grid';
import { _, ngettext } from '../../i18n';
import type { TopicRecord } from '../../protocol';
import type { Desk } from '../desk';
import { focusOn, useRoving, useSteady } from '../lists';
import { openPlacing, openTopic } from './acts';
import { convenedBy, foundIn, hiddenOf } from './reading';
import { placeOf } from './slots';

const PAGE = 50;
/** From here on it is searched. */
const MANY = 12;

export function Tray({ desk, topics, open }: { desk: Desk; topics: TopicRecord[]; open: Signal<boolean> }) {
  const box = useRef<HTMLUListElement | null>(null);
  const search = useSignal('');
  const from = useSignal(0);
  const found = foundIn(desk, topics, search.value);
  const start = Math.min(from.value, Math.max(0, Math.floor((found.length - 1) / PAGE) * PAGE));
  const page = found.slice(start, start + PAGE).map(topic => topic.id);
  const rest = found.length - start - PAGE;
  const steady = useSteady(page, box, 'end', desk.moved, `${start} ${search.value}`);
  useRoving(box);
  const turn = (to: number) => {
    from.value = to;
    drawn(() => box.current?.querySelector<HTMLElement>('[data-item]')?.focus());
  };
  return (
    <section class="tray" data-region aria-label={_('To place')} data-drop>
      <div class="row">
        <h2 class="k grow">{_('To place')} <span class="num">{topics.length}</span></h2>
        <button type="button" class="btn bare tiny hides" aria-expanded onClick={() => hide(open)}>{_('Hide')}<span class="sr"> {_('To place')}</span></button>
      </div>
      {(topics.length > MANY || search.value) && (
        <>
          <input class="field" type="search" aria-label={_('Search the topics to place')} placeholder={_('Search')} value={search} onInput={event => { search.value = event.currentTarget.value; from.value = 0; }} />
          <p class="tiny soft" role="status">{search.value && ngettext('{n} topic of {all}.', '{n} topics of {all}.', found.length, { all: topics.length })}</p>
        </>
      )}
      {topics.length > 0 && <p class="tiny soft keys">{_('D places, Enter opens.')}</p>}
      {start > 0 && <Turn onClick={() => turn(start - PAGE)}>{_('Previous {n}', { n: PAGE })}</Turn>}
      <ul ref={box} aria-label={_('Topics to place')}>
        {steady.shown.map(id => (
          <Slip key={id} desk={desk} id={id} gone={steady.gone.has(id)} />
        ))}
      </ul>
      {!topics.length && <p class="empty">{desk.reader.all('topic').size ? _('Every topic has its place.') : _('Topics will appear here as people propose them.')}</p>}
      {topics.length > 0 && !found.length && <p class="empty">{_('No topic with these words.')}</p>}
      {rest > 0 && <Turn onClick={() => turn(start + PAGE)}>{_('Next {n}', { n: Math.min(PAGE, rest) })}</Turn>}
      <Hidden desk={desk} />
    </section>
  );
}

/** The wall has the room; a button in its tools brings it back. */
function hide(open: Signal<boolean>): void {
  open.value = false;
  focusOn('.shows-tray');
}

function Turn({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    <button type="button" class="btn small wide" onClick={onClick}>
      {children}
    </button>
  );
}

function Slip({ desk, id, gone }: { desk: Desk; id: string; gone: boolean }) {
  const topic = desk.reader.get('topic', id);
  if (gone || !topic) return <Gone desk={desk} id={id} />;
  const { n, offers = [], asks = [] } = topic;
  const merges = offers.length + asks.length;
  return (
    <li class={`paper slip ${desk.acts.carried.value.has(id) ? 'lifted' : ''}`} data-key={`topic:${id}`} data-topic={id} data-grab>
      <button type="button" class="what" data-item data-grab aria-keyshortcuts="Enter D" onClick={() => openTopic(desk, id)}>
        <span class="voice">{titleOf(topic)}</span>
        <span class="tiny soft">
          <span class="num">{n}</span> · {convenedBy(desk, topic)}
        </span>
        {merges > 0 && <span class="tiny offers">{ngettext('{n} merge offered', '{n} merges offered', merges)}</span>}
      </button>
      <button type="button" class="grip" data-grip tabIndex={-1} aria-label={_('Place topic no. {n}…', { n })} onClick={() => openPlacing(desk, id)}>
        <svg viewBox="0 0 10 18" aria-hidden="true">
          {[3, 9, 15].flatMap(y => [2, 8].map(x => <circle key={`${x} ${y}`} cx={x} cy={y} r="1.5" />))}
        </svg>
      </button>
    </li>
  );
}

/** It left while it was pointed at: its place stays until one looks elsewhere. */
function Gone({ desk, id }: { desk: Desk; id: string }) {
  const place = placeOf(desk.reader, id);
  return (
    <li class="slip gone" data-key={`topic:${id}`}>
      <span data-item tabIndex={-1}>{place ? _('Placed by someone else: {place}', { place }) : _('No longer here')}</span>
    </li>
  );
}

function Hidden({ desk }: { desk: Desk }) {
  const list = useRef<HTMLUListElement | null>(null);
  const hidden = hiddenOf(desk.reader);
  useRoving(list);
  if (!hidden.length) return null;
  return (
    <details class="hidden-topics">
      <summary class="k">{ngettext('{n} topic hidden', '{n} topics hidden', hidden.length)}</summary>
      <ul ref={list}>
        {hidden.map(topic => (
          <li key={topic.id}>
            <button type="button" class="what" data-item onClick={() => openTopic(desk, topic.id)}>
              <span class="voice">{titleOf(topic)}</span>
              <span class="tiny soft">{desk.reader.get('aside', topic.id)?.reason}</span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
