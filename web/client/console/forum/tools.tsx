// Over the wall: what is asked, and what one adds.

import type { Signal } from '@preact/signals';
import { slotsOf, spacesOf } from '../../grid';
import { _, ngettext } from '../../i18n';
import { Icon } from '../../parts';
import type { StepRecord } from '../../protocol';
import type { Desk } from '../desk';
import { focusOn } from '../lists';
import type { ForumDialog } from './dialogs';

interface Props {
  desk: Desk;
  step: StepRecord;
  tray: Signal<boolean>;
  loose: number;
}

export function Tools({ desk, step, tray, loose }: Props) {
  const bare = !slotsOf(desk.reader).length || !spacesOf(desk.reader).length;
  const open = (show: ForumDialog) => (desk.dialog.value = { is: 'forum', show });
  return (
    <div class="tools" data-region role="group" aria-label={_('Tools')}>
      <p class="voice">{step.about.prompt}</p>
      {tray.value ? (
        <button type="button" class="btn small" aria-disabled={!loose || bare} onClick={() => (!loose || bare ? desk.say(bare ? _('The wall needs a space and a slot first.') : _('Every topic has its place.')) : open({ of: 'plan' }))}>
          {_('Suggest a place for all')}
        </button>
      ) : (
        <button type="button" class="btn small shows-tray" aria-expanded={false} onClick={() => show(tray)}>
          {ngettext('{n} topic to place', '{n} topics to place', loose)}
        </button>
      )}
      <button type="button" class="btn small" onClick={() => open({ of: 'new' })}>
        <Icon name="plus" /> {_('Topic')}
      </button>
      <button type="button" class="btn small" onClick={() => open({ of: 'space', space: null })}>
        <Icon name="plus" /> {_('Space')}
      </button>
      <button type="button" class="btn small" onClick={() => open({ of: 'slot', slot: null })}>
        <Icon name="plus" /> {_('Slot')}
      </button>
    </div>
  );
}

/** The button that was pressed goes with it. */
function show(tray: Signal<boolean>): void {
  tray.value = true;
  focusOn('.tray .hides');
}
