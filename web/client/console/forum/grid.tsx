// The agenda wall: slots down, spaces across, a topic in a cell. It scrolls in its own place; its heads stay.

import { useRef } from 'preact/hooks';
import { begins, cellOf, ends, slotsOf, spacesOf, stateOf } from '../../grid';
import { _, ngettext } from '../../i18n';
import type { SessionRecord, SlotRecord, SpaceRecord } from '../../protocol';
import { Icon } from '../../parts';
import { Refusal } from '../bits';
import type { Desk } from '../desk';
import { Cell } from './cell';
import { cellsOf, minutesLeft } from './reading';
import { useGrid } from './rove';
import { dayOf } from './slots';

export function Grid({ desk }: { desk: Desk }) {
  const box = useRef<HTMLDivElement | null>(null);
  const [spaces, slots, cells] = [spacesOf(desk.reader), slotsOf(desk.reader), cellsOf(desk)];
  useGrid(box);
  return (
    <section class="desk-wall" data-region aria-label={_('Agenda wall')}>
      <Refusal desk={desk} at="wall" />
      {spaces.length > 0 && slots.length > 0 ? (
        <div class="wall-scroll" ref={box}>
          <div class="wall-rows" role="grid" aria-label={_('Agenda wall')} aria-describedby="wall-keys" style={{ '--spaces': spaces.length }}>
            <Heads desk={desk} spaces={spaces} />
            {slots.map(slot => (
              <Row key={slot.id} desk={desk} slot={slot} spaces={spaces} cells={cells} />
            ))}
          </div>
        </div>
      ) : (
        <Nothing spaces={spaces.length} slots={slots.length} />
      )}
      <p id="wall-keys" class="sr">{_('Arrows go from cell to cell. Enter opens, D places elsewhere, Delete takes off the wall.')}</p>
    </section>
  );
}

function Nothing({ spaces, slots }: { spaces: number; slots: number }) {
  return (
    <p class="empty">
      {!spaces && !slots && _('The wall has no space and no slot yet: add where circles meet, and when.')}
      {!spaces && slots > 0 && _('The wall has slots, and no space yet: add where circles meet.')}
      {spaces > 0 && !slots && _('The wall has spaces, and no slot yet: add when circles meet.')}
    </p>
  );
}

function Heads({ desk, spaces }: { desk: Desk; spaces: SpaceRecord[] }) {
  return (
    <div class="wall-row wall-heads" role="row">
      <span class="wall-corner" role="columnheader"><span class="sr">{_('Slot')}</span></span>
      {spaces.map((space, at) => (
        <Head key={space.id} desk={desk} space={space} col={at + 1} />
      ))}
    </div>
  );
}

function Head({ desk, space, col }: { desk: Desk; space: SpaceRecord; col: number }) {
  return (
    <span role="columnheader">
      <button
        type="button"
        class="wall-head"
        tabIndex={-1}
        data-item
        data-col={col}
        data-space={space.id}
        aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight"
        onClick={() => (desk.dialog.value = { is: 'forum', show: { of: 'space', space: space.id } })}
      >
        <b>{space.name}</b>
        {space.capacity ? <span class="tiny">{ngettext('{n} place', '{n} places', space.capacity)}</span> : null}
        {space.strict && <span class="tiny strict"><Icon name="lock" small /><span class="sr">{_('nobody more once it is full')}</span></span>}
      </button>
    </span>
  );
}

interface Row {
  desk: Desk;
  slot: SlotRecord;
  spaces: SpaceRecord[];
  cells: ReadonlyMap<string, SessionRecord>;
}

function Row({ desk, slot, spaces, cells }: Row) {
  return (
    <div class="wall-row" data-state={stateOf(slot)} role="row">
      <span class="wall-time" role="rowheader">
        <button type="button" class="wall-head" tabIndex={-1} data-item data-col={0} data-slot={slot.id} onClick={() => (desk.dialog.value = { is: 'forum', show: { of: 'slot', slot: slot.id } })}>
          {dayOf(desk.reader, slot) && <span class="tiny">{dayOf(desk.reader, slot)} </span>}
          <b class="num">{begins(slot)}</b> <Ends desk={desk} slot={slot} />
        </button>
      </span>
      {spaces.map((space, at) => {
        const session = cells.get(cellOf(slot.id, space.id));
        const topic = session && desk.reader.get('topic', session.id);
        return <Cell key={space.id} desk={desk} slot={slot} space={space} session={session} topic={topic} col={at + 1} />;
      })}
    </div>
  );
}

/** What stands under the hour a slot begins at. */
function Ends({ desk, slot }: { desk: Desk; slot: SlotRecord }) {
  if (stateOf(slot) === 'over') return <span class="tiny">{_('over')}</span>;
  if (stateOf(slot) !== 'running' || slot.ends_at == null) return <span class="tiny num"><span class="sr">{_('until {time}', { time: ends(slot) })}</span><span aria-hidden="true">{ends(slot)}</span></span>;
  const left = minutesLeft(desk, slot.ends_at);
  return (
    <span class="tiny">
      {_('running')}
      <br />
      <span class="num">{left ? ngettext('{n} min left', '{n} min left', left) : _('time is up')}</span>
    </span>
  );
}
