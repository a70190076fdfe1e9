// The rehearsal: everything is tried before the first opening, then cleared; what was changed in the agenda stays.

import { _ } from '../i18n';
import { Act, Refusal } from './bits';
import type { Desk } from './desk';

const rehearsing = (desk: Desk) => !!desk.reader.get('workshop', 'this')?.rehearsal;

export function RehearsalOffer({ desk }: { desk: Desk }) {
  if (rehearsing(desk) || desk.begun()) return null;
  return (
    <section class="offer">
      <p class="small soft">{_('Not sure yet? Try every step first; then all that was tried is cleared.')}</p>
      <Refusal desk={desk} at="rehearsal" />
      <Act desk={desk} at="rehearsal" class="small" command={{ type: 'StartRehearsal' }}>
        {_('Rehearse')}
      </Act>
    </section>
  );
}

export function RehearsalBanner({ desk }: { desk: Desk }) {
  if (!rehearsing(desk)) return null;
  const main = desk.next() === 'clear';
  return (
    <section class="rehearsal" data-region aria-label={_('Rehearsal')}>
      <p class="grow">
        <b>{_('Rehearsal.')}</b> {_('Phones and the screen say so too. Clear it before the real opening.')}
      </p>
      <button type="button" class={`btn small ${main ? 'main' : ''}`} onClick={() => (desk.dialog.value = { is: 'clear' })}>
        {_('Clear what was tried…')}
      </button>
    </section>
  );
}
