// Report forms filled in on paper: whoever helps takes the pen of that circle, by the number printed on the form, and types it in.

import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { openStep } from '../agenda';
import type { App } from '../app';
import { reportState } from '../forum/circles';
import { Place } from '../forum/opening';
import { SessionReport } from '../forum/session-report';
import { rescue } from '../forum/writing';
import { giveBack } from '../focus';
import { circleOf, everyCircle, type Circle } from '../grid';
import { _ } from '../i18n';
import { words } from '../parts';
import { plain } from '../text';
import type { Desk } from './desk';
import { arrows } from './people';

/** From so many circles on there is a box to find one in. */
const MANY = 9;

/** The circles whose report may be written now. */
export function written(app: App): Circle[] {
  const kind = openStep(app)?.about.kind;
  return kind === 'sessions' || kind === 'proceedings' ? everyCircle(app.store).filter(({ session }) => session) : [];
}

export function Forms({ desk }: { desk: Desk }) {
  const { app, report } = desk;
  const search = useSignal('');
  useEffect(() => rescue(app), []);
  const all = written(app);
  const wanted = plain(search.value);
  const found = all.filter(({ topic: { n, title } }) => !wanted || String(n) === wanted || plain(title).includes(wanted));
  const open = (id: string) => {
    search.value = '';
    desk.chosen.value = null;
    report.value = id;
  };
  if (!all.length) return null;
  return (
    <section class="forms" aria-labelledby="forms">
      <h2 id="forms" tabIndex={-1}>{_('Reports on paper')}</h2>
      <p class="small soft">{_('By the number on the form.')}</p>
      {all.length >= MANY && (
        <form class="seek" role="search" onSubmit={event => {
          event.preventDefault();
          if (wanted && found[0]) open(found[0].id);
        }}>
          <label class="sr" for="find-circle">{_('Number or words of a circle')}</label>
          <input id="find-circle" class="field" type="search" autocomplete="off" placeholder={_('Number or words of a circle')} value={search} onInput={event => (search.value = event.currentTarget.value)} />
        </form>
      )}
      {!found.length && <p class="small soft">{_('No circle has this number or these words.')}</p>}
      <ul onKeyDown={arrows}>{found.map((circle, at) => <One key={circle.id} desk={desk} circle={circle} stop={report.value ? report.value === circle.id : at === 0} onOpen={() => open(circle.id)} />)}</ul>
    </section>
  );
}

function One({ desk: { app, report }, circle: { id, topic }, stop, onOpen }: { desk: Desk; circle: Circle; stop: boolean; onOpen: () => void }) {
  return (
    <li>
      <button type="button" class="who" id={`form-${id}`} tabIndex={stop ? 0 : -1} aria-current={report.value === id || undefined} onClick={onOpen}>
        <b class="num">{topic.n}</b>
        <span class="grow name voice" lang={words(app)}>{topic.title}</span>
        <span class="small soft standing">{reportState(app, app.store.get('report', id))}</span>
      </button>
    </li>
  );
}

/** One form, typed in: with the pen in one's hand, and saved as it is typed. */
export function Typing({ desk, id }: { desk: Desk; id: string }) {
  const { app } = desk;
  const place = useRef<HTMLElement>(null);
  const circle = circleOf(app.store, id);
  useLayoutEffect(() => {
    const pen = place.current?.querySelector<HTMLElement>('.pen .btn, .part textarea');
    (pen ?? place.current?.querySelector<HTMLElement>('h2'))?.focus({ preventScroll: true });
    place.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const back = () => {
    desk.report.value = null;
    giveBack(() => document.getElementById(`form-${id}`) ?? document.getElementById('everybody'));
  };
  if (!circle) return <p class="entry none empty">{_('This report is not there any more.')}</p>;
  return (
    <section class="entry typing" ref={place} aria-labelledby="entry-title">
      <div class="entry-head">
        <button type="button" class="btn bare flush back" onClick={back}>{_('All the people and reports')}</button>
        <h2 id="entry-title" tabIndex={-1}><span class="small soft num">{_('Circle {n}', { n: circle.topic.n })}</span> <span class="name voice" lang={words(app)}>{circle.topic.title}</span></h2>
      </div>
      <Place app={app} circle={circle} />
      <SessionReport app={app} id={id} />
    </section>
  );
}
