// The circles: where one is, what runs now, what comes next, and the report of each; then the newsroom, where they are read.

import { useSignalEffect } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { Ruler } from '../agenda';
import type { App } from '../app';
import { circleOf, everyCircle, lawOf, nextSlot, runningSlot, slotsOf, span, stateOf, type Circle } from '../grid';
import { _ } from '../i18n';
import { words } from '../parts';
// As in the marketplace: what phones load first is to be in as few pieces as can be.
import '../people';
import type { SlotRecord, StepRecord } from '../protocol';
import { Line, Running } from './circle';
import { runs, whereIAm } from './circles';
import { Newsroom as News } from './newsroom';
import { open } from './opening';
import { ReportPage } from './session-report';
import { rescue } from './writing';

interface Props {
  app: App;
  step: StepRecord;
}

export function Circles({ app }: Props) {
  const report = open.report;
  useEffect(() => rescue(app), []);
  useReturn(report);
  return (
    <div class="circles">
      <SlotEnd app={app} />
      <Whereabouts app={app} />
      {report ? <ReportPage key={report} app={app} id={report} /> : <Now app={app} />}
    </div>
  );
}

export function Newsroom({ app }: Props) {
  useEffect(() => rescue(app), []);
  return <News app={app} />;
}

/** Who comes back from a report is again on the link that opened it. */
function useReturn(report: string | null): void {
  useLayoutEffect(() => {
    if (report || !open.opener) return;
    document.getElementById(open.opener)?.focus();
    open.closed();
  }, [report]);
}

function Now({ app }: { app: App }) {
  const slot = runningSlot(app.store);
  const all = everyCircle(app.store);
  const now = all.filter(runs);
  const next = nextSlot(app.store);
  const coming = all.filter(circle => next && circle.slot?.id === next.id);
  return (
    <>
      <section class="now" aria-labelledby="now">
        <h2 id="now" tabIndex={-1}>{_('Right now')} {slot && <span class="num soft">{span(slot)}</span>}</h2>
        {slot ? <SlotClock app={app} slot={slot} /> : <p class="soft small">{between(app, next)}</p>}
        {now.length > 0 && <ul class="cards">{now.map(circle => <Running key={circle.id} app={app} circle={circle} />)}</ul>}
        {slot && !now.length && <p class="empty">{_('No circle meets in this slot.')}</p>}
      </section>
      <Law app={app} />
      {next && (
        <section aria-labelledby="next">
          <h2 id="next">{_('Coming up')} <span class="num soft">{span(next)}</span></h2>
          {coming.length ? <ul class="lines">{coming.map(circle => <Line key={circle.id} app={app} circle={circle} />)}</ul> : <p class="empty">{_('Nothing is on the wall for this slot yet.')}</p>}
        </section>
      )}
      <Reports app={app} all={all.filter(circle => begun(app, circle))} />
    </>
  );
}

function between(app: App, next: SlotRecord | undefined): string {
  if (!next) return _('All the slots are over.');
  return slotsOf(app.store).some(({ state }) => state === 'over') ? _('Between two slots. The next one begins when the facilitator says so.') : _('The first slot begins when the facilitator says so.');
}

/** Whether there may be something to read, or to write. */
const begun = (app: App, { id, session }: Circle) => !session || stateOf(session) !== 'to_come' || !!app.store.get('report', id)?.pen || !!app.store.get('report', id)?.filled?.length;

/** Every report, slot by slot. */
function Reports({ app, all }: { app: App; all: Circle[] }) {
  if (!all.length) return null;
  const slots = [...new Set(all.map(({ slot }) => slot))];
  return (
    <section class="reports" aria-labelledby="reports">
      <h2 id="reports">{_('The reports')} <span class="soft num">({all.length})</span></h2>
      {slots.map(slot => (
        <div key={slot?.id ?? 'off'}>
          <h3>{slot ? <span class="num">{span(slot)}</span> : _('On the wall no more')}</h3>
          <ul class="lines">{all.filter(circle => circle.slot === slot).map(circle => <Line key={circle.id} app={app} circle={circle} report />)}</ul>
        </div>
      ))}
      <p><a class="btn long" href={`${app.data.face}/reports`}>{_('All of them on one page, to read or to print')}</a></p>
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

/** The law of two feet, as the opening said it. */
function Law({ app }: { app: App }) {
  const law = lawOf(app.store);
  return <p class="law small" lang={law ? words(app) : undefined}>{law || _('If you are neither learning nor contributing, change circles.')}</p>;
}

const minutes = ({ starts, ends }: SlotRecord) => ends - starts;

/** Time left of the slot. At its end that is said, and nothing closes. */
function SlotClock({ app, slot }: { app: App; slot: SlotRecord }) {
  const left = leftOf(app, slot);
  const seconds = Math.ceil(left / 1000);
  const strip = { ends_at: slot.ends_at, paused_with: null, about: { minutes: minutes(slot) } } as StepRecord;
  return (
    <div class="slot-clock">
      <p class="row">
        {left ? <span class="left num" role="timer" aria-live="off"><span class="sr">{_('time left')} </span>{`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`}</span>
          : <span class="left over">{_('Time is up')}</span>}
      </p>
      <Ruler app={app} step={strip} />
      {!left && <p class="note">{_('The slot is over; a circle ends when it ends.')}</p>}
    </div>
  );
}

const leftOf = (app: App, slot: SlotRecord) => Math.max(0, (slot.ends_at ?? 0) - app.tick.value);

/** Said once, as it happens, to whoever listens. */
function SlotEnd({ app }: { app: App }) {
  const before = useRef<{ slot?: string; left: number }>({ left: 0 });
  useSignalEffect(() => {
    const slot = runningSlot(app.store);
    const left = slot ? leftOf(app, slot) : 0;
    const was = before.current;
    before.current = { slot: slot?.id, left };
    if (slot && was.slot === slot.id && was.left > 0 && left === 0) app.said.value = _('The slot is over; a circle ends when it ends.');
  });
  return null;
}

