// "Place at…": a suggestion first, with why; then every free place, slot by slot. Nothing is placed until one says so.

import { useSignal, type Signal } from '@preact/signals';
import { Fragment } from 'preact';
import { useEffect } from 'preact/hooks';
import { cellOf, isFree, slotsOf, spacesOf, stateOf, titleOf } from '../../grid';
import { _, ngettext } from '../../i18n';
import type { SlotRecord, SpaceRecord, TopicRecord } from '../../protocol';
import { plain } from '../../text';
import { Modal } from '../bits';
import { call } from '../calls';
import type { Desk } from '../desk';
import { nextInTray, place } from './acts';
import { Listed, Option } from './choosing';
import { boxed, cellsOf, convenedIn, elsewhere } from './reading';
import { placeName, placeOf, spanOf } from './slots';

interface Suggestion {
  slot?: string;
  space?: string;
}

export function PlaceDialog({ desk, id }: { desk: Desk; id: string }) {
  const topic = desk.reader.get('topic', id);
  useEffect(() => desk.forget('place'), []);
  return (
    <Modal class="move tall" title={_('Place at…')} onClose={() => (desk.dialog.value = null)}>
      {topic ? <Where desk={desk} topic={topic} /> : <div class="db"><p class="empty">{_('This topic is not there any more.')}</p></div>}
    </Modal>
  );
}

function Where({ desk, topic }: { desk: Desk; topic: TopicRecord }) {
  const search = useSignal('');
  const to = useSignal('');
  const suggested = useSuggestion(desk, topic.id);
  const free = freeIn(desk, topic, search.value);
  const found = free.flatMap(({ slot, spaces }) => spaces.map(space => cellOf(slot.id, space.id)));
  const choose = async (cell: string) => {
    const [slot = '', space = ''] = cell.split(' ').pop()!.split('.');
    const next = nextInTray(topic.id);
    if (!(await place(desk, topic.id, slot, space, 'place'))) return;
    if (desk.dialog.peek()?.is === 'forum') desk.dialog.value = null;
    next();
  };
  const now = placeOf(desk.reader, topic.id);
  return (
    <Listed
      desk={desk}
      at="place"
      search={search}
      label={_('Search a time or a space')}
      legend={_('Free places')}
      verb={_('Place here')}
      to={to}
      only={found.length === 1 ? found[0] : undefined}
      choose={cell => void choose(cell)}
      note={
        <div class="quoted">
          <p class="paper voice cited">{titleOf(topic)}</p>
          <p class="tiny soft">{convenedIn(desk, topic)} {now && _('It is in {place} now.', { place: now })}</p>
        </div>
      }
    >
      {!search.value && suggested && <Suggested desk={desk} topic={topic.id} {...suggested} to={to} />}
      {free.map(({ slot, spaces, busy }) => (
        <Fragment key={slot.id}>
          <p class="th tool">
            <span class="num">{spanOf(desk.reader, slot)}</span> {stateOf(slot) === 'running' && <span class="soft">{_('running')}</span>}
          </p>
          {busy && <p class="small soft cell-why">{_('{name} convenes “{title}” then.', busy)}</p>}
          {spaces.map(space => (
            <Option key={space.id} name="cell" value={cellOf(slot.id, space.id)} to={to} says={placesIn(space)}>
              {space.name}
              {space.access && <span class="says">{space.access}</span>}
            </Option>
          ))}
        </Fragment>
      ))}
      {!found.length && <p class="empty">{search.value ? _('No free place with these words.') : _('No place is free: add a slot or a space.')}</p>}
    </Listed>
  );
}

function placesIn({ capacity = 0 }: SpaceRecord): string {
  return capacity ? ngettext('{n} place', '{n} places', capacity) : '';
}

interface Free {
  slot: SlotRecord;
  spaces: SpaceRecord[];
  /** Whoever convenes it is elsewhere then: no place at all. */
  busy: { name: string; title: string } | undefined;
}

function freeIn(desk: Desk, topic: TopicRecord, search: string): Free[] {
  const [cells, spaces] = [cellsOf(desk), spacesOf(desk.reader)];
  const wanted = plain(search).split(' ').filter(Boolean);
  const fits = (slot: SlotRecord, space: SpaceRecord) => wanted.every(word => plain(`${spanOf(desk.reader, slot)} ${boxed(slot.starts)} ${space.name}`).includes(word));
  return slotsOf(desk.reader).filter(slot => stateOf(slot) !== 'over').map(slot => {
    const busy = elsewhere(desk, topic, slot.id);
    return { slot, busy, spaces: busy ? [] : spaces.filter(space => isFree(slot, space, cells) && fits(slot, space)) };
  }).filter(({ spaces: found, busy }) => found.length || (busy && !wanted.length));
}

/** Asked once, as the dialog opens: it does not change under the hand. */
function useSuggestion(desk: Desk, topic: string): Required<Suggestion> | null {
  const found = useSignal<Suggestion | null>(null);
  useEffect(() => {
    void call<Suggestion>(desk.app, `/suggest?topic=${encodeURIComponent(topic)}`, 'GET').then(({ ok }) => (found.value = ok));
  }, [topic]);
  const { slot, space } = found.value ?? {};
  return slot && space ? { slot, space } : null;
}

function Suggested({ desk, topic, slot: slotId, space: spaceId, to }: Required<Suggestion> & { desk: Desk; topic: string; to: Signal<string> }) {
  const [slot, space] = [desk.reader.get('slot', slotId), desk.reader.get('space', spaceId)];
  const now = desk.reader.get('session', topic);
  if (now?.slot === slotId && now.space === spaceId) return <p class="cell-suggested cell-why small">{_('No free place suits it better than the one it has.')}</p>;
  if (!slot || !space || !isFree(slot, space, cellsOf(desk))) return null;
  // The same place stands in the list as well: of two radios one is chosen.
  const value = `suggested ${cellOf(slotId, spaceId)}`;
  return (
    <div class="cell-suggested">
      <p class="th tool">{_('Suggested')}</p>
      <Option name="cell" value={value} to={to} says={placesIn(space)}>
        {placeName(desk.reader, slot, space)}
        <span class="says">{why(desk, space)}</span>
      </Option>
    </div>
  );
}

/** The rule by which it was found (WALL5), in words; how many are interested is told to nobody yet. */
function why(desk: Desk, { capacity = 0 }: SpaceRecord): string {
  const all = spacesOf(desk.reader).map(space => space.capacity ?? 0).filter(Boolean);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const free = _('Its conveners are free then, and fewest of those interested would have to choose between two circles.');
  if (!capacity || least === most) return free;
  const seats = capacity === most ? _('It is one of the largest spaces.') : _('It is the smallest free space that takes those interested.');
  return `${free} ${seats}`;
}
