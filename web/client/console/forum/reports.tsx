// The reports of the circles: which are written, by whom, how far; and one of them, whole.

import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { _, ngettext } from '../../i18n';
import type { SlotRecord, StepRecord, TopicRecord } from '../../protocol';
import type { Reader } from '../../screen/room';
import { plain } from '../../text';
import type { Desk } from '../desk';
import { Question } from '../gather';
import { focusOn, useRoving } from '../lists';
import { Report } from './report';
import { canvasOf, hasReport, penOf, sessionsOf, slotsOf, spanOf } from './slots';

/** From so many on there is a box to find one in. */
const MANY = 9;

export function Reports({ desk, step }: { desk: Desk; step: StepRecord }) {
  const { reader } = desk;
  const all = reported(reader);
  const chosen = desk.reading.value.session;
  const topic = all.find(({ id }) => id === chosen);
  const search = useSignal('');
  const shown = all.filter(one => fits(one, search.value));
  return (
    <section class="work session-reports" aria-label={step.about.title}>
      <Question desk={desk} step={step} />
      {!all.length && <p class="empty">{_('Each circle on the wall has a report here: who writes it, how far it is, what it says.')}</p>}
      {all.length > 0 && (
        <div class={topic ? 'two one' : 'two'}>
          <div class="which-report" data-region>
            {all.length >= MANY && <Search search={search} />}
            {!shown.length && <p class="small soft">{_('No report has this number or these words.')}</p>}
            <List desk={desk} topics={shown} chosen={topic?.id} />
          </div>
          {topic ? <Report key={topic.id} desk={desk} topic={topic} onBack={() => back(desk, topic.id)} /> : <p class="empty none">{_('Choose a circle, to read its report.')}</p>}
        </div>
      )}
    </section>
  );
}

/** Every circle, slot by slot; then what was reported and is on the wall no more. */
function reported(reader: Reader): TopicRecord[] {
  const sessions = sessionsOf(reader).map(({ id }) => id);
  const off = [...reader.all('report').values()].map(({ id }) => id).filter(id => !reader.get('session', id) && hasReport(reader, id));
  return [...sessions, ...off].flatMap(id => reader.get('topic', id) ?? []);
}

function fits({ n, title, names = [] }: TopicRecord, search: string): boolean {
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

function List({ desk, topics, chosen }: { desk: Desk; topics: TopicRecord[]; chosen: string | undefined }) {
  const list = useRef<HTMLDivElement | null>(null);
  useRoving(list);
  const { reader } = desk;
  const slotOf = ({ id }: TopicRecord) => reader.get('session', id)?.slot ?? '';
  const parts: (SlotRecord | null)[] = [...slotsOf(reader), null];
  return (
    <div ref={list}>
      {parts.map(slot => {
        const here = topics.filter(topic => slotOf(topic) === (slot?.id ?? ''));
        if (!here.length) return null;
        return (
          <section key={slot?.id ?? ''}>
            <h3 class="k num">{slot ? spanOf(slot) : _('Off the wall')}{slot?.state === 'running' && <span class="soft"> · {_('now')}</span>}</h3>
            <ul>{here.map(topic => <Line key={topic.id} desk={desk} topic={topic} chosen={topic.id === chosen} />)}</ul>
          </section>
        );
      })}
    </div>
  );
}

function Line({ desk, topic, chosen }: { desk: Desk; topic: TopicRecord; chosen: boolean }) {
  const { reader } = desk;
  const space = reader.get('space', reader.get('session', topic.id)?.space ?? '')?.name;
  return (
    <li data-key={`report:${topic.id}`}>
      <button type="button" class={chosen ? 'report-line on' : 'report-line'} data-item data-report={topic.id} aria-current={chosen ? 'true' : undefined} onClick={() => (desk.reading.value = { reports: true, session: topic.id })}>
        <span class="n num">{topic.n}</span>
        <span class="grow">
          <span class="voice">{topic.title}</span>
          <span class="tiny soft">{[space, ...(topic.names ?? []).filter(Boolean)].filter(Boolean).join(' · ')}</span>
          <span class="tiny how"><How desk={desk} topic={topic} /></span>
        </span>
      </button>
    </li>
  );
}

/** How far it is, and in whose hands. */
function How({ desk, topic }: { desk: Desk; topic: TopicRecord }) {
  const filled = desk.reader.get('report', topic.id)?.filled?.length ?? 0;
  const all = canvasOf(desk.reader).length;
  const pen = penOf(desk, topic.id);
  return (
    <>
      <span class={filled ? '' : 'softer'}>{filled ? ngettext('{filled} part of {n}', '{filled} parts of {n}', all, { filled }) : _('nothing written yet')}</span>
      {pen && <span class="pen"><Pen /> {pen.mine ? _('you') : pen.name}</span>}
    </>
  );
}

export function Pen() {
  return (
    <svg class="ic small" viewBox="0 0 24 24" aria-hidden="true">
      <path d="m4 20 1-4.5L16.5 4 20 7.5 8.5 19zM14 6.5 17.5 10" />
    </svg>
  );
}

