// One place on the wall: the circle that meets there, or that it is free.

import { isOver, isRunning, namesOf, titleOf, type Placed } from '../../grid';
import { _, ngettext } from '../../i18n';
import type { SlotRecord } from '../../protocol';
import type { Reader } from '../room';
import { Mark } from './mark';
import { titleAt, type Plan } from './plan';
import { peopleOf } from './read';

interface Cell {
  room: Reader;
  plan: Plan;
  slot: SlotRecord;
  shut: boolean;
  circle: Placed | undefined;
  past: boolean;
  at: { gridRow: number; gridColumn: number };
}

/** Of a paper: its borders and what is left free inside them. */
const EDGES = { across: 34, down: 26 };
const TIGHT = 14;
/** Of the line that says who convenes, by the font of the title. */
const META = 1.15;

export function Cell({ room, plan, slot, shut, circle, past, at }: Cell) {
  if (!circle) return <span role="cell" class={shut ? 'shut' : 'free'} style={at}>{shut ? _('shut') : _('free')}</span>;
  const { topic, session } = circle;
  const small = plan.tight && past;
  const over = isOver(session);
  const tight = plan.row < 175;
  const meta = Math.max(28, Math.min(40, Math.round(plan.font * 0.8)));
  const tall = small ? plan.past - TIGHT : plan.row - (tight ? TIGHT : EDGES.down) - meta * META;
  const title = titleAt(titleOf(topic), plan.font, plan.column - EDGES.across, tall);
  const live = isRunning(session) && !isRunning(slot) ? 'live' : '';
  return (
    <div role="cell" data-fit class={`paper c ${tight ? 'tight' : ''} ${over ? 'past' : ''} ${live}`} style={{ ...at, '--f': title.font, '--lines': title.lines, '--meta': meta }}>
      <p class="t voice">{titleOf(topic)}</p>
      {!small && <Meta room={room} circle={circle} ended={over && isRunning(slot)} />}
    </div>
  );
}

/** Who convenes it, under its theme's mark, and how many people. */
function Meta({ room, circle, ended }: { room: Reader; circle: Placed; ended: boolean }) {
  const n = peopleOf(room, circle);
  return (
    <p class="m">
      <Mark room={room} topic={circle.topic} />
      <span class="led">{namesOf(circle.topic)}</span>
      {ended ? <span>{_('over')}</span> : n > 0 && <span class="num" aria-label={said(circle, n)}>{of(circle, n)}</span>}
    </p>
  );
}

/** How many, of how many places where they are counted: in an overfull space one reads that it is. */
function of({ session, space }: Placed, n: number): string {
  return isRunning(session) && space?.capacity ? `${n}/${space.capacity}` : String(n);
}

export function said({ session }: Placed, n: number): string {
  if (isOver(session)) return ngettext('{n} person was there', '{n} people were there', n);
  return isRunning(session) ? ngettext('{n} person', '{n} people', n) : ngettext('{n} interested', '{n} interested', n);
}
