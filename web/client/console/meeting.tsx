// Who may still come in: the code while the meeting is open, and nobody new while the door is locked.

import { _ } from '../i18n';
import { Act, Heading, Refusal } from './bits';
import type { Desk } from './desk';

export function Meeting({ desk }: { desk: Desk }) {
  const agenda = desk.reader.get('agenda', 'this');
  const open = agenda?.meeting_open ?? true;
  const locked = agenda?.locked ?? false;
  return (
    <section class="meeting">
      <Heading text={locked ? _('Door locked') : open ? _('Meeting open') : _('Meeting closed')} />
      <p class="small soft">
        {locked ? _('Nobody new comes in. Who is in stays, and comes back.') : open ? _('People can join with the code') : _('The code does not work. The QR and who is already in go on.')}
        {open && !locked && ' '}
        {open && !locked && <b class="code num">{desk.door.code}</b>}
      </p>
      <Refusal desk={desk} at="meeting" />
      <div class="row wrap">
        <button type="button" class="btn small" onClick={() => (desk.dialog.value = { is: 'door' })}>
          {_('Code and QR')}
        </button>
        <Act desk={desk} at="meeting" class="small" command={{ type: locked ? 'UnlockDoor' : 'LockDoor' }}>
          {locked ? _('Unlock the door') : _('Lock the door')}
        </Act>
        <Act desk={desk} at="meeting" class="bare small flush" command={{ type: open ? 'CloseMeeting' : 'OpenMeeting' }}>
          {open ? _('Close the meeting') : _('Open the meeting')}
        </Act>
      </div>
    </section>
  );
}
