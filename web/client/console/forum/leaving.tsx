// The circles are left for another step while their slot runs: asked once, whether the slot ends with them.

import { _ } from '../../i18n';
import type { CloseStep, OpenStep } from '../../protocol';
import { Modal } from '../bits';
import type { Desk } from '../desk';
import { runningSlot } from '../../grid';

export function LeavingDialog({ desk, command }: { desk: Desk; command: OpenStep | CloseStep }) {
  const close = () => (desk.dialog.value = null);
  const go = async (ending: boolean) => {
    const slot = runningSlot(desk.reader);
    close();
    if (ending && slot && !(await desk.act('agenda', { type: 'EndSlot', slot: slot.id }))) return;
    await desk.act('agenda', command, undefined, true);
  };
  return (
    <Modal title={_('End the slot too?')} onClose={close}>
      <div class="db">
        <p>{_('A slot runs. Without their step nobody says any more where they are, and the room no longer sees the time that is left.')}</p>
        <p>{_('What people write in reports is kept either way.')}</p>
      </div>
      <div class="df">
        <button type="button" class="btn" onClick={() => void go(false)}>{_('Let it run')}</button>
        <button type="button" class="btn main" data-first onClick={() => void go(true)}>{_('End the slot')}</button>
      </div>
    </Modal>
  );
}
