// One cell of the wall: a session, or a place where one could be.

import { cellOf, isShut, stateOf, titleOf, topicTheme } from '../../grid';
import { _, ngettext, number } from '../../i18n';
import { Gommette, Icon } from '../../parts';
import type { SessionRecord, SlotRecord, SpaceRecord, TopicRecord } from '../../protocol';
import type { Desk } from '../desk';
import { openTopic } from './acts';
import { convenedBy, minutesLeft } from './reading';
import { placeName } from './slots';

interface Props {
  desk: Desk;
  slot: SlotRecord;
  space: SpaceRecord;
  session: SessionRecord | undefined;
  topic: TopicRecord | undefined;
  col: number;
}

/** All it draws from comes with its props or in signals of its own: one that did not change is not drawn again. */
export function Cell(props: Props) {
  const { desk, slot, space, session } = props;
  const cell = cellOf(slot.id, space.id);
  const refused = desk.refusedCell.value === cell;
  return (
    <span role="gridcell" class={refused ? 'wall-cell refused' : 'wall-cell'} data-cell={cell} data-drop>
      {session ? <Session {...props} session={session} /> : <Free {...props} />}
      {refused && <Icon name="cross" />}
    </span>
  );
}

function Session({ desk, session, topic, space, col }: Props & { session: SessionRecord }) {
  const lifted = desk.acts.carried.value.has(session.id);
  const hue = topicTheme(desk.reader, topic)?.hue ?? 0;
  return (
    <button
      type="button"
      class={`paper wall-topic ${lifted ? 'lifted' : ''}`}
      data-state={stateOf(session)}
      tabIndex={-1}
      data-item
      data-col={col}
      data-session={session.id}
      data-key={`session:${session.id}`}
      data-grab
      aria-keyshortcuts="Enter D Delete"
      onClick={() => openTopic(desk, session.id)}
    >
      <span class="voice">{topic ? titleOf(topic) : '…'}</span>
      <span class="foot">
        {hue > 0 && <Gommette hue={hue} />}
        <span class="wall-who">{topic && convenedBy(desk, topic)}</span>
        <There desk={desk} session={session} space={space} />
      </span>
      <Beyond desk={desk} session={session} />
    </button>
  );
}

function Interest({ session: { interest = 0 } }: { session: SessionRecord }) {
  if (!interest) return null;
  return <Count said={ngettext('{n} interested', '{n} interested', interest)}>{number(interest)}</Count>;
}

/** How many are there, of how many the space takes; before, how many would come, and once it is over, how many have been: as on the screen. */
function There({ desk, session, space: { capacity = 0 } }: { desk: Desk; session: SessionRecord; space: SpaceRecord }) {
  const { here = 0, been = 0 } = desk.app.store.get('attendance', session.id) ?? {};
  if (stateOf(session) === 'to_come') return <Interest session={session} />;
  const over = stateOf(session) === 'over';
  const said = over ? ngettext('{n} came', '{n} came', been) : capacity ? _('{n} there of {all}', { n: here, all: capacity }) : ngettext('{n} there', '{n} there', here);
  return <Count said={said} full={!over && capacity > 0 && here >= capacity}>{over ? number(been) : capacity ? `${number(here)}/${number(capacity)}` : number(here)}</Count>;
}

function Count({ said, full, children }: { said: string; full?: boolean; children: string }) {
  return (
    <span class={full ? 'num full' : 'num'} title={said}>
      <span aria-hidden="true">{children}</span>
      <span class="sr">{said}</span>
    </span>
  );
}

/** A session that is over while its slot runs, or goes on after it. */
function Beyond({ desk, session }: { desk: Desk; session: SessionRecord }) {
  if (stateOf(session) !== 'running' || session.ends_at == null) return null;
  const left = minutesLeft(desk, session.ends_at);
  return <span class="tiny beyond">{left ? ngettext('extended: {n} min left', 'extended: {n} min left', left) : _('extended: time is up')}</span>;
}

function Free({ desk, slot, space, col }: Props) {
  const shut = isShut(space, slot);
  const off = shut || stateOf(slot) === 'over';
  const where = placeName(desk.reader, slot, space);
  const act = () => {
    if (off) return desk.say(shut ? _('{place}: this space cannot be used at that time.', { place: where }) : _('{place}: that slot is over.', { place: where }));
    desk.dialog.value = { is: 'forum', show: { of: 'fill', slot: slot.id, space: space.id } };
  };
  return (
    <button type="button" class={shut ? 'wall-free shut' : 'wall-free'} tabIndex={-1} data-item data-col={col} aria-disabled={off || undefined} onClick={act}>
      {shut ? _('shut') : _('free')}
    </button>
  );
}
