// Ideas and ballots of people on paper, entered from the console as a helper enters them from theirs.

import { useLayoutEffect } from 'preact/hooks';
import { _ } from '../i18n';
import { Paper } from '../paper';
import { Modal } from './bits';
import type { Desk } from './desk';

/** `person` null: one is chosen first, or (`adding`) added. */
export function PaperDialog({ desk, person, adding }: { desk: Desk; person: string | null; adding?: boolean }) {
  const close = () => (desk.dialog.value = null);
  useLayoutEffect(() => {
    if (!person) document.querySelector<HTMLElement>(adding ? '.paper-desk .add input' : '.paper-desk .who, .paper-desk .add input')?.focus();
  }, []);
  return (
    <Modal class="tall wide-dialog" title={_('On paper')} onClose={close}>
      <div class="db paper-desk">
        <Paper app={desk.app} person={person ?? undefined} onClose={close} />
      </div>
    </Modal>
  );
}
