// One's own ideas: pending, saved, refused, late or hidden are different shapes and different words, not only colours.

import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { App } from './app';
import { giveBack } from './focus';
import { _ } from './i18n';
import { newId } from './ids';
import type { Item } from './outbox';
import { refusal, State, words } from './parts';
import type { EditIdea, PostIdea } from './protocol';
import { whole } from './text';

export interface Own {
  /** Stays the same from pending to saved, so that the paper only changes its face. */
  key: string;
  id: string;
  board: string;
  text: string;
  state: 'pending' | 'refused' | 'posted' | 'late' | 'hidden';
  n?: number;
  /** What waits or was refused. */
  item?: Item;
}

type Written = Item & { command: PostIdea | EditIdea };

/** One's own ideas of a board (of all of them without one), newest first; what is under way is shown as if it were done. */
export function ownIdeas(app: App, board?: string): Own[] {
  const items = app.outbox.items.value;
  const waiting = items.filter(item => !item.refused);
  const withdrawn = new Set(waiting.flatMap(({ command }) => (command.type === 'WithdrawIdea' ? [command.idea] : [])));
  const edits = new Map(waiting.filter(written).flatMap(item => (item.command.type === 'EditIdea' ? [[item.command.idea, item] as const] : [])));

  const saved = [...app.store.all('mine').values()].flatMap((mine): (Own & { order: number })[] => {
    const idea = app.store.get('idea', mine.id);
    if (!idea || withdrawn.has(idea.id)) return [];
    const edit = edits.get(idea.id);
    const state = edit ? 'pending' : ((mine.state ?? 'posted') as Own['state']);
    return [{ order: mine.order ?? 0, key: idea.id, id: idea.id, board: idea.board, text: edit?.command.text ?? idea.text, state, n: idea.n, item: edit }];
  });
  saved.sort((a, b) => b.order - a.order);

  const under = items.filter(written).flatMap((item): Own[] => {
    const { idea: id, text } = item.command;
    const here = app.store.get('mine', id);
    const place = item.command.type === 'PostIdea' ? item.command.board : app.store.get('idea', id)?.board ?? '';
    if (item.refused) return here && item.refused.reason === 'taken' ? [] : [{ key: `${item.client}.${item.cseq}`, id, board: place, text, state: 'refused', item }];
    if (here || withdrawn.has(id) || item.command.type === 'EditIdea') return [];
    return [{ key: id, id, board: place, text: edits.get(id)?.command.text ?? text, state: 'pending', item }];
  });

  return [...under.reverse(), ...saved].filter(idea => !board || idea.board === board);
}

const written = (item: Item): item is Written => item.command.type === 'PostIdea' || item.command.type === 'EditIdea';

export function Mine({ app, idea }: { app: App; idea: Own }) {
  const draft = app.drafts.box(`edit:${idea.key}`);
  // A reload finds what was being changed, and does not take the focus for it.
  const open = useSignal<'no' | 'found' | 'asked'>(draft.peek() ? 'found' : 'no');
  const opener = useRef<HTMLButtonElement>(null);
  const verb = verbOf(app, idea);

  function edit(): void {
    if (verb === 'withdraw') return void app.send({ type: 'WithdrawIdea', idea: idea.id });
    if (!draft.peek()) app.drafts.write(`edit:${idea.key}`, idea.text);
    open.value = 'asked';
  }
  function close(): void {
    app.drafts.write(`edit:${idea.key}`, '');
    open.value = 'no';
    // What one was in may be gone, or be another paper now.
    giveBack(() => opener.current ?? document.getElementById('mine'));
  }

  return (
    <li class={`paper ${idea.state}`}>
      {open.value !== 'no' && verb ? <Editor app={app} idea={idea} focus={open.value === 'asked'} onClose={close} /> : (
        <>
          <p class="voice words" lang={words(app)} id={`w-${idea.key}`}>{idea.text}</p>
          <div class="row">
            <OwnState app={app} idea={idea} />
            {verb && <button class="btn bare" ref={opener} aria-describedby={`w-${idea.key}`} onClick={edit}>{VERBS[verb]()}</button>}
          </div>
        </>
      )}
    </li>
  );
}

const VERBS = {
  edit: () => _('Edit'),
  withdraw: () => _('Withdraw'),
  shorten: () => _('Shorten'),
  again: () => _('Take it up again'),
};

/** What its one button does; null: nothing can be done to it now. */
function verbOf(app: App, { state, item, id, board }: Own): keyof typeof VERBS | null {
  if (state === 'refused') return ['too_long', 'too_big'].includes(item!.refused!.reason) ? 'shorten' : 'again';
  if (state === 'hidden' || !app.store.get('mine', id)) return null;
  const open = [...app.store.all('step').values()].some(({ state, about }) => state === 'open' && about.kind === 'gather' && about.board === board);
  return open ? 'edit' : state === 'late' ? 'withdraw' : null;
}

function OwnState({ app, idea }: { app: App; idea: Own }) {
  switch (idea.state) {
    case 'pending': return <State icon="wait">{slow(app, idea.item!) ? _('Waiting to be sent, it will go by itself') : _('On its way')}</State>;
    case 'refused': return <State icon="cross">{refusal(app, idea.item!.refused!).said}</State>;
    case 'late': return <State icon="tick">{_('Saved, late: the facilitator decides whether it joins the others')}</State>;
    case 'hidden': return <State icon="hidden">{hidden(app.store.get('hidden', idea.id)?.reason)}</State>;
    case 'posted': return <State icon="tick">{_('Saved')}{idea.n ? <> · <span class="num">{idea.n}</span></> : null}</State>;
  }
}

const hidden = (reason: string | undefined) => (reason ? _('Hidden by the facilitator: {reason}', { reason }) : _('Hidden by the facilitator'));

const slow = (app: App, { at }: Item) => app.state.value !== 'online' || (app.tick.value > 0 && Date.now() - at > 5000);

/** In the paper itself. Its text is a draft like any other. */
function Editor({ app, idea, focus, onClose }: { app: App; idea: Own; focus: boolean; onClose: () => void }) {
  const box = useRef<HTMLTextAreaElement>(null);
  const draft = app.drafts.box(`edit:${idea.key}`);
  const refused = idea.state === 'refused' ? idea.item : undefined;

  useLayoutEffect(() => {
    if (!focus) return;
    box.current?.focus();
    box.current?.setSelectionRange(draft.peek().length, draft.peek().length);
    // Its buttons too, which the bar at the foot may cover.
    box.current?.form?.scrollIntoView({ block: 'nearest' });
  }, []);

  function save(event: Event): void {
    event.preventDefault();
    const text = whole(draft.peek());
    if (!text.trim()) return box.current?.focus();
    if (!refused && text === idea.text) return onClose();
    void app.send(change(idea, text), undefined, () => {
      if (refused) app.dismiss(refused);
      onClose();
    });
  }
  function remove(): void {
    if (refused) app.dismiss(refused);
    else void app.send({ type: 'WithdrawIdea', idea: idea.id });
    onClose();
  }

  return (
    <form class="edit" onSubmit={save} onKeyDown={event => event.key === 'Escape' && onClose()}>
      <textarea
        class="field voice" lang={words(app)} rows={4} ref={box} value={draft.value} aria-label={_('The idea')}
        onInput={event => app.drafts.write(`edit:${idea.key}`, event.currentTarget.value)}
      />
      {refused && <p class="small soft">{refusal(app, refused.refused!).then}</p>}
      <div class="row acts">
        <button class="btn">{refused ? _('Post the idea') : _('Save')}</button>
        <button type="button" class="btn bare" onClick={onClose}>{_('Cancel')}</button>
        <button type="button" class="btn bare" onClick={remove}>{refused ? _('Throw away') : _('Withdraw')}</button>
      </div>
    </form>
  );
}

/** A refused posting gets a new id, a refused change is asked again of the same idea. */
function change(idea: Own, text: string): PostIdea | EditIdea {
  const was = idea.item?.command;
  if (idea.state === 'refused' && was?.type === 'PostIdea') return { type: 'PostIdea', idea: newId(), board: was.board, text };
  return { type: 'EditIdea', idea: idea.id, text };
}
