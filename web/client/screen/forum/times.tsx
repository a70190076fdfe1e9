// The clock of the slot that runs, what is said once it has ended, and the turning of what does not fit at once.

import { useComputed, type ReadonlySignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { clock, clockAt, hasPassed, isOver, nextSlot, runningSlot, slotsOf, slotUnderWay } from '../../grid';
import { _ } from '../../i18n';
import type { SlotRecord, StepRecord } from '../../protocol';
import { Clock, languageOf, Remaining } from '../bits';
import type { Reader } from '../room';

export const TURN_MS = 20_000;
/** Who comes the next morning is not told of the last slot of yesterday. */
const FORGOTTEN_MS = 3 * 60 * 60_000;

export type Tick = ReadonlySignal<number>;

/** Counts up at the same moments on every screen and preview; stands still while the screen is frozen. */
export function useBeat(room: Reader, tick: Tick): number {
  const beat = useComputed(() => Math.floor(tick.value / TURN_MS));
  const frozen = room.get('screen', 'this')?.frozen_at ?? null;
  const last = useRef<number | null>(null);
  if (frozen === null) last.current = beat.value;
  return (last.current ??= Math.floor(frozen! / TURN_MS));
}

interface Head {
  room: Reader;
  tick: Tick;
  title: string;
  /** Where no slot runs, the timebox of this one does. */
  step?: StepRecord | undefined;
}

/** Title and clock. The slot over, its announcement takes their place, so that nothing below it moves. */
export function Head({ room, tick, title, step }: Head) {
  const slot = slotUnderWay(room);
  if (endedSlot(room, tick.value)) return (
    <>
      <h1 class="sr">{title}</h1>
      <Announcement room={room} tick={tick} />
    </>
  );
  return (
    <header class="top forum">
      <h1 class="grow clamp-1" lang={languageOf(room)}>{title}</h1>
      {slot ? <SlotClock slot={slot} tick={tick} /> : step && <Clock step={step} tick={tick} />}
    </header>
  );
}

function SlotClock({ slot, tick }: { slot: SlotRecord; tick: Tick }) {
  if (slot.ends_at == null) return null;
  return (
    <>
      <span class="under soft">{_('Circles under way for another')}</span>
      <Remaining left={Math.max(0, slot.ends_at - tick.value)} minutes={slot.ends - slot.starts} />
    </>
  );
}

/** At the planned end of a slot, until another begins. Nothing comes of it: it is over when it is over. */
export function Announcement({ room, tick }: { room: Reader; tick: Tick }) {
  const slot = endedSlot(room, tick.value);
  const next = slot && nextSlot(room);
  return (
    <div role="status" class="announced">
      {slot && (
        <p>
          <b>{slot.ends_at! <= tick.value ? _('{time}: the slot is over.', { time: clockAt(slot.ends_at!) }) : _('The slot is over.')}</b>{' '}
          <span>{_('It is over when it is over.')}</span>
          {next && next.day === slot.day && <span class="then num">{hasPassed(next, tick.value) ? _('Then the next slot.') : _('Next: {time}', { time: clock(next.starts) })}</span>}
        </p>
      )}
    </div>
  );
}

/** That of the running slot, if its time has come; between two slots, the one that ran last. */
function endedSlot(room: Reader, now: number): SlotRecord | undefined {
  const slot = slotUnderWay(room);
  if (slot) return slot.ends_at != null && slot.ends_at <= now ? slot : undefined;
  const open = room.get('step', room.get('agenda', 'this')?.open ?? '');
  if (runningSlot(room) || open?.about.kind !== 'sessions') return undefined;
  const last = slotsOf(room).filter(slot => isOver(slot) && slot.ends_at != null).sort((a, b) => b.ends_at! - a.ends_at!)[0];
  return last && now - last.ends_at! < FORGOTTEN_MS ? last : undefined;
}
