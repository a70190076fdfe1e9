// The end of a slot's time, wherever one looks on the console: said once, and shown until the slot ends or is extended.

import { useSignal, useSignalEffect } from '@preact/signals';
import { runningSlot } from '../../grid';
import { _ } from '../../i18n';
import { Icon } from '../../parts';
import type { SlotRecord } from '../../protocol';
import { stepsOf } from '../../screen/room';
import type { Desk } from '../desk';
import { timeOf } from './slots';

/** Milliseconds left of a slot that runs, never below zero. */
export const leftOf = (desk: Desk, slot: SlotRecord) => Math.max(0, (slot.ends_at ?? 0) - desk.app.tick.value);

export function SlotUp({ desk }: { desk: Desk }) {
  useTold(desk);
  const slot = runningSlot(desk.reader);
  const home = stepsOf(desk.reader).find(({ about }) => about.kind === 'sessions');
  if (!slot || !home || leftOf(desk, slot) || desk.step() === home) return null;
  return (
    <p class="note straw">
      <Icon name="wait" />
      <span class="grow">{_('The time of the slot {span} is up. Nothing ends by itself.', { span: timeOf(desk.reader, slot) })}</span>
      <button type="button" class="btn small" onClick={() => (desk.looking.value = home.state === 'open' ? null : home.id)}>
        {_('Look at the circles')}
      </button>
    </p>
  );
}

function useTold(desk: Desk): void {
  const before = useSignal<{ slot: string; left: number } | null>(null);
  useSignalEffect(() => {
    const slot = runningSlot(desk.reader);
    const now = slot ? { slot: slot.id, left: leftOf(desk, slot) } : null;
    const old = before.peek();
    if (slot && now && old?.slot === now.slot && old.left > 0 && !now.left) desk.say(_('The time of the slot {span} is up. Nothing ends by itself.', { span: timeOf(desk.reader, slot) }));
    before.value = now;
  });
}
