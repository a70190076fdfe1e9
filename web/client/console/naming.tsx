// A cluster's name, theme and place, what was merged into it; a theme's name and place: small dialogs, the same rules.

import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { _, ngettext } from '../i18n';
import { newId } from '../ids';
import type { ClusterRecord, MergedRecord, ThemeRecord } from '../protocol';
import { sizesOf } from '../screen/room';
import { Modal, Name, Refusal } from './bits';
import { Themes } from './choose';
import type { Desk } from './desk';
import { Born } from './forum/born';
import { refocus } from './lists';
import { shiftCluster, shiftTheme } from './order';

export function ClusterDialog({ desk, id }: { desk: Desk; id: string }) {
  const cluster = desk.reader.get('cluster', id);
  return (
    <Modal title={_('Cluster')} onClose={() => (desk.dialog.value = null)}>
      {cluster ? <Whole desk={desk} cluster={cluster} /> : (
        <div class="db">
          <p class="empty">{_('Someone has just merged or ungrouped it.')}</p>
        </div>
      )}
    </Modal>
  );
}

function Whole({ desk, cluster }: { desk: Desk; cluster: ClusterRecord }) {
  const { id } = cluster;
  const box = useRef<HTMLInputElement | null>(null);
  const theme = useSignal(cluster.theme ?? '');
  const close = () => (desk.dialog.value = null);
  const save = (event: Event) => {
    event.preventDefault();
    const name = box.current?.value.trim() ?? '';
    if (!name) return box.current?.focus();
    if (name !== cluster.name) void desk.acts.act({ type: 'NameCluster', cluster: id, name }, _('Named “{name}”.', { name }));
    if (theme.value !== (cluster.theme ?? '')) file(desk, { ...cluster, name }, theme.value || null);
    close();
  };
  const ungroup = () => {
    void desk.acts.act({ type: 'UngroupCluster', cluster: id }, _('“{name}” ungrouped: its ideas are back among those to sort.', { name: cluster.name }));
    close();
  };
  const n = sizesOf(desk.reader).get(id) ?? 0;
  return (
    <form onSubmit={save}>
      <div class="db">
        <label class="lab" for="cluster-name">{_('Name')}</label>
        <Name desk={desk} id="cluster-name" box={box} value={cluster.name} />
        <Themes desk={desk} chosen={theme} />
        <Shift desk={desk} shift={by => shiftCluster(desk, id, by)} />
        <div class="row wrap">
          <button type="button" class="btn small" onClick={() => (desk.dialog.value = { is: 'merge', cluster: id })}>
            {_('Merge into…')}
          </button>
          <button type="button" class="btn small" onClick={ungroup}>
            {ngettext('Ungroup: its idea goes back to what is to sort', 'Ungroup: its {n} ideas go back to what is to sort', n)}
          </button>
        </div>
        <Born desk={desk} of={`cluster:${id}`} text={cluster.name} />
        <Merged desk={desk} id={id} />
      </div>
      <div class="df">
        <button class="btn main">{_('Save')}</button>
      </div>
    </form>
  );
}

function file(desk: Desk, { id, name }: ClusterRecord, theme: string | null): void {
  const under = (theme ? desk.reader.get('theme', theme)?.name : undefined) ?? _('Under no theme');
  void desk.acts.act({ type: 'FileCluster', cluster: id, theme }, _('“{name}” filed under “{theme}”.', { name, theme: under }));
}

function Shift({ desk, shift }: { desk: Desk; shift: (by: 1 | -1) => void }) {
  const said = useSignal('');
  const press = (by: 1 | -1) => {
    shift(by);
    // What stands outside an open dialog is not read aloud.
    said.value = desk.said.peek();
  };
  return (
    <div class="row wrap" role="group" aria-label={_('Its place')}>
      <button type="button" class="btn small" onClick={() => press(-1)}>
        {_('Move up')}
      </button>
      <button type="button" class="btn small" onClick={() => press(1)}>
        {_('Move down')}
      </button>
      <span class="tiny soft" role="status">{said}</span>
    </div>
  );
}

/** What was merged into this one, by itself or within another: each can be taken out again. */
function Merged({ desk, id }: { desk: Desk; id: string }) {
  const merged = [...desk.reader.all('merged').values()].filter(one => endOf(desk, one) === id);
  if (!merged.length) return null;
  const unmerge = async ({ id: cluster, name }: MergedRecord, button: HTMLElement) => {
    const dialog = button.closest('dialog');
    await desk.acts.act({ type: 'UnmergeCluster', cluster }, _('“{name}” is a cluster of its own again.', { name }));
    setTimeout(() => refocus(dialog));
  };
  return (
    <section class="merged">
      <h3 class="k">{_('Merged into it')}</h3>
      <ul>
        {merged.map(one => (
          <li key={one.id} class="row">
            <span class="voice grow">{one.name}</span>
            <button type="button" class="btn small" onClick={event => void unmerge(one, event.currentTarget)}>
              {_('Take it out again')}
              <span class="sr"> {one.name}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function endOf(desk: Desk, merged: MergedRecord): string {
  const further = desk.reader.get('merged', merged.into);
  return further ? endOf(desk, further) : merged.into;
}

/** `id` null: a new one. */
export function ThemeDialog({ desk, id }: { desk: Desk; id: string | null }) {
  const box = useRef<HTMLInputElement | null>(null);
  const theme = id ? desk.reader.get('theme', id) : undefined;
  const close = () => (desk.dialog.value = null);
  const save = async (event: Event) => {
    event.preventDefault();
    const name = box.current?.value.trim() ?? '';
    if (!name) return box.current?.focus();
    const command = id ? ({ type: 'NameTheme', theme: id, name } as const) : ({ type: 'MakeTheme', theme: newId(), name } as const);
    if (await desk.acts.act(command, id ? _('Named “{name}”.', { name }) : _('Made: “{name}”.', { name }), 'theme')) close();
  };
  return (
    <Modal title={id ? _('Theme') : _('New theme')} onClose={close}>
      <form onSubmit={event => void save(event)}>
        <div class="db">
          <label class="lab" for="theme-name">{_('Name')}</label>
          <Name desk={desk} id="theme-name" box={box} value={theme?.name ?? ''} />
          {!id && <p class="hint">{_('It takes the next colour, and keeps it for good.')}</p>}
          {theme && <Place desk={desk} theme={theme} close={close} />}
        </div>
        <Refusal desk={desk} at="theme" />
        <div class="df">
          <button class="btn main">{id ? _('Save') : _('Make it')}</button>
        </div>
      </form>
    </Modal>
  );
}

function Place({ desk, theme: { id, name }, close }: { desk: Desk; theme: ThemeRecord; close: () => void }) {
  const n = [...desk.reader.all('cluster').values()].filter(cluster => cluster.theme === id).length;
  const remove = () => {
    void desk.acts.act({ type: 'RemoveTheme', theme: id }, _('Theme “{name}” removed.', { name }));
    close();
  };
  return (
    <>
      <Shift desk={desk} shift={by => shiftTheme(desk, id, by)} />
      <button type="button" class="btn small" onClick={remove}>
        {n ? ngettext('Remove: its cluster goes under no theme', 'Remove: its {n} clusters go under no theme', n) : _('Remove')}
      </button>
    </>
  );
}
