// "Move to…", where a step lets everyone bring ideas together: a search, the board in its order, or a new cluster.

import { useSignal, type Signal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { App } from './app';
import { groups, placeOf } from './clusters';
import { _, ngettext } from './i18n';
import { newId } from './ids';
import { Gommette, Icon, words } from './parts';
import type { IdeaRecord } from './protocol';
import { plain } from './text';

export interface Moving {
  idea: IdeaRecord;
  from: HTMLElement;
}

export function MoveButton({ idea, moving }: { idea: IdeaRecord; moving: Signal<Moving | null> }) {
  return <button class="btn bare" aria-describedby={`i-${idea.id}`} onClick={event => (moving.value = { idea, from: event.currentTarget })}>{_('Move to…')}</button>;
}

export function MoveDialog({ app, board, moving }: { app: App; board: string; moving: Signal<Moving | null> }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const now = moving.value;
  useLayoutEffect(() => {
    if (now && !dialog.current?.open) dialog.current?.showModal();
  }, [now]);
  if (!now) return null;
  const close = () => {
    const moved = dialog.current?.returnValue === 'moved';
    moving.value = null;
    (moved ? next(now.from) : now.from)?.focus();
  };
  return (
    <dialog class="sheet move" ref={dialog} aria-labelledby="move-title" onClose={close} onClick={event => event.target === dialog.current && dialog.current?.close()}>
      <div class="sheet-head">
        <h2 id="move-title">{_('Move to…')}</h2>
        <button class="btn bare" aria-label={_('Close')} onClick={() => dialog.current?.close()}><Icon name="close" /></button>
      </div>
      <blockquote class="paper quoted voice words" lang={words(app)}>{now.idea.text}</blockquote>
      <Choose app={app} board={board} idea={now.idea} dialog={dialog} />
    </dialog>
  );
}

/** Its paper is about to leave: the next one's button, or what stands over the list. */
function next(button: HTMLElement): HTMLElement | null {
  const paper = button.closest('li');
  const near = paper?.nextElementSibling ?? paper?.previousElementSibling;
  return near?.querySelector<HTMLElement>('.btn') ?? document.getElementById('others');
}

interface ChooseProps {
  app: App;
  board: string;
  idea: IdeaRecord;
  dialog: RefObject<HTMLDialogElement | null>;
}

function Choose({ app, board, idea, dialog }: ChooseProps) {
  const search = useSignal('');
  const to = useSignal<string | null>(null);
  const wanted = plain(search.value);
  const all = groups(app, board);
  const found = all.map(group => ({ ...group, entries: group.entries.filter(entry => plain(entry.name).includes(wanted)) })).filter(group => group.entries.length);
  const count = all.reduce((sum, group) => sum + group.entries.length, 0);
  const name = search.value.trim();

  function end(sentence: string): void {
    app.said.value = sentence;
    dialog.current?.close('moved');
  }
  function move(event: Event): void {
    event.preventDefault();
    if (to.value === null) return;
    const cluster = app.store.get('cluster', to.value);
    void app.send({ type: 'MoveIdeas', ideas: [idea.id], to: to.value || null });
    end(cluster ? _('Moved to “{name}”', { name: cluster.name }) : _('Taken out of its cluster'));
  }
  function make(): void {
    if (!name) return document.getElementById('find')?.focus();
    void app.send({ type: 'MakeCluster', cluster: newId(), board, name, ideas: [idea.id] });
    end(_('Moved to “{name}”', { name }));
  }

  const option = (id: string, text: string, n?: number) => (
    <label class="opt" key={id}>
      <input type="radio" name="to" checked={to.value === id} onChange={() => (to.value = id)} />
      <span class="grow voice" lang={words(app)}>{text}</span>
      {n !== undefined && <span class="small soft num">{n}</span>}
    </label>
  );
  return (
    <form onSubmit={move}>
      <div class="find">
        <Icon name="search" />
        <input id="find" class="field" type="text" role="searchbox" aria-label={_('Search')} placeholder={ngettext('Search {n} cluster', 'Search {n} clusters', count)}
          value={search} autocomplete="off" onInput={event => (search.value = event.currentTarget.value)} />
      </div>
      <div class="list" role="radiogroup" aria-label={_('Clusters')}>
        {placeOf(app, idea.id) && !wanted && option('', _('Take it out of its cluster'))}
        {found.map(group => (
          <section key={group.id}>
            {group.name && <h3 class="th"><Gommette hue={group.hue} /> <span lang={words(app)}>{group.name}</span></h3>}
            {group.entries.map(entry => option(entry.id, entry.name, entry.ideas))}
          </section>
        ))}
        {!found.length && <p class="empty">{_('No cluster with these words. “New…” makes one of that name.')}</p>}
      </div>
      <div class="df">
        <button type="button" class="btn" aria-disabled={!name || undefined} onClick={make}>{_('New…')}</button>
        <button class="btn main" aria-disabled={to.value === null || undefined}>{_('Move here')}</button>
      </div>
    </form>
  );
}
