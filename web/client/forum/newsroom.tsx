// The newsroom: the reports one after the other, as a newspaper is read; those that say nothing yet come last.

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { App } from '../app';
import { drawn } from '../focus';
import { everyCircle, hasReport, type Circle } from '../grid';
import { _ } from '../i18n';
import { reportState } from './circles';
import { open } from './opening';
import { ReportHead, SessionReport } from './session-report';

export function Newsroom({ app }: { app: App }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const chosen = useSignal(open.report);
  const all = inOrder(app);
  // Asked for from elsewhere on the page.
  const asked = open.report;
  useEffect(() => {
    if (asked) chosen.value = asked;
  }, [asked]);
  if (!all.length) return <p class="empty">{_('The reports will appear here.')}</p>;
  const at = Math.max(0, all.findIndex(({ id }) => id === chosen.value));
  const circle = all[at]!;
  // What is read stays what is read, though others come before it meanwhile.
  chosen.value = circle.id;
  const go = (to: number) => {
    chosen.value = all[to]!.id;
    drawn(() => {
      heading.current?.focus({ preventScroll: true });
      document.getElementById('newsroom')?.scrollIntoView();
    });
  };
  return (
    <div class="newsroom" id="newsroom">
      <Turn app={app} all={all} at={at} go={go} top />
      <ReportHead app={app} circle={circle} heading={heading} />
      <SessionReport key={circle.id} app={app} id={circle.id} after />
      <Turn app={app} all={all} at={at} go={go} />
      <p><a class="btn long" href={`${app.data.face}/reports`}>{_('All of them on one page, to read or to print')}</a></p>
    </div>
  );
}

const says = (app: App, { id }: Circle) => hasReport(app.store, id);

function inOrder(app: App): Circle[] {
  const all = everyCircle(app.store);
  return [...all.filter(circle => says(app, circle)), ...all.filter(circle => !says(app, circle))];
}

/** The pages, forward and back; above, the table of contents too. */
function Turn({ app, all, at, go, top }: { app: App; all: Circle[]; at: number; go: (to: number) => void; top?: boolean }) {
  const turn = (to: number, text: string) => <button class="btn small" aria-disabled={!all[to] || undefined} onClick={() => all[to] && go(to)}>{text}</button>;
  return (
    <nav class="turn row" aria-label={top ? _('The reports') : _('On to another report')}>
      {turn(at - 1, _('Previous report'))}
      {top ? (
        <select class="field grow" aria-label={_('Choose a report')} value={all[at]!.id} onChange={event => go(all.findIndex(({ id }) => id === event.currentTarget.value))}>
          {all.map(({ id, topic }) => <option key={id} value={id}>{`${topic.n}. ${topic.title} (${reportState(app, app.store.get('report', id))})`}</option>)}
        </select>
      ) : <span class="grow small soft num">{_('{n} of {all}', { n: at + 1, all: all.length })}</span>}
      {turn(at + 1, _('Next report'))}
    </nav>
  );
}
