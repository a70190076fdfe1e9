// The reports of the circles: which are written, by whom, how far; and one of them, whole.

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { reportState } from '../../forum/circles';
import { rescue } from '../../forum/writing';
import { everyCircle, hasReport, slotsOf, type Circle } from '../../grid';
import { _ } from '../../i18n';
import type { SlotRecord, StepRecord } from '../../protocol';
import { plain } from '../../text';
import type { Desk } from '../desk';
import { Question } from '../gather';
import { focusOn, useRoving } from '../lists';
import { Report } from './report';
import { spanOf } from './slots';

/** From so many on there is a box to find one in. */
const MANY = 9;

export function Reports({ desk, step }: { desk: Desk; step: StepRecord }) {
  useEffect(() => rescue(desk.app), []);
  const all = everyCircle(desk.reader).filter(({ id, session }) => session || hasReport(desk.reader, id));
  const chosen = all.find(({ id }) => id === desk.reading.value.session);
  const search = useSignal('');
  const shown = all.filter(one => fits(one, search.value));
  return (
    <section class="work session-reports" aria-label={step.about.title}>
      <Question desk={desk} step={step} />
      {!all.length && <p class="empty">{_('Each circle on the wall has a report here: who writes it, how far it is, what it says.')}</p>}
      {all.length > 0 && (
        <div class={chosen ? 'two one' : 'two'}>
          <div class="which-report" data-region>
            {all.length >= MANY && <Search search={search} />}
            {!shown.length && <p class="small soft">{_('No report has this number or these words.')}</p>}
            <List desk={desk} circles={shown} chosen={chosen?.id} />
          </div>
          {chosen ? <Report key={chosen.id} desk={desk} topic={chosen.topic} onBack={() => back(desk, chosen.id)} /> : <p class="empty none">{_('Choose a circle, to read its report.')}</p>}
        </div>
      )}
    </section>
  );
}

function fits({ topic: { n, title, names = [] } }: Circle, search: string): boolean {
  const wanted = plain(search);
  return !wanted || String(n) === wanted || plain([title, ...names].join(' ')).includes(wanted);
}

function back(desk: Desk, session: string): void {
  desk.reading.value = { reports: true, session: null };
  focusOn(`[data-report="${session}"]`);
}

function Search({ search }: { search: { value: string } }) {
  return (
    <div class="find-report" role="search">
      <label class="sr" for="find-report">{_('Number or words')}</label>
      <input id="find-report" class="field" type="search" autocomplete="off" placeholder={_('Number or words')} value={search.value} onInput={event => (search.value = event.currentTarget.value)} />
    </div>
  );
}

function List({ desk, circles, chosen }: { desk: Desk; circles: Circle[]; chosen: string | undefined }) {
  const list = useRef<HTMLDivElement | null>(null);
  useRoving(list);
  const parts: (SlotRecord | undefined)[] = [...slotsOf(desk.reader), undefined];
  return (
    <div ref={list}>
      {parts.map(slot => {
        const here = circles.filter(circle => circle.slot?.id === slot?.id);
        if (!here.length) return null;
        return (
          <section key={slot?.id ?? ''}>
            <h2 class="k num">{slot ? spanOf(desk.reader, slot) : _('Off the wall')}{slot?.state === 'running' && <span class="soft"> · {_('now')}</span>}</h2>
            <ul>{here.map(circle => <Line key={circle.id} desk={desk} circle={circle} chosen={circle.id === chosen} />)}</ul>
          </section>
        );
      })}
    </div>
  );
}

function Line({ desk, circle: { id, topic, space }, chosen }: { desk: Desk; circle: Circle; chosen: boolean }) {
  const report = desk.reader.get('report', id);
  return (
    <li data-key={`report:${id}`}>
      <button type="button" class={chosen ? 'report-line on' : 'report-line'} data-item data-report={id} aria-current={chosen ? 'true' : undefined} onClick={() => (desk.reading.value = { reports: true, session: id })}>
        <span class="n num">{topic.n}</span>
        <span class="grow">
          <span class="voice">{topic.title}</span>
          <span class="tiny soft">{[space?.name, ...(topic.names ?? []).filter(Boolean)].filter(Boolean).join(' · ')}</span>
          <span class={report?.pen ? 'tiny held-by' : 'tiny soft'}>{report?.pen && <Pen />}{reportState(desk.app, report)}</span>
        </span>
      </button>
    </li>
  );
}

function Pen() {
  return (
    <svg class="ic small" viewBox="0 0 24 24" aria-hidden="true">
      <path d="m4 20 1-4.5L16.5 4 20 7.5 8.5 19zM14 6.5 17.5 10" />
    </svg>
  );
}
