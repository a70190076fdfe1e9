// The slots as they are run by hand: which one runs and for how long yet, which comes next. Nothing ends by itself.

import { circlesOf, hasPassed, isRunning, nextSlot, runningSlot, slotsOf, stateOf, until } from '../../grid';
import { _, ngettext } from '../../i18n';
import type { SlotRecord, StepRecord } from '../../protocol';
import { Act, Refusal } from '../bits';
import type { Desk } from '../desk';
import { Late } from './shift';
import { leftOf } from './slotup';
import { spanOf, timeOf } from './slots';

const MORE = 5;

export function Running({ desk, step }: { desk: Desk; step: StepRecord }) {
  const { reader } = desk;
  const slots = slotsOf(reader);
  const running = runningSlot(reader);
  if (!slots.length) return null;
  return (
    <div class={running ? 'slot-bar on' : 'slot-bar'} role="group" aria-label={_('Slots')}>
      {running ? <Now desk={desk} slot={running} /> : <Between desk={desk} step={step} />}
      <Refusal desk={desk} at="slot" />
    </div>
  );
}

function Now({ desk, slot }: { desk: Desk; slot: SlotRecord }) {
  const next = nextSlot(desk.reader);
  return (
    <>
      <p class="grow">
        <b class="num">{timeOf(desk.reader, slot)}</b> <Clock left={leftOf(desk, slot)} />
        <span class="tiny soft"><span class="num">{until(slot)}</span> · <There desk={desk} slot={slot.id} /></span>
      </p>
      <span class="row wrap">
        <Act desk={desk} at="slot" class="small" again command={{ type: 'ExtendSlot', slot: slot.id, minutes: MORE }}>
          {_('+ {n} min', { n: MORE })}
        </Act>
        {next && (
          <Act desk={desk} at="slot" class="small" command={{ type: 'StartSlot', slot: next.id }}>
            {hasPassed(next, desk.app.now()) ? _('Go on to the next slot') : _('Go on to {time}', { time: timeOf(desk.reader, next) })}
          </Act>
        )}
        <Act desk={desk} id={`end:${slot.id}`} at="slot" class="small" command={{ type: 'EndSlot', slot: slot.id }}>
          {_('End the slot')}
        </Act>
      </span>
      <Late desk={desk} slot={slot} />
    </>
  );
}

function Clock({ left }: { left: number }) {
  if (!left) return <span class="left up">{_('Time is up')}</span>;
  const seconds = Math.ceil(left / 1000);
  return (
    <span class="left num" role="timer" aria-live="off">
      <span class="sr">{_('time left')} </span>
      {`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`}
    </span>
  );
}

/** How many circles meet in it, and how many people are in one. */
function There({ desk, slot }: { desk: Desk; slot: string }) {
  const circles = circlesOf(desk.reader).filter(({ session }) => session.slot === slot);
  const people = circles.reduce((sum, { id }) => sum + (desk.reader.get('attendance', id)?.here ?? 0), 0);
  return (
    <>
      {ngettext('{n} circle', '{n} circles', circles.length)}
      {people > 0 && <> · {ngettext('{n} person there', '{n} people there', people)}</>}
    </>
  );
}

function Between({ desk, step }: { desk: Desk; step: StepRecord }) {
  const { reader } = desk;
  const next = nextSlot(reader);
  const over = slotsOf(reader).filter(slot => stateOf(slot) === 'over').pop();
  const on = circlesOf(reader).filter(({ session }) => isRunning(session)).length;
  const open = step.state === 'open';
  return (
    <>
      <p class="grow">
        {next ? <>{hasPassed(next, desk.app.now()) ? _('Next slot, planned for:') : _('Next slot:')} <b class="num">{spanOf(desk.reader, next)}</b></> : over ? _('All slots are over.') : _('No slot to start yet.')}{' '}
        {next && <span class="tiny soft"><There desk={desk} slot={next.id} /></span>}
        {on > 0 && <span class="tiny soft">{ngettext('{n} circle goes on beyond its slot.', '{n} circles go on beyond their slot.', on)}</span>}
        {next && !open && <span class="tiny soft">{_('Open this step to start it.')}</span>}
      </p>
      <span class="row wrap">
        {open && over && (
          <Act desk={desk} at="slot" class="bare small" command={{ type: 'StartSlot', slot: over.id }}>
            {_('Start {time} again', { time: timeOf(desk.reader, over) })}
          </Act>
        )}
        {open && next && (
          <Act desk={desk} id={`start:${next.id}`} at="slot" class="small" command={{ type: 'StartSlot', slot: next.id }}>
            {_('Start the slot')}
          </Act>
        )}
      </span>
    </>
  );
}
