// A round is revealed once and for all: where ballots on paper are not in yet, that is asked first.

import { _, ngettext } from '../i18n';
import type { RoundRecord } from '../protocol';
import { Modal, Refusal } from './bits';
import type { Desk } from './desk';

/** How many ballots on paper are not in, as the helpers' page counts them. */
export const awaited = ({ reader }: Desk, round: RoundRecord): number => reader.get('paper', round.id)?.awaited?.length ?? 0;

export function Awaited({ n }: { n: number }) {
  return <>{ngettext('{n} paper ballot is not entered yet.', '{n} paper ballots are not entered yet.', n)}</>;
}

export function RevealDialog({ desk, id }: { desk: Desk; id: string }) {
  const round = desk.reader.get('round', id);
  if (!round) return null;
  const close = () => (desk.dialog.value = null);
  const open = desk.openStep()?.id === round.step;
  const enter = async () => {
    if (round.state === 'closed' && !(await desk.act('reveal', { type: 'ReopenRound', round: id }))) return;
    desk.dialog.value = { is: 'paper', person: null };
  };
  const reveal = async () => {
    if (await desk.act('reveal', { type: 'RevealRound', round: id })) close();
  };
  return (
    <Modal title={_('Reveal')} onClose={close}>
      <div class="db">
        <p><b><Awaited n={awaited(desk, round)} /></b></p>
        <p>{_('As soon as it is revealed the round is sealed: no ballot can be entered any more.')}</p>
        {!open && <p>{_('To enter them, reopen the round, then its step.')}</p>}
      </div>
      <Refusal desk={desk} at="reveal" />
      <div class="df">
        <button type="button" class="btn" onClick={() => void reveal()}>{_('Reveal all the same')}</button>
        <button type="button" class="btn main" data-first onClick={() => (open ? void enter() : close())}>{open ? _('Reopen the round and enter them') : _('Not yet')}</button>
      </div>
    </Modal>
  );
}
