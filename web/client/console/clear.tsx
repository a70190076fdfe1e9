// The end of a rehearsal: what goes and what stays, said before it is done.

import { _ } from '../i18n';
import { Modal, Refusal } from './bits';
import type { Desk } from './desk';

export function ClearDialog({ desk }: { desk: Desk }) {
  const close = () => (desk.dialog.value = null);
  const clear = async () => {
    if (!(await desk.act('clear', { type: 'ClearRehearsal' }))) return;
    desk.looking.value = null;
    desk.say(_('Cleared. The workshop begins anew.'));
    close();
  };
  return (
    <Modal title={_('Clear what was tried')} onClose={close}>
      <div class="db">
        <p>{_('What came since the rehearsal began goes for good: people, ideas, clusters, rounds of dots. No step counts as opened.')}</p>
        <p>{_('These stay: what was prepared before, the agenda with all its changes, the title, links and codes.')}</p>
        <p class="small soft">{_('Whoever joined to try joins again.')}</p>
      </div>
      <Refusal desk={desk} at="clear" />
      <div class="df">
        <button type="button" class="btn" data-first onClick={close}>{_('Go on rehearsing')}</button>
        <button type="button" class="btn main" onClick={() => void clear()}>{_('Clear it')}</button>
      </div>
    </Modal>
  );
}
