// A cluster's name and theme, a theme's name: small dialogs, the same rules.

import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { _, ngettext } from '../i18n';
import { newId } from '../ids';
import { sizesOf } from '../screen/room';
import { Modal, Name, Refusal } from './bits';
import type { Desk } from './desk';
import { Themes } from './move';

export function ClusterDialog({ desk, id }: { desk: Desk; id: string }) {
  const cluster = desk.reader.get('cluster', id);
  const box = useRef<HTMLInputElement | null>(null);
  const theme = useSignal(cluster?.theme ?? '');
  const close = () => (desk.dialog.value = null);
  if (!cluster) return (
    <Modal title={_('Cluster')} onClose={close}>
      <div class="db">
        <p class="empty">{_('Someone has just ungrouped it.')}</p>
      </div>
    </Modal>
  );
  const save = (event: Event) => {
    event.preventDefault();
    const name = box.current?.value.trim() ?? '';
    if (!name) return box.current?.focus();
    if (name !== cluster.name) void desk.act('sort', { type: 'NameCluster', cluster: id, name });
    if (theme.value !== (cluster.theme ?? '')) void desk.act('sort', { type: 'FileCluster', cluster: id, theme: theme.value || null });
    close();
  };
  const ungroup = () => {
    void desk.act('sort', { type: 'UngroupCluster', cluster: id });
    desk.say(_('Ungrouped: its ideas are back among those to sort.'));
    close();
  };
  const n = sizesOf(desk.reader).get(id) ?? 0;
  return (
    <Modal title={_('Cluster')} onClose={close}>
      <form onSubmit={save}>
        <div class="db">
          <label class="lab" for="cluster-name">{_('Name')}</label>
          <Name desk={desk} id="cluster-name" box={box} value={cluster.name} />
          <Themes desk={desk} chosen={theme} />
          <button type="button" class="btn bare small flush" onClick={ungroup}>
            {ngettext('Ungroup: its idea goes back to what is to sort', 'Ungroup: its {n} ideas go back to what is to sort', n)}
          </button>
        </div>
        <div class="df">
          <button class="btn main">{_('Save')}</button>
        </div>
      </form>
    </Modal>
  );
}

/** `id` null: a new one. */
export function ThemeDialog({ desk, id }: { desk: Desk; id: string | null }) {
  const box = useRef<HTMLInputElement | null>(null);
  const name = id ? (desk.reader.get('theme', id)?.name ?? '') : '';
  const close = () => (desk.dialog.value = null);
  const save = async (event: Event) => {
    event.preventDefault();
    const typed = box.current?.value.trim() ?? '';
    if (!typed) return box.current?.focus();
    const done = desk.act('theme', id ? { type: 'NameTheme', theme: id, name: typed } : { type: 'MakeTheme', theme: newId(), name: typed });
    if (await done) close();
  };
  return (
    <Modal title={id ? _('Theme') : _('New theme')} onClose={close}>
      <form onSubmit={event => void save(event)}>
        <div class="db">
          <label class="lab" for="theme-name">{_('Name')}</label>
          <Name desk={desk} id="theme-name" box={box} value={name} />
          {!id && <p class="hint">{_('It takes the next colour, and keeps it for good.')}</p>}
        </div>
        <Refusal desk={desk} at="theme" />
        <div class="df">
          <button class="btn main">{id ? _('Save') : _('Make it')}</button>
        </div>
      </form>
    </Modal>
  );
}
