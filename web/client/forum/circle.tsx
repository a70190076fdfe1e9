// One circle of the slot that runs, or of the next: what it is about, where it meets, how many are there, and "I am here".

import { useSignal } from '@preact/signals';
import type { App } from '../app';
import { clockAt, titleOf, type Circle } from '../grid';
import { _, ngettext } from '../i18n';
import { Icon, State, times, words } from '../parts';
import { isConvener, reportState, whereIAm } from './circles';
import { Convening } from './convening';
import { Place, ReportLink } from './opening';
import { interests } from './topics';
import { waitsForMe } from './writing';

/** Up to so many seats are drawn. */
const DRAWN = 24;

export function Running({ app, circle }: { app: App; circle: Circle }) {
  const { id, topic, session, space, slot } = circle;
  const here = whereIAm(app) === id;
  const later = slot?.state !== 'running' && !isConvener(app, circle) && session?.ends_at;
  return (
    <li class={here ? 'paper circle here' : 'paper circle'} data-key={`session:${id}`}>
      <h3 class="voice" id={`t-${id}`}><span class="num n">{topic.n}</span> <span lang={words(app)}>{topic.title}</span></h3>
      <Place app={app} circle={circle} hours={false} />
      {space?.access && <p class="access small soft" lang={words(app)}>{space.access}</p>}
      {later && <p class="small soft">{_('It goes on until {hour}.', { hour: clockAt(later) })}</p>}
      <Wanted app={app} id={id} />
      <There app={app} circle={circle} />
      <div class="row wrap acts">
        <ImHere app={app} circle={circle} here={here} />
        <ReportLink app={app} id={id} at={`t-${id}`} about={`t-${id}`}>{_('The report: {state}', { state: reportState(app, app.store.get('report', id)) })}</ReportLink>
      </div>
      <Mine app={app} id={id} />
      <Convening app={app} circle={circle} />
    </li>
  );
}

/** Marked beforehand: where one meant to go. */
const Wanted = ({ app, id }: { app: App; id: string }) => (interests(app).has(id) ? <State icon="tick">{_('It interests me')}</State> : null);

/** Words that are nowhere but with me are not to be forgotten there. */
function Mine({ app, id }: { app: App; id: string }) {
  return waitsForMe(app, id) ? <State icon="hidden">{_('Words of yours wait in this report: they are not in its text.')}</State> : null;
}

/** Pressed: I am there. Pressed again, I have left. */
function ImHere({ app, circle: { id, space }, here }: { app: App; circle: Circle; here: boolean }) {
  const why = useSignal('');
  const there = app.store.get('attendance', id)?.here ?? 0;
  const shut = !here && !!space?.strict && !!space.capacity && there >= space.capacity;
  function press(): void {
    why.value = shut ? _('This circle is full, and takes nobody more. Choose another one, or come back later.') : '';
    if (shut) return;
    void app.send(here ? { type: 'MoveOn' } : { type: 'ImHere', session: id });
  }
  return (
    <>
      <button class="btn" aria-pressed={here} aria-disabled={shut || undefined} aria-describedby={`t-${id} why-${id}`} onClick={press}>{here && <Icon name="tick" small />}{_('I am here')}</button>
      <p class="why tiny soft" id={`why-${id}`} role="status">{shut ? why : ''}</p>
    </>
  );
}

/** How many are there: seats as round as they are, filled where somebody sits. */
function There({ app, circle: { id, space } }: { app: App; circle: Circle }) {
  const here = app.store.get('attendance', id)?.here ?? 0;
  const seats = space?.capacity ?? 0;
  return (
    <p class="attending small">
      <span class="num">{told(here, seats, !!space?.strict)}</span>
      {Math.max(here, seats) <= DRAWN && <span class="seats" aria-hidden="true">{times(Math.max(here, seats), at => <i key={at} class={at < here ? 'taken' : undefined} />)}</span>}
    </p>
  );
}

function told(here: number, seats: number, strict: boolean): string {
  if (!seats) return here ? ngettext('{n} person there', '{n} people there', here) : _('nobody there yet');
  const places = ngettext('{here} of {n} place', '{here} of {n} places', seats, { here });
  if (here < seats) return places;
  return strict ? _('{places}, full', { places }) : _('{places}, full: one can squeeze in', { places });
}

/** A circle of the slot to come, or one whose report is to be read: one line, which opens its report. */
export function Line({ app, circle, report }: { app: App; circle: Circle; report?: boolean }) {
  const { id, topic } = circle;
  return (
    <li class="circle-line" data-key={`line:${id}`}>
      <p class="voice" id={`l-${id}`}><span class="num n">{topic.n}</span> <span lang={words(app)}>{topic.title}</span></p>
      <Place app={app} circle={circle} hours={false} />
      {!report && <Wanted app={app} id={id} />}
      {report && <ReportLink app={app} id={id} at={`l-${id}`}><span class="sr">{_('Report: {title}', { title: titleOf(topic) })} · </span>{reportState(app, app.store.get('report', id))}</ReportLink>}
      {report && <Mine app={app} id={id} />}
    </li>
  );
}
