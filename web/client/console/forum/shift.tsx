// It starts when it starts: what has not begun yet of a slot's day is moved by so many minutes at once.

import { useSignal } from '@preact/signals';
import { slotsOf, stateOf } from '../../grid';
import { _, ngettext } from '../../i18n';
import type { SlotRecord } from '../../protocol';
import { Act } from '../bits';
import type { Desk } from '../desk';

/** Begun so much later than planned, what follows is offered to be moved. */
const LATE = 5;
const MINUTE = 60_000;

/** In a slot's dialog: from this slot on, or, once it has begun, what follows it. */
export function Shift({ desk, slot }: { desk: Desk; slot: SlotRecord }) {
  const by = useSignal('10');
  const minutes = Number(by.value);
  const begun = stateOf(slot) !== 'to_come';
  if (begun && !following(desk, slot).length) return null;
  const move = async () => {
    if (!Number.isInteger(minutes) || !minutes) return;
    if (await desk.act('slot', { type: 'ShiftSlots', slot: slot.id, minutes })) desk.say(_('The slots are moved.'));
  };
  return (
    <div class="fieldset">
      <label class="lab" for="shift">{begun ? _('Move what follows, by minutes') : _('Move this slot and what follows, by minutes')}</label>
      <div class="row">
        <input id="shift" class="field num" type="number" step="1" min="-1440" max="1440" value={by} aria-describedby="shift-hint" onInput={event => (by.value = event.currentTarget.value)} />
        <button type="button" class="btn small" onClick={() => void move()}>{_('Move them')}</button>
      </div>
      <p class="hint" id="shift-hint">{_('Below zero: earlier. What has begun stays.')}</p>
    </div>
  );
}

/** While a slot runs that began late and takes the time of those behind it: what follows is to move by as much. */
export function Late({ desk, slot }: { desk: Desk; slot: SlotRecord }) {
  const [next] = following(desk, slot);
  const late = lateBy(slot);
  if (!next || late <= LATE || next.starts - slot.ends >= late + LATE) return null;
  return (
    <p class="row wrap late">
      <span class="grow small">{ngettext('It began {n} minute late.', 'It began {n} minutes late.', late)}</span>
      <Act desk={desk} at="slot" class="small" command={{ type: 'ShiftSlots', slot: slot.id, minutes: late }}>{ngettext('Move what follows by {n} minute', 'Move what follows by {n} minutes', late)}</Act>
    </p>
  );
}

const following = ({ reader }: Desk, slot: SlotRecord) => slotsOf(reader).filter(each => each.n > slot.n && (each.day ?? '') === (slot.day ?? '') && stateOf(each) === 'to_come');

/** Minutes after its hour at which it began, on the clock of the place; below 0: before. */
function lateBy({ day, starts, began_at }: SlotRecord): number {
  if (began_at == null) return 0;
  const planned = day ? new Date(`${day}T00:00`) : new Date(began_at);
  planned.setHours(0, starts, 0, 0);
  return Math.floor((began_at - planned.getTime()) / MINUTE);
}
