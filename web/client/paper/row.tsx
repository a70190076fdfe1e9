// One idea entered for somebody, with what became of it; corrected or withdrawn in its own paper.

import { useSignal, type Signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { App } from '../app';
import { giveBack } from '../focus';
import { _ } from '../i18n';
import { refusal, State, words } from '../parts';
import { whole } from '../text';
import type { Desk } from './desk';
import { edit, post, withdraw, type Line } from './entered';
import { enteredBy } from './names';
import { slipOf } from './write';

/** `open`: the step is, so that what was entered may still be changed. */
export function Row({ desk, line, open }: { desk: Desk; line: Line; open: boolean }) {
  const { app } = desk;
  const draft = app.drafts.box(`edit:${line.id}`);
  const editing = useSignal<'no' | 'found' | 'asked'>(draft.peek() ? 'found' : 'no');
  const opener = useRef<HTMLButtonElement>(null);
  const may = line.state === 'refused' || (open && line.state === 'saved');
  const late = line.state === 'late';

  function start(): void {
    if (!draft.peek()) app.drafts.write(`edit:${line.id}`, line.text);
    editing.value = 'asked';
  }
  function close(): void {
    app.drafts.write(`edit:${line.id}`, '');
    editing.value = 'no';
    giveBack(() => opener.current ?? document.getElementById(`lines-${line.board}`));
  }

  return (
    <li class={`paper line-${line.state}`}>
      {editing.value !== 'no' && may ? <Editor desk={desk} line={line} focus={editing.value === 'asked'} onClose={close} /> : (
        <>
          <p class="voice words" lang={words(app)} id={`l-${line.id}`}>{line.text}</p>
          <div class="row">
            <Standing app={app} line={line} />
            {late && <button type="button" class="btn bare small" aria-describedby={`l-${line.id}`} onClick={() => void withdraw(app, line)}>{_('Withdraw')}</button>}
            {may && <button type="button" class="btn bare small" ref={opener} aria-describedby={`l-${line.id}`} onClick={start}>{line.state === 'refused' ? _('Correct') : _('Edit')}</button>}
          </div>
        </>
      )}
    </li>
  );
}

function Standing({ app, line }: { app: App; line: Line }) {
  const slip = line.slip ? <> · {_('slip {n}', { n: line.slip })}</> : null;
  switch (line.state) {
    case 'pending': return <State icon="wait">{app.state.value === 'online' ? _('On its way') : _('Waiting to be sent, it will go by itself')}{slip}</State>;
    case 'refused': return <State icon="cross">{refusal(app, line.item!.refused!).said}</State>;
    case 'late': return <State icon="tick">{_('Saved, late: the facilitator decides whether it joins the others')}{slip}</State>;
    case 'hidden': return <State icon="hidden">{_('Hidden by the facilitator')}{slip}</State>;
    case 'saved': return <State icon="tick">{_('Saved')}{line.n ? <> · <span class="num">{line.n}</span></> : null}{slip}{line.by && <> · {enteredBy(app, line.by)}</>}</State>;
  }
}

interface EditorProps {
  desk: Desk;
  line: Line;
  focus: boolean;
  onClose: () => void;
}

function Editor({ desk, line, focus, onClose }: EditorProps) {
  const { app, said } = desk;
  const box = useRef<HTMLTextAreaElement>(null);
  const draft = app.drafts.box(`edit:${line.id}`);
  const slip = useSignal(line.slip ? String(line.slip) : '');
  const item = line.state === 'refused' ? line.item : undefined;
  useLayoutEffect(() => {
    if (focus) begin(box.current);
  }, []);

  function save(event: Event): void {
    event.preventDefault();
    const text = whole(draft.peek());
    const n = slipOf(slip.peek());
    if (!text.trim() || n === null) return box.current?.focus();
    if (!item && text === line.text) return onClose();
    // A refused posting is a new idea; a refused change is asked again of the same one.
    const again = item?.command.type === 'PostIdea' ? post(app, { ...line, text, slip: n }) : edit(app, line, text);
    void again.then(verdict => (said.value = verdict.ok ? _('Idea saved') : refusal(app, verdict).said));
    if (item) app.dismiss(item);
    onClose();
  }
  function remove(): void {
    if (item) app.dismiss(item);
    else void withdraw(app, line).then(verdict => (said.value = verdict.ok ? _('Withdrawn') : refusal(app, verdict).said));
    onClose();
  }

  return (
    <form class="edit" onSubmit={save} onKeyDown={event => escape(event, onClose)}>
      <textarea
        class="field voice" lang={words(app)} rows={3} ref={box} value={draft} aria-label={_('The idea')}
        onInput={event => app.drafts.write(`edit:${line.id}`, event.currentTarget.value)}
        onKeyDown={event => event.key === 'Enter' && !event.shiftKey && !event.isComposing && save(event)}
      />
      {item && <Again why={refusal(app, item.refused!).then} slip={slip} />}
      <Acts again={!!item} onClose={onClose} onRemove={remove} />
    </form>
  );
}

function Acts({ again, onClose, onRemove }: { again: boolean; onClose: () => void; onRemove: () => void }) {
  return (
    <div class="row acts">
      <button class="btn small">{again ? _('Enter it again') : _('Save')}</button>
      <button type="button" class="btn bare small" onClick={onClose}>{_('Cancel')}</button>
      <button type="button" class="btn bare small" onClick={onRemove}>{again ? _('Throw away') : _('Withdraw')}</button>
    </div>
  );
}

/** What to do about the refusal, and the slip's number, which may be what was wrong. */
function Again({ why, slip }: { why: string; slip: Signal<string> }) {
  return (
    <>
      <p class="small soft">{why}</p>
      <label class="row small">{_('Slip')} <input class="field num short" value={slip} inputMode="numeric" maxLength={4} autocomplete="off" aria-invalid={slipOf(slip.value) === null || undefined} onInput={event => (slip.value = event.currentTarget.value)} /></label>
    </>
  );
}

/** The caret behind the last word, and its buttons in sight. */
function begin(box: HTMLTextAreaElement | null): void {
  box?.focus();
  box?.setSelectionRange(box.value.length, box.value.length);
  box?.form?.scrollIntoView({ block: 'nearest' });
}

/** It closes this alone, not a dialog around it. */
function escape(event: KeyboardEvent, close: () => void): void {
  if (event.key !== 'Escape') return;
  event.preventDefault();
  event.stopPropagation();
  close();
}
