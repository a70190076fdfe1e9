// One slot alone, as large as it can be: where each circle meets, who convenes it, and how many are there.

import { circlesOf, clock, clockAt, hasPassed, isOver, isRunning, namesOf, nextSlot, slotsOf, spacesOf, span, titleOf, type Placed } from '../../grid';
import { _, ngettext } from '../../i18n';
import type { SlotRecord } from '../../protocol';
import { languageOf, Rich } from '../bits';
import { useFit } from '../fit';
import type { Reader } from '../room';
import { Mark } from './mark';
import { said } from './cell';
import type { Tick } from './times';
import { peopleOf } from './read';

/** Of the cards, largest first. */
const SIZES = ['xl', 'l', 'l3', 'm', 's', 's4', 'xs', 'xxs', 'xxxs'];
/** As many circles of the next slot are named. */
const NEXT = 6;
/** With more circles under way than this, the next slot has one line. */
const CROWDED = 9;

export function Now({ room, tick, slot }: { room: Reader; tick: Tick; slot: SlotRecord }) {
  const all = circlesOf(room);
  const here = all.filter(({ session }) => session.slot === slot.id);
  // What was extended goes on beside what began since.
  const circles = isRunning(slot) ? [...here, ...all.filter(({ session }) => session.slot !== slot.id && isRunning(session))] : here;
  const what = circles.map(circle => [titleOf(circle.topic), namesOf(circle.topic), circle.space?.name, peopleOf(room, circle) > 0].join()).join();
  const [box, whole] = useFit(what, SIZES);
  const others = circles.length - Math.min(whole, circles.length);
  return (
    <div class="nowbox">
      <p class="when">
        <b class="num">{span(slot)}</b>
        <span class="soft">{isRunning(slot) ? _('now on') : isOver(slot) ? _('over') : _('to come')}</span>
        <Free room={room} slot={slot} taken={here} />
      </p>
      {!circles.length && <p class="empty">{_('No topic is placed in this slot yet.')}</p>}
      <ul class="circles fit" lang={languageOf(room)} ref={box as never}>
        {circles.map(circle => (
          <Card key={circle.topic.id} room={room} circle={circle} slot={slot} />
        ))}
      </ul>
      {others > 0 && (
        <p class="beyond soft">
          <Rich text={ngettext('And {n} other circle: all are on your device.', 'And {n} other circles: all are on your device.', others)} />
        </p>
      )}
      {isRunning(slot) && <Next room={room} tick={tick} crowded={circles.length > CROWDED} all={all} />}
    </div>
  );
}

function Free({ room, slot, taken }: { room: Reader; slot: SlotRecord; taken: Placed[] }) {
  const full = new Set(taken.map(({ session }) => session.space));
  const free = spacesOf(room).filter(space => !full.has(space.id) && !space.shut?.includes(slot.id));
  if (!free.length || isOver(slot)) return null;
  return <span class="soft frees clamp-1">{_('Free: {spaces}', { spaces: free.map(space => space.name).join(', ') })}</span>;
}

function Card({ room, circle, slot }: { room: Reader; circle: Placed; slot: SlotRecord }) {
  const { topic, session, space } = circle;
  const n = peopleOf(room, circle);
  const full = !!space?.capacity && isRunning(session) && n >= space.capacity;
  return (
    <li data-fit class={`paper circle ${isOver(session) ? 'past' : ''}`}>
      <p class="where">
        {space?.name}
        {full && <b>{_('full')}</b>}
      </p>
      <p class="t voice">
        <span class="clamp">{titleOf(topic)}</span>
      </p>
      <p class="m">
        <Mark room={room} topic={topic} />
        <span class="led voice">{namesOf(topic)}</span>
        {isOver(session) && isRunning(slot) ? <span>{_('over')}</span> : n > 0 && <People n={n} text={said(circle, n)} />}
        {session.ends_at != null && !isOver(session) && <span>{_('until {time}', { time: clockAt(session.ends_at) })}</span>}
      </p>
    </li>
  );
}

/** Where cards are small, the number alone. */
function People({ n, text }: { n: number; text: string }) {
  return (
    <span class="there">
      <span class="long">
        <Rich text={text} />
      </span>
      <b class="short num" aria-label={text}>{n}</b>
    </span>
  );
}

/** What begins next, so that one knows where to go. */
function Next({ room, tick, crowded, all }: { room: Reader; tick: Tick; crowded: boolean; all: Placed[] }) {
  const slot = nextSlot(room);
  const circles = slot ? all.filter(({ session }) => session.slot === slot.id) : [];
  if (!slot || !circles.length) return null;
  const later = slotsOf(room).filter(other => other.n > slot.n).length;
  const rest = circles.length - NEXT;
  return (
    <section class="next">
      <h2 class="tool">
        {hasPassed(slot, tick.value) ? _('Next') : _('Next, at {time}', { time: clock(slot.starts) })}
        <span class="soft">
          {(crowded || rest > 0) && <span><Rich text={ngettext('{n} circle', '{n} circles', circles.length)} /></span>}
          {later > 0 && <span><Rich text={ngettext('then {n} other slot, on your device', 'then {n} other slots, on your device', later)} /></span>}
        </span>
      </h2>
      {!crowded && (
        <ul lang={languageOf(room)}>
          {circles.slice(0, NEXT).map(({ topic, space }) => (
            <li key={topic.id}>
              <span class="voice clamp-2">{titleOf(topic)}</span>
              <span class="soft">{space?.name}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
