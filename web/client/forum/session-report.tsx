// The report of one circle: read by everyone, written part by part by whoever has the pen. Its text comes only while it is open.

import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { App } from '../app';
import { circleOf, type Circle } from '../grid';
import { _, ngettext } from '../i18n';
import { words } from '../parts';
import type { Field } from '../protocol';
import { useStill } from '../still';
import { canvas } from './circles';
import { Convening } from './convening';
import { open, Place } from './opening';
import { ReportPart } from './part';
import { Pen } from './pen';
import { Proposed } from './proposed';
import { Versions } from './versions';
import { holdsPen, tend } from './writing';

/** A page of its own, in place of the list. */
export function ReportPage({ app, id }: { app: App; id: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const circle = circleOf(app.store, id);
  // Before it is painted: a key pressed at once must not be overtaken.
  useLayoutEffect(() => {
    heading.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [id]);
  if (!circle) return <p class="empty">{_('This report is not there any more.')} <a href={app.data.face}>{_('All the circles')}</a></p>;
  return (
    <div class="report-page">
      <p><button class="btn bare flush" onClick={() => open.back()}>{_('All the circles')}</button></p>
      <ReportHead app={app} circle={circle} heading={heading} />
      <SessionReport app={app} id={id} />
      <Convening app={app} circle={circle} />
    </div>
  );
}

export function ReportHead({ app, circle, heading }: { app: App; circle: Circle; heading?: { current: HTMLHeadingElement | null } }) {
  const { topic, id } = circle;
  const { here = 0, been = 0 } = app.store.get('attendance', id) ?? {};
  return (
    <header class="report-head">
      <p class="small soft">{_('Report of circle {n}', { n: topic.n })}</p>
      <h1 ref={heading} tabIndex={-1} lang={words(app)}>{topic.title}</h1>
      {topic.words && <p class="voice words" lang={words(app)}>{topic.words}</p>}
      <Place app={app} circle={circle} />
      {been > 0 && <p class="small soft">{here ? ngettext('{n} person there', '{n} people there', here) : ngettext('{n} person has been there', '{n} people have been there', been)}</p>}
    </header>
  );
}

interface Report {
  app: App;
  id: string;
  /** Nobody writes here. */
  reading?: boolean;
  /** It is read first: the pen is spoken of at its end. */
  after?: boolean;
  /** What is proposed, for whoever does not write, where a face shows it its own way. */
  ideas?: (field: Field) => ComponentChildren;
}

/** The pen, the parts in the order of the canvas, the versions: the same wherever a report is open. */
export function SessionReport({ app, id, reading, after, ideas }: Report) {
  const place = useRef<HTMLDivElement>(null);
  const mine = !reading && holdsPen(app, id);
  const had = useRef(mine);
  useStill(place);
  useEffect(() => tend(app, id), [id]);
  // Who has just taken the pen goes on to write: to the first part that says nothing yet.
  useLayoutEffect(() => {
    const taken = mine && !had.current;
    had.current = mine;
    if (!taken || !place.current?.contains(document.activeElement)) return;
    const boxes = [...place.current.querySelectorAll<HTMLTextAreaElement>('.part .whole')];
    (boxes.find(({ value }) => !value) ?? boxes[0])?.focus();
  }, [mine]);
  const pen = <Pen key="pen" app={app} session={id} />;
  return (
    <div class={mine ? 'session-report writing' : 'session-report'} ref={place}>
      {!reading && (!after || mine) && pen}
      {canvas(app).map(field => (field.kind === 'ideas'
        ? (!mine && ideas?.(field)) || <Proposed key={field.id} app={app} session={id} field={field} writing={mine} />
        : <ReportPart key={field.id} app={app} session={id} field={field} writing={mine} whole={place} />))}
      {!reading && after && !mine && pen}
      <Versions app={app} session={id} writing={mine} />
    </div>
  );
}
