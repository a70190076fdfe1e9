// Proposing a topic: a title, a few words, and what it is born of.

import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { App } from '../app';
import { drawn } from '../focus';
import { _, ngettext } from '../i18n';
import { newId } from '../ids';
import { LIMITS } from '../limits';
import { refusal, words } from '../parts';
import type { StepRecord } from '../protocol';
import { length, whole } from '../text';
import { brief } from './chain';
import { mostEach, ownTopics, takesTopics } from './topics';

/** Boxes whose words survive a reload. */
export const TITLE = 'topic', WORDS = 'topic:words', ORIGIN = 'topic:origin';

/** Something is written in them, or somebody is about to. */
export function unfinished(app: App): boolean {
  return !!(app.drafts.box(TITLE).value || app.drafts.box(WORDS).value) || /^topic(-words)?$/.test(document.activeElement?.id ?? '');
}

export function Propose({ app, step }: { app: App; step?: StepRecord }) {
  const [title, text, origin] = [TITLE, WORDS, ORIGIN].map(name => app.drafts.box(name));
  const said = useSignal('');
  const busy = useRef(false);
  const box = useRef<HTMLInputElement>(null);
  const open = takesTopics(step);
  const left = topicsLeft(app);

  function propose(event: Event): void {
    event.preventDefault();
    const [what, few, from] = [whole(title!.peek()), whole(text!.peek()), origin!.peek()];
    said.value = what.trim() ? '' : _('Give it a title first.');
    if (!what.trim()) return box.current?.focus();
    if (busy.current || left === 0 || !open) return;
    busy.current = true;
    void app.send({ type: 'ProposeTopic', topic: newId(), title: what, words: few, origin: from || null }, undefined, () => {
      busy.current = false;
      // Cleared only now that it is kept elsewhere, and only of what was sent.
      if (whole(title!.peek()) === what) app.drafts.write(TITLE, '');
      if (whole(text!.peek()) === few) app.drafts.write(WORDS, '');
      app.drafts.write(ORIGIN, '');
    }).then(verdict => (app.said.value = verdict.ok ? _('Topic saved') : refusal(app, verdict).said));
  }
  function throwAway(): void {
    [TITLE, WORDS, ORIGIN].forEach(name => app.drafts.write(name, ''));
  }

  return (
    <form class="write propose" onSubmit={propose}>
      <From app={app} />
      <label class="lab" for="topic">{_('A topic')}</label>
      <input id="topic" class="field voice" ref={box} value={title} autocomplete="off" aria-describedby="topic-hint" onInput={event => app.drafts.write(TITLE, event.currentTarget.value)} />
      <label class="lab" for="topic-words">{_('A few words on it (if you wish)')}</label>
      <textarea id="topic-words" class="field voice" rows={2} value={text} onInput={event => app.drafts.write(WORDS, event.currentTarget.value)}
        onKeyDown={event => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && propose(event)} />
      <div class="row act">
        <span id="topic-hint" class="tiny softer grow" role={said.value ? 'alert' : undefined}>{said.value || hint(app, title!.value, text!.value, open, left)}</span>
        {open ? <button class="btn main" aria-disabled={left === 0 || undefined}>{_('Propose the topic')}</button>
          : <button type="button" class="btn" onClick={throwAway}>{_('Throw away')}</button>}
      </div>
    </form>
  );
}

function hint(app: App, title: string, text: string, open: boolean, left: number) {
  if (!open) return _('No topic can be proposed now. Your text stays on this device.');
  if (left === 0) return _('You have proposed as many topics as this marketplace takes. Withdraw one to propose another.');
  const over = tooLong(app, title, text);
  if (over) return <span class="over">{ngettext('{n} character too many.', '{n} characters too many.', over)}</span>;
  if (!app.outbox.stored.value) return <b>{_('This browser keeps nothing: leave this page open until all is saved.')}</b>;
  return _('You convene it: you open its circle. Draft kept on this device.');
}

/** By how many characters a title or its words are over their limits; 0: they are not. */
export function tooLong(app: App, title: string, text: string): number {
  const { title: line = LIMITS.title, topic_words: few = LIMITS.topic_words } = app.data.limits;
  return Math.max(0, length(title) - line) || Math.max(0, length(text) - few);
}

function topicsLeft(app: App): number {
  const most = mostEach(app);
  const mine = most ? ownTopics(app).filter(({ state }) => state !== 'refused').length : 0;
  return most ? Math.max(0, most - mine) : Infinity;
}

/** What it is born of: quoted, kept as a link when it is proposed, or let go. */
function From({ app }: { app: App }) {
  const [kind, id = ''] = app.drafts.box(ORIGIN).value.split(':');
  const text = kind === 'cluster' ? app.store.get('cluster', id)?.name : app.store.get('idea', id)?.text;
  if (!text) return null;
  return (
    <div class="from">
      <p class="small soft">{kind === 'cluster' ? _('From the cluster:') : _('From the idea:')}</p>
      <blockquote class="paper pad voice" lang={words(app)}>{brief(text)}</blockquote>
      <button type="button" class="btn bare small flush" onClick={() => app.drafts.write(ORIGIN, '')}>{_('Without this link')}</button>
    </div>
  );
}

/** A topic out of an idea or a cluster: its text is put in the boxes, where nothing is written in them yet. */
export function take(app: App, at: string, text: string): void {
  app.drafts.write(ORIGIN, at);
  if (!app.drafts.box(TITLE).peek() && !app.drafts.box(WORDS).peek()) {
    const { title, words: few } = split(text, app.data.limits.title ?? LIMITS.title, app.data.limits.topic_words ?? LIMITS.topic_words);
    app.drafts.write(TITLE, title);
    app.drafts.write(WORDS, few);
  }
  drawn(() => document.getElementById('topic')?.focus());
}

/** A title is its first line, as far as it goes; what is left are its words. The idea itself stays behind the link. */
export function split(text: string, line: number, most: number): { title: string; words: string } {
  const first = [...text.trim().split('\n', 1)[0]!.trim()];
  const title = cut(first, line);
  const rest = [...text.trim()].slice([...title.replace(/…$/, '')].length).join('').trim();
  return { title, words: cut([...rest], most) };
}

function cut(text: string[], most: number): string {
  if (text.length <= most) return text.join('');
  return `${text.slice(0, most - 1).join('').replace(/\s+\S*$/, '')}…`;
}
