// The circles: what runs now, what comes next, and the report of each; then the newsroom, where they are read.

import { useEffect, useLayoutEffect } from 'preact/hooks';
import type { App } from '../app';
import { everyCircle, hasPassed, lawOf, nextSlot, runningSlot, slotsOf, span, stateOf, type Circle } from '../grid';
import { _ } from '../i18n';
import { words } from '../parts';
// As in the marketplace: what phones load first is to be in as few pieces as can be.
import '../people';
import type { SlotRecord, StepRecord } from '../protocol';
import { Line, Running } from './circle';
import { runs } from './circles';
import { Newsroom as News } from './newsroom';
import { open } from './opening';
import { ReportPage } from './session-report';
import { rescue } from './writing';

export { Band } from './band';

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
        {!slot && <p class="soft small">{between(app, next)}</p>}
        {now.length > 0 && <ul class="cards">{now.map(circle => <Running key={circle.id} app={app} circle={circle} />)}</ul>}
        {slot && !now.length && <p class="empty">{_('No circle meets in this slot.')}</p>}
      </section>
      <Law app={app} />
      {next && (
        <section aria-labelledby="next">
          <h2 id="next">{_('Coming up')} {!hasPassed(next, app.now()) && <span class="num soft">{span(next)}</span>}</h2>
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

/** The law of two feet, as the opening said it. */
function Law({ app }: { app: App }) {
  const law = lawOf(app.store);
  return <p class="law small" lang={law ? words(app) : undefined}>{law || _('If you are neither learning nor contributing, change circles.')}</p>;
}
