// At the head of every page of the forum: the time left of the slot that runs, where I am, and what has become of my circle.

import { useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { Ruler } from '../agenda';
import type { App } from '../app';
import { circleOf, hasPassed, meeting, slotName, slotUnderWay, span, stateOf, titleOf, type Circle } from '../grid';
import { _ } from '../i18n';
import { words } from '../parts';
import type { SlotRecord, StepRecord } from '../protocol';
import { coming, whereIAm } from './circles';

export function Band({ app, step }: { app: App; step?: StepRecord }) {
  useTold(app);
  const there = meeting(app.store, step);
  const slot = slotUnderWay(app.store);
  const news = there ? newsOf(app) : null;
  if (!slot && !news && !(there && whereIAm(app))) return null;
  return (
    <div class="band">
      {slot && <SlotClock app={app} slot={slot} />}
      {there && !news && <Whereabouts app={app} />}
      {news && <Moved app={app} {...news} />}
    </div>
  );
}

const leftOf = (app: App, slot: SlotRecord) => Math.max(0, (slot.ends_at ?? 0) - app.tick.value);

/** Time left of the slot. At its end that is said, and nothing closes. */
function SlotClock({ app, slot }: { app: App; slot: SlotRecord }) {
  const left = leftOf(app, slot);
  const seconds = Math.ceil(left / 1000);
  const strip = { ends_at: slot.ends_at, paused_with: null, about: { minutes: slot.ends - slot.starts } } as StepRecord;
  return (
    <section class="slot-clock" aria-label={_('Slot')}>
      <p class="row">
        <span class="grow small">{left ? <>{_('Slot')} <span class="num">{span(slot)}</span></> : _('The slot is over; a circle ends when it ends.')}</span>
        {left > 0 && <span class="left num" role="timer" aria-live="off"><span class="sr">{_('time left')} </span>{`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`}</span>}
      </p>
      {left > 0 && <Ruler app={app} step={strip} />}
    </section>
  );
}

/** Always in sight: where I am, and the way out of it. */
function Whereabouts({ app }: { app: App }) {
  const id = whereIAm(app);
  const circle = id ? circleOf(app.store, id) : undefined;
  if (!circle) return null;
  function leave(): void {
    void app.send({ type: 'MoveOn' });
    document.getElementById('now')?.focus({ preventScroll: true });
  }
  return (
    <aside class="whereabouts" aria-label={_('Where I am')}>
      <p class="grow small">{_('You are here:')} <b lang={words(app)}>{circle.space?.name}</b> <span class="num">{_('Circle {n}', { n: circle.topic.n })}</span></p>
      <button class="btn small" onClick={leave}>{_('I move on')}</button>
    </aside>
  );
}

interface News {
  circle: Circle;
  says: string;
  /** It meets, where I said I was or elsewhere. */
  runs?: boolean;
}

/** What has become of the circle I was in, until I put that away or am in one again. */
function newsOf(app: App): News | null {
  const { store, data: { person } } = app;
  if (coming(app)) return null;
  const here = store.get('whereabouts', person);
  const circle = circleOf(store, here?.session ?? store.get('parted', person)?.session ?? '');
  if (!circle) return null;
  const { session, slot, space, topic } = circle;
  const name = space?.name ?? '';
  if (here) return session && here.space && here.space !== session.space ? { circle, runs: true, says: _('Your circle goes to {space}.', { space: name }) } : null;
  if (!session) {
    const into = topic.into ? store.get('topic', topic.into) : undefined;
    return { circle, says: into ? _('Your circle has gone into “{title}”.', { title: titleOf(into) }) : _('Your circle is on the wall no more.') };
  }
  if (stateOf(session) === 'over') return { circle, says: _('Your circle is over.') };
  if (stateOf(session) === 'running') return { circle, runs: true, says: _('Your circle goes on after all: {space}.', { space: name }) };
  const late = !slot || hasPassed(slot, app.now());
  return { circle, says: late ? _('Your circle is put off to a later slot: {space}.', { space: name }) : _('Your circle is put off to {hour}: {space}.', { hour: slotName(slot), space: name }) };
}

function Moved({ app, circle: { id, topic }, says, runs }: News & { app: App }) {
  return (
    <aside class="whereabouts" aria-label={_('Where I am')}>
      <p class="grow small"><b>{says}</b> <span class="num">{_('Circle {n}', { n: topic.n })}</span></p>
      {runs && <button class="btn small" onClick={() => void app.send({ type: 'ImHere', session: id })}>{_('I am here')}</button>}
      <button class="btn small" onClick={() => void app.send({ type: 'MoveOn' })}>{runs ? _('I move on') : _('Close')}</button>
    </aside>
  );
}

/** Said once, as it happens, to whoever listens. */
function useTold(app: App): void {
  const before = useRef<{ slot?: string; left: number; says?: string } | null>(null);
  useSignalEffect(() => {
    const slot = slotUnderWay(app.store);
    const left = slot ? leftOf(app, slot) : 0;
    const says = newsOf(app)?.says;
    const was = before.current;
    before.current = { slot: slot?.id, left, says };
    if (!was) return;
    if (says && says !== was.says) app.said.value = says;
    else if (slot && was.slot === slot.id && was.left > 0 && left === 0) app.said.value = _('The slot is over; a circle ends when it ends.');
  });
}
