// A free cell that was chosen first: which topic goes there.

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { titleOf } from '../../grid';
import { _ } from '../../i18n';
import { Modal } from '../bits';
import type { Desk } from '../desk';
import { focusOn } from '../lists';
import { place } from './acts';
import { Listed, Option } from './choosing';
import { convenedBy, elsewhere, foundIn, looseOf } from './reading';
import { placeName } from './slots';

export function FillDialog({ desk, slot, space }: { desk: Desk; slot: string; space: string }) {
  const search = useSignal('');
  const to = useSignal('');
  const loose = looseOf(desk.reader);
  const found = foundIn(desk, loose, search.value);
  useEffect(() => desk.forget('place'), []);
  const choose = async (topic: string) => {
    if (!(await place(desk, topic, slot, space, 'place'))) return;
    if (desk.dialog.peek()?.is === 'forum') desk.dialog.value = null;
    focusOn(`.desk-wall [data-session="${topic}"]`);
  };
  return (
    <Modal class="move tall" title={placeName(desk.reader, desk.reader.get('slot', slot), desk.reader.get('space', space)) || _('Place a topic')} onClose={() => (desk.dialog.value = null)}>
      <Listed
        desk={desk}
        at="place"
        search={search}
        label={_('Search the topics to place')}
        legend={_('Topics to place')}
        verb={_('Place it here')}
        to={to}
        only={found.length === 1 ? found[0]!.id : undefined}
        choose={topic => void choose(topic)}
      >
        {found.map(topic => {
          const busy = elsewhere(desk, topic, slot);
          return (
            <Option key={topic.id} name="topic" value={topic.id} to={to} voice says={topic.n}>
              {titleOf(topic)}
              <span class="says tool">{busy ? _('{name} convenes “{title}” then.', busy) : convenedBy(desk, topic)}</span>
            </Option>
          );
        })}
        {!found.length && <p class="empty">{loose.length ? _('No topic with these words.') : _('Every topic has its place.')}</p>}
      </Listed>
    </Modal>
  );
}
