// The agenda wall: spaces side by side, slots one under the other; what does not fit is told in numbers, never scrolled to.

import { begins, circlesOf, dayOf, ends, isOver, isRunning, runningSlot, slotsOf, spacesOf, type Placed } from '../../grid';
import { _, ngettext } from '../../i18n';
import type { SlotRecord, SpaceRecord } from '../../protocol';
import { languageOf, Prompt, Rich } from '../bits';
import type { Reader } from '../room';
import { Cell } from './cell';
import { Key } from './key';
import { Now } from './now';
import { nameAt, planOf, THREE_LINES, type Plan } from './plan';
import { useSize, type Size } from './size';
import type { Tick } from './times';

/** The line under the wall that says what its signs mean, where there is room for it. */
const KEY = 54;
const OTHERS = 58;

interface Wall {
  room: Reader;
  tick: Tick;
  /** Counts up where there is more than one page of it. */
  turn: number;
  /** The step's, where the wall is still empty. */
  prompt?: string;
}

export function Wall({ room, tick, turn, prompt = '' }: Wall) {
  const [box, size] = useSize();
  const spaces = spacesOf(room);
  const slots = slotsOf(room);
  return (
    <div class="wallbox" ref={box as never}>
      {spaces.length && slots.length ? (
        size && <Drawn room={room} tick={tick} spaces={spaces} slots={slots} size={size} turn={turn} />
      ) : (
        <>
          <Prompt room={room}>{prompt}</Prompt>
          <p class="empty">{_('The agenda wall will appear here: the spaces, the slots, and the topics placed on it.')}</p>
        </>
      )}
    </div>
  );
}

interface Drawn {
  room: Reader;
  tick: Tick;
  spaces: SpaceRecord[];
  slots: SlotRecord[];
  size: Size;
  turn: number;
}

function Drawn({ room, tick, spaces, slots, size, turn }: Drawn) {
  const circles = circlesOf(room);
  const goesOn = new Set(circles.filter(({ session }) => isRunning(session)).map(({ session }) => session.slot));
  const past = (slot: SlotRecord) => isOver(slot) && !goesOn.has(slot.id);
  const longest = Math.max(...spaces.map(space => space.name.length));
  const now = runningSlot(room);
  const plan = (under: number) => planOf({ width: size.width, height: size.height - under, spaces: spaces.length, longest, slots, past, turn });
  const roomy = plan(KEY);
  const whole = roomy && !roomy.tight && roomy.row >= THREE_LINES ? roomy : plan(0);
  const grid = whole?.others ? plan(OTHERS) : whole;
  if (grid && (!grid.others || !now)) return <Grid room={room} plan={grid} spaces={spaces} circles={circles} past={past} keyed={grid === roomy} />;
  const filled = slots.filter(slot => !past(slot) && circles.some(({ session }) => session.slot === slot.id));
  const shown = now ?? filled[turn % filled.length] ?? slots.find(slot => !past(slot)) ?? slots[slots.length - 1]!;
  return <Now room={room} tick={tick} slot={shown} />;
}

interface Grid extends Pick<Drawn, 'room' | 'spaces'> {
  plan: Plan;
  circles: Placed[];
  past: (slot: SlotRecord) => boolean;
  keyed: boolean;
}

function Grid({ room, plan, spaces, circles, past, keyed }: Grid) {
  const { rows, others } = plan;
  const days = new Set(rows.map(slot => slot.day ?? '')).size > 1;
  const tall = rows.map(slot => (plan.tight && past(slot) ? plan.past : plan.row));
  const style = {
    gridTemplateColumns: `calc(${plan.times} * var(--u)) repeat(${spaces.length}, minmax(0, 1fr))`,
    gridTemplateRows: [plan.head, ...tall].map(size => `calc(${size} * var(--u))`).join(' '),
    '--f': plan.font,
    '--name': nameAt(plan.font),
  };
  return (
    <>
      <div class="wall" role="table" aria-label={_('Agenda wall')} lang={languageOf(room)} style={style}>
        <div role="row">
          <span role="cell" class="corner" />
          {spaces.map(space => (
            <span key={space.id} role="columnheader" class="sp">
              <span class="clamp-2">{space.name}</span>
            </span>
          ))}
        </div>
        {rows.map((slot, i) => (
          <Row key={slot.id} room={room} plan={plan} spaces={spaces} circles={circles} slot={slot} at={i + 2} over={past(slot)} day={days && rows[i - 1]?.day !== slot.day} />
        ))}
      </div>
      {keyed && <Key room={room} circles={circles} />}
      {others > 0 && (
        <p class="beyond soft">
          <Rich text={ngettext('And {n} other slot: all are on your device.', 'And {n} other slots: all are on your device.', others)} />
        </p>
      )}
    </>
  );
}

interface Row extends Pick<Grid, 'room' | 'plan' | 'spaces' | 'circles'> {
  slot: SlotRecord;
  /** Which line of the grid. */
  at: number;
  over: boolean;
  /** A new day begins with it. */
  day: boolean;
}

function Row({ room, plan, spaces, circles, slot, at, over, day }: Row) {
  const here = circles.filter(({ session }) => session.slot === slot.id);
  return (
    <div role="row">
      {isRunning(slot) && <i class="nowrow" aria-hidden="true" style={{ gridRow: at }} />}
      <Times slot={slot} row={at} day={day && !(plan.tight && over)} />
      {spaces.map((space, n) => (
        <Cell
          key={space.id}
          room={room}
          plan={plan}
          slot={slot}
          shut={!!space.shut?.includes(slot.id)}
          circle={here.find(({ session }) => session.space === space.id)}
          past={over}
          at={{ gridRow: at, gridColumn: n + 2 }}
        />
      ))}
    </div>
  );
}

function Times({ slot, row, day }: { slot: SlotRecord; row: number; day: boolean }) {
  return (
    <span role="rowheader" class={`sl num ${isRunning(slot) ? 'now' : ''}`} style={{ gridRow: row }}>
      {begins(slot)}
      <small>{isRunning(slot) ? _('now on') : ends(slot)}</small>
      {day && slot.day && <small class="day">{dayOf(slot, true)}</small>}
    </span>
  );
}
