// Writing ideas, one's own with their state, and those of the others.

import { signal, useSignal, type Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import type { App } from './app';
import { _, ngettext } from './i18n';
import { newId } from './ids';
import { LIMITS } from './limits';
import { Mine, ownIdeas } from './own';
import { Icon, refusal, State, words } from './parts';
import { ReportLink } from './report';
import type { Gather, IdeaRecord, StepRecord } from './protocol';
import { length, whole } from './text';

/** Shown at a time, here and on the plain page. */
export const PAGE = 50;

export type GatherStep = StepRecord & { about: Gather };

export const isGather = (step: StepRecord | undefined): step is GatherStep => step?.about.kind === 'gather';

/** The list is the facilitators': nobody else posts on it. */
export const prepared = (step: StepRecord | undefined) => isGather(step) && step.about.by === 'facilitators';

export const Prepared = () => (
  <p class="note"><Icon name="eye" /><span><b>{_('This list was prepared.')}</b> {_('Read it: the facilitator has written it, and there is nothing to post.')}</span></p>
);

/** Who will read it, said from the step's own fields. */
export function Reading({ about }: { about: Gather }) {
  if (about.private !== 'no') {
    return (
      <p class="note">
        <Icon name="lock" />
        <span>
          <b>{_('Private writing.')}</b>{' '}
          {about.private === 'everyone'
            ? _('Nobody reads your ideas, not even the facilitator, before the shared reading.')
            : _('Only the facilitator reads your ideas before the shared reading.')}
          {signed(about)}
        </span>
      </p>
    );
  }
  return (
    <p class="note"><Icon name="eye" /><span><b>{_('Open writing.')}</b> {_('Everyone reads your ideas as soon as you post them.')}{signed(about)}</span></p>
  );
}

const signed = (about: Gather) => (about.authors === 'shown' ? ' ' + _('Your name stands beside them.') : '');

/** The box. It stays the same element when its step closes: what is being written in never moves. */
export function Box({ app, step }: { app: App; step: GatherStep }) {
  const { board } = step.about;
  app.drafts.current = board;
  const draft = app.drafts.box(board);
  const said = useSignal('');
  const busy = useRef(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const limit = app.data.limits.idea ?? LIMITS.idea;
  const over = length(draft.value) - limit;
  const left = postsLeft(app, board);

  function post(event: Event): void {
    event.preventDefault();
    const text = whole(draft.peek());
    said.value = text.trim() ? '' : _('There is nothing in the box yet.');
    if (!text.trim()) return box.current?.focus();
    if (busy.current || left === 0 || (step.state !== 'open' && !step.about.late)) return;
    busy.current = true;
    void app.send({ type: 'PostIdea', idea: newId(), board, text }, undefined, () => {
      busy.current = false;
      // Cleared only now that it is kept elsewhere, and only of what was sent.
      if (whole(draft.peek()) === text) app.drafts.write(board, '');
    }).then(verdict => (app.said.value = verdict.ok ? _('Idea saved') : refusal(app, verdict).said));
  }

  return (
    <form class="write" onSubmit={post}>
      <label class="lab" for="idea">{_('An idea')}</label>
      <textarea
        id="idea" class="field voice" rows={4} ref={box} value={draft.value} aria-describedby="idea-hint"
        onInput={event => app.drafts.write(board, event.currentTarget.value)}
        onKeyDown={event => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && post(event)}
      />
      <div class="row act">
        <span id="idea-hint" class="tiny softer grow" role={said.value ? 'alert' : undefined}>{said.value || hint(app, step, over, limit, left)}</span>
        {step.state === 'open' ? <button class="btn main" aria-disabled={left === 0 || undefined}>{_('Post the idea')}</button>
          : step.about.late ? <button class="btn">{_('Post it late')}</button>
          : <button type="button" class="btn" onClick={() => app.drafts.write(board, '')}>{_('Throw away')}</button>}
      </div>
    </form>
  );
}

function hint(app: App, step: GatherStep, over: number, limit: number, left: number) {
  if (left === 0) return _('You have posted as many as this step takes. Withdraw one to post another.');
  if (over > 0) return <span class="over">{ngettext('{n} character too many.', '{n} characters too many.', over)}</span>;
  if (over > -limit / 10) return ngettext('{n} character left.', '{n} characters left.', -over);
  if (!app.outbox.stored.value) return <b>{_('This browser keeps nothing: leave this page open until all is saved.')}</b>;
  if (step.state !== 'open') {
    return step.about.late
      ? _('This step is closed: the facilitator decides whether a late idea joins the others.')
      : _('This step is closed and takes no more ideas. Your text stays on this device.');
  }
  if (step.about.each) return _('One idea at a time.') + ' ' + ngettext('{n} more at most.', '{n} more at most.', left);
  return _('One idea at a time. Draft kept on this device.');
}

/** How many more this person may post here, those under way counted. */
function postsLeft(app: App, board: string): number {
  const left = app.store.get('left', `${board}.${app.data.person}`)?.left ?? Infinity;
  const waiting = app.outbox.pending.value.filter(({ command }) => command.type === 'PostIdea' && command.board === board);
  return Math.max(0, left - waiting.length);
}

/** A draft for a board whose step has closed: it stays in sight, and may still be posted where the step takes late ideas. */
export function unfinished(app: App): GatherStep | undefined {
  const inBox = document.activeElement?.id === 'idea';
  const closed = [...app.store.all('step').values()].filter(isGather).filter(step => step.state === 'closed');
  return closed.find(step => app.drafts.box(step.about.board).value || (inBox && app.drafts.current === step.about.board));
}

/** `busy`: while one sorts or votes, only what still needs its author. */
export function OwnIdeas({ app, board, always, busy }: { app: App; board?: string; always?: boolean; busy?: boolean }) {
  const own = ownIdeas(app, board).filter(idea => !busy || (idea.state !== 'posted' && idea.state !== 'hidden'));
  if (!own.length && !always) return null;
  return (
    <section class="mine" aria-labelledby="mine">
      <h2 id="mine" tabIndex={-1}>{_('My ideas')} <span class="soft num">({own.length})</span></h2>
      {own.length ? <ul>{own.map(idea => <Mine key={idea.key} app={app} idea={idea} />)}</ul> : <p class="empty">{_('What you post is listed here.')}</p>}
    </section>
  );
}

/** What the room sees of a board, newest first. One's own that was hidden is not on it, though one still sees it. */
export function onBoard(app: App, board: string): IdeaRecord[] {
  const mine = app.store.all('mine');
  const there = (idea: IdeaRecord) => idea.board === board && idea.n && mine.get(idea.id)?.state !== 'hidden';
  return [...app.store.all('idea').values()].filter(there).sort((a, b) => b.n! - a.n!);
}

export function others(app: App, board: string): IdeaRecord[] {
  const mine = app.store.all('mine');
  return onBoard(app, board).filter(idea => !mine.has(idea.id));
}

/** Ideas newest above. What arrives while one reads further down waits behind a button. */
export function OtherIdeas({ app, ideas: all, title, none, act }: { app: App; ideas: IdeaRecord[]; title: string; none: string; act?: Act }) {
  const list = useRef<HTMLElement>(null);
  const top = useRef<{ first: number; shown: number } | null>(null);
  const limit = useSignal(PAGE);
  const again = useSignal(0);
  void again.value;
  const newest = all.reduce((most, { n }) => Math.max(most, n ?? 0), 0);
  top.current ??= { first: newest, shown: newest };
  if ((list.current?.getBoundingClientRect().top ?? 1) >= 0) top.current.shown = newest;
  const { first, shown } = top.current;
  const seen = all.filter(idea => idea.n! <= shown);
  const waiting = all.length - seen.length;

  return (
    <section class="others" aria-labelledby="others" ref={list}>
      <h2 id="others" tabIndex={-1}>{title} {all.length > 0 && <span class="soft num">({all.length})</span>}</h2>
      {waiting > 0 && (
        <p class="new"><button class="btn" onClick={() => {
          top.current!.shown = newest;
          again.value++;
          document.getElementById('others')?.focus();
        }}>{ngettext('{n} new idea', '{n} new ideas', waiting)}</button></p>
      )}
      {all.length === 0 && <p class="empty">{none}</p>}
      <ul>{seen.slice(0, limit.value).map(idea => <Idea key={idea.id} app={app} idea={idea} fresh={idea.n! > first} act={act} />)}</ul>
      {seen.length > limit.value && <More left={seen.length - limit.value} onMore={() => (limit.value += PAGE)} />}
    </section>
  );
}

export function More({ left, onMore }: { left: number; onMore: () => void }) {
  const n = Math.min(left, PAGE);
  return <button class="btn more" onClick={onMore}>{ngettext('{n} more', '{n} more', n)}</button>;
}

/** What came of an idea or a cluster, and what proposed it: told once there is an open forum, which brings it. */
export const chain: { come: Signal<typeof chain.Of | null>; Of: (about: { app: App; at: string }) => ComponentChildren } = {
  come: signal(null),
  Of: about => {
    const Told = chain.come.value;
    return Told && <Told {...about} />;
  },
};

/** What can be done with an idea, beside its state; else another's may be reported. */
export type Act = (idea: IdeaRecord) => ComponentChildren;

/** Somebody's words on paper, never cut. */
export function Idea({ app, idea, fresh, act = other => <ReportLink app={app} idea={other.id} /> }: { app: App; idea: IdeaRecord; fresh?: boolean; act?: Act }) {
  const author = app.store.get('author', idea.id)?.name;
  const state = <State><span class="num">{idea.n}</span>{author && <> · <bdi>{author}</bdi></>}{idea.edited && <> · {_('edited')}</>}</State>;
  return (
    <li class={fresh ? 'paper fresh' : 'paper'}>
      <p class="voice words" id={`i-${idea.id}`} lang={words(app)}>{idea.text}</p>
      <chain.Of app={app} at={`idea:${idea.id}`} />
      <div class="row">{state}{act(idea)}</div>
    </li>
  );
}
