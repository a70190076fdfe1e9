// The end of a rehearsal: what goes and what stays, said before it is done.

import { _, ngettext } from '../i18n';
import { Modal, Refusal } from './bits';
import type { Desk } from './desk';

export function ClearDialog({ desk }: { desk: Desk }) {
  const { reader } = desk;
  const crowd = reader.get('crowd', 'this');
  const ideas = reader.all('idea').size;
  const clusters = reader.all('cluster').size;
  const close = () => (desk.dialog.value = null);
  const clear = async () => {
    if (!(await desk.act('clear', { type: 'ClearRehearsal' }))) return;
    desk.looking.value = null;
    desk.say(_('Cleared. The workshop begins anew.'));
    close();
  };
  const people = crowd?.people ?? 0;
  const gone = [
    people && ngettext('{n} person', '{n} people', people),
    ideas && ngettext('{n} idea', '{n} ideas', ideas),
    clusters && ngettext('{n} cluster', '{n} clusters', clusters),
  ].filter(Boolean).join(', ');
  return (
    <Modal title={_('Clear what was tried')} onClose={close}>
      <div class="db">
        <p>{gone ? _('These go for good, with every round of dots: {what}.', { what: gone }) : _('Every round of dots goes for good, and no step counts as opened.')}</p>
        <p>{_('These stay: the agenda with all its changes, the title, links and codes, what is printed.')}</p>
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
