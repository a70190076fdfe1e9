// « What we propose »: a list that whoever has the pen writes, line by line; each line is an idea on a board of the workshop.

import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { App } from '../app';
import { giveBack } from '../focus';
import { proposedBy, sessionsStep } from '../grid';
import { _ } from '../i18n';
import { newId } from '../ids';
import type { Item } from '../outbox';
import { refusal, State, words } from '../parts';
import type { EditProposed, Field, PostProposed } from '../protocol';
import { whole } from '../text';

interface Props {
  app: App;
  session: string;
  field: Field;
  writing: boolean;
}

interface Line {
  id: string;
  text: string;
  n?: number;
  /** What waits or was refused. */
  item?: Item;
}

type Written = Item & { command: PostProposed | EditProposed };

/** What the circle proposes, what is under way shown as if it were done. */
function lines(app: App, session: string): Line[] {
  const items = app.outbox.items.value.filter((item): item is Written =>
    (item.command.type === 'PostProposed' || item.command.type === 'EditProposed') && item.command.session === session);
  const gone = new Set(app.outbox.pending.value.flatMap(({ command }) => (command.type === 'WithdrawProposed' ? [command.idea] : [])));
  const saved = proposedBy(app.store, session).filter(({ id }) => !gone.has(id)).map(({ id, text, n }): Line => {
    const item = items.filter(({ command }) => command.idea === id).pop();
    return { id, text: item?.command.text ?? text, n, item };
  });
  const known = new Set(saved.map(({ id }) => id));
  const under = items.filter(({ command }) => command.type === 'PostProposed' && !known.has(command.idea) && !gone.has(command.idea));
  return [...saved, ...under.map((item): Line => ({ id: item.command.idea, text: item.command.text, item }))];
}

export function Proposed({ app, session, field, writing }: Props) {
  const all = lines(app, session);
  return (
    <section class="part proposed" data-key={field.id}>
      <h2 id={`part-${field.id}`} tabIndex={-1} lang={words(app)}>{field.title}</h2>
      {writing && field.hint && <p class="hint" lang={words(app)}>{field.hint}</p>}
      {all.length > 0 && <ul>{all.map(line => <Proposal key={line.id} app={app} session={session} line={line} writing={writing} title={`part-${field.id}`} />)}</ul>}
      {!all.length && <p class="small softer">{_('Nothing is proposed yet.')}</p>}
      {writing && <Add app={app} session={session} />}
    </section>
  );
}

const underWay = (session: string) => `line:${session}:`;

/** A line of an earlier page that was neither sent nor stored is in the box again. */
function recall(app: App, session: string): void {
  const known = new Set(app.outbox.items.peek().flatMap(({ command }) => (command.type === 'PostProposed' ? [command.idea] : [])));
  for (const name of app.drafts.names(underWay(session))) {
    const [idea, text] = [name.slice(underWay(session).length), app.drafts.box(name).peek()];
    app.drafts.write(name, '');
    const box = app.drafts.box(`propose:${session}`).peek();
    if (!known.has(idea) && !app.store.get('idea', idea)) app.drafts.write(`propose:${session}`, box ? `${box}\n${text}` : text);
  }
}

function Add({ app, session }: { app: App; session: string }) {
  const name = `propose:${session}`;
  const draft = app.drafts.box(name);
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => recall(app, session), [session]);
  function add(event: Event): void {
    event.preventDefault();
    box.current?.focus();
    const text = whole(draft.peek());
    if (!text.trim()) return;
    // The next line may be begun at once: until this one is stored with what is to be sent, it is kept by itself.
    const idea = newId();
    const line = `${underWay(session)}${idea}`;
    app.drafts.write(line, text);
    app.drafts.write(name, '');
    app.drafts.save();
    void app.send({ type: 'PostProposed', session, idea, text }, undefined, () => app.drafts.write(line, ''))
      .then(verdict => (app.said.value = verdict.ok ? _('The proposal is on the board.') : refusal(app, verdict).said));
  }
  return (
    <form class="add" onSubmit={add}>
      <label class="lab small" for="propose">{_('One more proposal')}</label>
      <div class="row">
        <textarea
          id="propose" class="field voice whole grow" rows={1} ref={box} lang={words(app)} value={draft.value} enterkeyhint="send"
          onInput={event => app.drafts.write(name, event.currentTarget.value)}
          onKeyDown={event => event.key === 'Enter' && !event.shiftKey && !event.isComposing && add(event)}
        />
        <button class="btn">{_('Add')}</button>
      </div>
    </form>
  );
}

function Proposal({ app, session, line, writing, title }: { app: App; session: string; line: Line; writing: boolean; title: string }) {
  const draft = app.drafts.box(`edit:${line.id}`);
  const open = useSignal(false);
  const opener = useRef<HTMLButtonElement>(null);
  const refused = line.item?.refused;
  const close = () => {
    app.drafts.write(`edit:${line.id}`, '');
    open.value = false;
    giveBack(() => opener.current ?? document.getElementById(title));
  };
  const edit = () => {
    if (!draft.peek()) app.drafts.write(`edit:${line.id}`, line.text);
    open.value = true;
  };
  const face = refused ? 'refused' : line.item ? 'pending' : 'posted';
  return (
    <li class={`paper ${face}`}>
      {open.value && writing ? <Editor app={app} session={session} line={line} onClose={close} /> : (
        <>
          <p class="voice words" lang={words(app)} id={`idea-${line.id}`}>{line.text}</p>
          <div class="row">
            <Its app={app} line={line} />
            {writing && (!line.item || refused) && <button class="btn bare small" ref={opener} aria-describedby={`idea-${line.id}`} onClick={edit}>{refused ? _('Take it up again') : _('Edit')}</button>}
            {!writing && refused && <button class="btn bare small" aria-describedby={`idea-${line.id}`} onClick={() => app.dismiss(line.item!)}>{_('Throw away')}</button>}
          </div>
        </>
      )}
    </li>
  );
}

function Its({ app, line }: { app: App; line: Line }) {
  if (line.item?.refused) return <State icon="cross">{refusal(app, line.item.refused).said}</State>;
  if (line.item) return <State icon="wait">{_('On its way')}</State>;
  // Told to facilitators alone, who may have the pen too.
  if (app.store.get('hidden', line.id)) return <State icon="hidden">{_('Hidden by the facilitator')}</State>;
  return <State icon="tick">{board(app) ? _('On the board') : _('Saved')}{line.n ? <> · <span class="num">{_('Proposal {n}', { n: line.n })}</span></> : null}</State>;
}

const board = (app: App) => sessionsStep(app.store)?.about.board;

function Editor({ app, session, line, onClose }: { app: App; session: string; line: Line; onClose: () => void }) {
  const box = useRef<HTMLTextAreaElement>(null);
  const name = `edit:${line.id}`;
  const draft = app.drafts.box(name);
  const refused = line.item?.refused ? line.item : undefined;
  useLayoutEffect(() => {
    box.current?.focus();
    box.current?.setSelectionRange(draft.peek().length, draft.peek().length);
  }, []);
  function save(event: Event): void {
    event.preventDefault();
    const text = whole(draft.peek());
    if (!text.trim()) return box.current?.focus();
    if (!refused && text === line.text) return onClose();
    // One refused before it was there is proposed anew.
    const there = app.store.get('idea', line.id);
    const command: PostProposed | EditProposed = there ? { type: 'EditProposed', session, idea: line.id, text } : { type: 'PostProposed', session, idea: newId(), text };
    void app.send(command, undefined, () => {
      if (refused) app.dismiss(refused);
      onClose();
    });
  }
  function remove(): void {
    if (refused) app.dismiss(refused);
    if (app.store.get('idea', line.id)) void app.send({ type: 'WithdrawProposed', session, idea: line.id });
    onClose();
  }
  return (
    <form class="edit" onSubmit={save} onKeyDown={event => event.key === 'Escape' && onClose()}>
      <textarea class="field voice" lang={words(app)} rows={2} ref={box} value={draft.value} aria-label={_('The proposal')} onInput={event => app.drafts.write(name, event.currentTarget.value)} />
      {refused && <p class="small soft">{refusal(app, refused.refused!).then}</p>}
      <div class="row acts">
        <button class="btn">{_('Save')}</button>
        <button type="button" class="btn bare" onClick={onClose}>{_('Cancel')}</button>
        <button type="button" class="btn bare" onClick={remove}>{refused ? _('Throw away') : _('Withdraw')}</button>
      </div>
    </form>
  );
}
