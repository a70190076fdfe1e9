// A space of the wall: its name, how many it takes, how one gets in, and when it cannot be used; also while circles run.

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { slotsOf } from '../../grid';
import { _ } from '../../i18n';
import { newId } from '../../ids';
import type { SpaceRecord } from '../../protocol';
import { Modal, Refusal } from '../bits';
import type { Desk } from '../desk';
import { problemOf, RuleField, Text } from '../fields';
import { refocus } from '../lists';
import type { Rule } from '../rules';
import { shiftSpace } from './order';
import { spanOf } from './slots';

type Draft = Required<Omit<SpaceRecord, 'kind' | 'n' | 'id'>>;

/** `id` null: a new one. */
export function SpaceDialog({ desk, id }: { desk: Desk; id: string | null }) {
  const space = id ? desk.reader.get('space', id) : undefined;
  const close = () => (desk.dialog.value = null);
  useEffect(() => desk.forget('space'), []);
  return (
    <Modal title={id ? _('Space') : _('New space')} onClose={close}>
      {id && !space ? <div class="db"><p class="empty">{_('Someone has just removed it.')}</p></div> : <Form desk={desk} space={space} close={close} />}
    </Modal>
  );
}

function Form({ desk, space, close }: { desk: Desk; space: SpaceRecord | undefined; close: () => void }) {
  const draft = useSignal<Draft>({ name: space?.name ?? '', capacity: space?.capacity ?? 0, access: space?.access ?? '', strict: !!space?.strict, shut: space?.shut ?? [] });
  const checked = useSignal(false);
  const made = useRef(newId());
  const { name, capacity, access, strict } = draft.value;
  const set = (to: Partial<Draft>) => (draft.value = { ...draft.value, ...to });
  const limit = desk.app.data.limits.title ?? 200;
  const wrong = [problemOf(name, limit, true), problemOf(access, limit, false)];
  const save = async (event: Event) => {
    event.preventDefault();
    checked.value = true;
    if (wrong.some(Boolean)) return void (event.currentTarget as HTMLFormElement | null)?.querySelector<HTMLElement>('.field')?.focus();
    if (!(await desk.act('space', { type: 'PutSpace', space: space?.id ?? made.current, ...draft.value }))) return;
    desk.say(space ? _('The space is changed.') : _('The space is added.'));
    close();
  };
  const seats: Rule = { is: 'count', field: 'capacity', legend: _('How many people it takes'), min: 0, max: 10_000, hint: _('0: not said.') };
  const full: Rule = { is: 'tick', field: 'strict', legend: _('Nobody more comes in once it is full') };
  return (
    <form onSubmit={event => void save(event)}>
      <div class="db">
        <Text label={_('Name')} value={name} set={value => set({ name: value })} limit={limit} first problem={checked.value ? wrong[0] : ''} />
        <RuleField rule={seats} value={capacity} set={value => set({ capacity: Number(value) })} />
        {capacity > 0 && <RuleField rule={full} value={strict} set={value => set({ strict: !!value })} />}
        <Text label={_('Access')} hint={_('How one gets in, hears and sits there: steps, a loop, a quiet corner.')} value={access} set={value => set({ access: value })} limit={limit} problem={checked.value ? wrong[1] : ''} />
        <Shut desk={desk} shut={draft.value.shut} set={shut => set({ shut })} />
        {space && <Moves desk={desk} space={space} close={close} />}
      </div>
      <Refusal desk={desk} at="space" />
      <div class="df"><button class="btn main">{space ? _('Save') : _('Add the space')}</button></div>
    </form>
  );
}

function Shut({ desk, shut, set }: { desk: Desk; shut: string[]; set: (shut: string[]) => void }) {
  const slots = slotsOf(desk.reader);
  if (!slots.length) return null;
  return (
    <fieldset class="choose short">
      <legend class="lab">{_('It cannot be used at')}</legend>
      {slots.map(slot => (
        <label key={slot.id} class="opt">
          <input type="checkbox" checked={shut.includes(slot.id)} onChange={event => set(event.currentTarget.checked ? [...shut, slot.id] : shut.filter(id => id !== slot.id))} />
          <span class="grow num">{spanOf(desk.reader, slot)}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Moves({ desk, space: { id, name }, close }: { desk: Desk; space: SpaceRecord; close: () => void }) {
  const said = useSignal('');
  const shift = (by: 1 | -1) => {
    shiftSpace(desk, id, by, 'space');
    // What stands outside an open dialog is not read aloud.
    said.value = desk.said.peek();
  };
  const remove = async () => {
    if (!(await desk.act('space', { type: 'RemoveSpace', space: id }))) return;
    desk.say(_('“{name}” is removed.', { name }));
    close();
    // What opened it is gone.
    setTimeout(() => refocus(document.querySelector<HTMLElement>('.desk-wall')));
  };
  return (
    <div class="row wrap">
      <button type="button" class="btn small" onClick={() => shift(-1)}>{_('Move left')}</button>
      <button type="button" class="btn small" onClick={() => shift(1)}>{_('Move right')}</button>
      <button type="button" class="btn small" onClick={() => void remove()}>{_('Remove the space')}</button>
      <span class="tiny soft" role="status">{said}</span>
    </div>
  );
}
