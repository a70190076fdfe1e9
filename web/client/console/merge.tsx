// Merging two clusters: which other one, then whose name stays. A drop only opens this: it merges nothing by accident.

import { useSignal, type Signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { _, ngettext } from '../i18n';
import type { ClusterRecord } from '../protocol';
import { sizesOf } from '../screen/room';
import { Modal } from './bits';
import { Choose } from './choose';
import type { Desk } from './desk';
import { focusOn } from './lists';

export function MergeDialog({ desk, id, into: given }: { desk: Desk; id: string; into?: string }) {
  const search = useSignal('');
  const into = useSignal<string | null>(given ?? null);
  const one = desk.reader.get('cluster', id);
  const other = into.value ? desk.reader.get('cluster', into.value) : undefined;
  const close = () => (desk.dialog.value = null);
  return (
    <Modal class="move" title={other ? _('Merge two clusters') : _('Merge into…')} onClose={close}>
      {!one && <p class="empty gone">{_('Someone has just merged or ungrouped it.')}</p>}
      {one && !other && (
        <>
          <p class="quoted voice">{_('“{text}”', { text: one.name })}</p>
          <Choose desk={desk} board={one.board} search={search} verb={_('Go on')} except={id} choose={to => (into.value = to)} />
        </>
      )}
      {one && other && <Stays desk={desk} one={one} other={other} into={into} />}
    </Modal>
  );
}

function Stays({ desk, one, other, into }: { desk: Desk; one: ClusterRecord; other: ClusterRecord; into: Signal<string | null> }) {
  const stays = useSignal(other.id);
  const first = useRef<HTMLInputElement | null>(null);
  useLayoutEffect(() => first.current?.focus(), []);
  const sizes = sizesOf(desk.reader);
  const submit = (event: Event) => {
    event.preventDefault();
    const [goes, kept] = stays.value === other.id ? [one, other] : [other, one];
    desk.dialog.value = null;
    void desk.acts.act({ type: 'MergeClusters', cluster: goes.id, into: kept.id }, _('“{name}” merged into “{into}”.', { name: goes.name, into: kept.name }));
    desk.used(kept.id);
    focusOn(`[data-cluster-id="${kept.id}"]`);
  };
  return (
    <form onSubmit={submit}>
      <fieldset class="db">
        <legend class="lab">{_('Which name stays?')}</legend>
        {[other, one].map((cluster, i) => (
          <label key={cluster.id} class={`opt voice ${stays.value === cluster.id ? 'on' : ''}`}>
            <input type="radio" name="stays" data-first={i === 0 || undefined} ref={i === 0 ? first : undefined} checked={stays.value === cluster.id} onChange={() => (stays.value = cluster.id)} />
            <span class="grow">{cluster.name}</span>
            <span class="n num">{ngettext('{n} idea', '{n} ideas', sizes.get(cluster.id) ?? 0)}</span>
          </label>
        ))}
        <p class="hint">{_('The ideas and the dots of both are counted together. What was merged can be taken out again.')}</p>
      </fieldset>
      <div class="df">
        <button type="button" class="btn" onClick={() => (into.value = null)}>
          {_('Another one…')}
        </button>
        <button class="btn main">{_('Merge')}</button>
      </div>
    </form>
  );
}
