// A slot of the wall: its times, and how it runs; added and changed also while circles run.

import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { slotsOf, stateOf } from '../../grid';
import { _, ngettext } from '../../i18n';
import { newId } from '../../ids';
import type { SlotRecord } from '../../protocol';
import { Act, Modal, Refusal } from '../bits';
import type { Desk } from '../desk';
import { refocus } from '../lists';
import { Show } from '../stagehand';
import { Shift } from './shift';
import { boxed, minutesLeft, minutesOf } from './reading';
import { spanOf } from './slots';

/** Between two slots, to change circles. */
const BREAK = 10;
const LENGTH = 40;
const MORE = 5;
const MORNING = 9 * 60;
const LAST = 24 * 60 - 1;

/** `id` null: a new one. */
export function SlotDialog({ desk, id }: { desk: Desk; id: string | null }) {
  const slot = id ? desk.reader.get('slot', id) : undefined;
  const close = () => (desk.dialog.value = null);
  useEffect(() => desk.forget('slot'), []);
  return (
    <Modal title={slot ? _('Slot {time}', { time: spanOf(desk.reader, slot) }) : id ? _('Slot') : _('New slot')} onClose={close}>
      {id && !slot ? <div class="db"><p class="empty">{_('Someone has just removed it.')}</p></div> : (
        <>
          {slot && <Runs desk={desk} slot={slot} />}
          <Form desk={desk} slot={slot} close={close} />
        </>
      )}
    </Modal>
  );
}

function Runs({ desk, slot }: { desk: Desk; slot: SlotRecord }) {
  const { id } = slot;
  const state = stateOf(slot);
  const left = minutesLeft(desk, slot.ends_at ?? 0);
  return (
    <div class="quoted">
      <p>
        {state === 'to_come' && _('It has not begun.')}
        {state === 'running' && (left ? ngettext('It runs: {n} min left.', 'It runs: {n} min left.', left) : _('The time is up; nothing closes by itself.'))}
        {state === 'over' && _('It is over.')}
      </p>
      <div class="row wrap">
        {state === 'running' && <Act desk={desk} at="slot" class="small" again command={{ type: 'ExtendSlot', slot: id, minutes: MORE }}>{_('+ {n} min', { n: MORE })}</Act>}
        {state === 'running' && <Act desk={desk} at="slot" class="small" again command={{ type: 'ExtendSlot', slot: id, minutes: -MORE }}>{_('− {n} min', { n: MORE })}</Act>}
        {state === 'running' && <Act desk={desk} at="slot" class="small" command={{ type: 'EndSlot', slot: id }}>{_('End the slot')}</Act>}
        {state !== 'running' && <Act desk={desk} at="slot" class="small" command={{ type: 'StartSlot', slot: id }}>{state === 'over' ? _('Start it again') : _('Start it now')}</Act>}
        <Show desk={desk} class="small" on={`slot:${id}`} />
      </div>
    </div>
  );
}

function Form({ desk, slot, close }: { desk: Desk; slot: SlotRecord | undefined; close: () => void }) {
  const draft = useSignal(useRef(slot ?? after(slotsOf(desk.reader).pop())).current);
  const made = useRef(newId());
  const { starts, ends, day = '' } = draft.value;
  const wrong = ends <= starts ? _('It ends before it starts.') : '';
  const save = async (event: Event) => {
    event.preventDefault();
    if (wrong) return;
    if (!(await desk.act('slot', { type: 'PutSlot', slot: slot?.id ?? made.current, starts, ends, day }))) return;
    desk.say(slot ? _('The slot is changed.') : _('The slot is added.'));
    close();
  };
  const remove = async () => {
    if (!slot || !(await desk.act('slot', { type: 'RemoveSlot', slot: slot.id }))) return;
    desk.say(_('The slot is removed.'));
    close();
    // What opened it is gone.
    setTimeout(() => refocus(document.querySelector<HTMLElement>('.desk-wall')));
  };
  return (
    <form onSubmit={event => void save(event)}>
      <div class="db">
        <div class="row wrap slot-times">
          <Time label={_('Starts')} value={starts} first set={at => (draft.value = { ...draft.value, starts: at, ends: at < ends ? ends : Math.min(LAST, at + LENGTH) })} />
          <Time label={_('Ends')} value={ends} wrong={wrong} set={at => (draft.value = { ...draft.value, ends: at })} />
        </div>
        {wrong && <p class="wrong" id="slot-wrong">{wrong}</p>}
        <div class="fieldset">
          <label class="lab" for="slot-day">{_('Day')}</label>
          <input id="slot-day" class="field num" type="date" value={day} aria-describedby="slot-day-hint" onChange={event => (draft.value = { ...draft.value, day: event.currentTarget.value })} />
          <p class="hint" id="slot-day-hint">{_('Only where the workshop takes several days.')}</p>
        </div>
        {slot && <Shift desk={desk} slot={slot} />}
        {slot && <button type="button" class="btn small" onClick={() => void remove()}>{_('Remove the slot')}</button>}
      </div>
      <Refusal desk={desk} at="slot" />
      <div class="df"><button class="btn main" aria-disabled={!!wrong}>{slot ? _('Save') : _('Add the slot')}</button></div>
    </form>
  );
}

interface Time {
  label: string;
  value: number;
  set: (minutes: number) => void;
  wrong?: string;
  first?: boolean;
}

function Time({ label, value, set, wrong, first }: Time) {
  const id = useId();
  return (
    <div class="fieldset">
      <label class="lab" for={id}>{label}</label>
      <input
        id={id}
        class="field num"
        type="time"
        required
        data-first={first ? '' : undefined}
        value={boxed(value)}
        aria-invalid={!!wrong}
        aria-describedby={wrong ? 'slot-wrong' : undefined}
        onInput={event => {
          const at = minutesOf(event.currentTarget.value);
          if (at !== null) set(at);
        }}
      />
    </div>
  );
}

/** As long as the last one, a break behind it. */
function after(last: SlotRecord | undefined): { starts: number; ends: number; day?: string } {
  if (!last) return { starts: MORNING, ends: MORNING + LENGTH };
  const starts = Math.min(LAST - 1, last.ends + BREAK);
  return { starts, ends: Math.min(LAST, starts + last.ends - last.starts), day: last.day };
}
