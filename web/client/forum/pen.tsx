// The pen of a report: who writes, who asks for it, how it goes from one to the other. It is the same on every face.

import { useSignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { App } from '../app';
import { _ } from '../i18n';
import { SILENCE_MS } from '../limits';
import { Icon, refusal } from '../parts';
import type { AnyCommand, ReportRecord } from '../protocol';
import { canvas, holder } from './circles';
import { flushAll, holdsPen } from './writing';

interface Props {
  app: App;
  session: string;
}

export function Pen({ app, session }: Props) {
  const report = app.store.get('report', session);
  const said = useSignal('');
  const place = useRef<HTMLDivElement>(null);
  useTold(app, session);
  const ask = async (command: AnyCommand) => {
    said.value = '';
    const verdict = await app.send(command);
    // A phone says under its header what was refused, whatever it was.
    if (!verdict.ok && app.data.role !== 'participant') said.value = Object.values(refusal(app, verdict)).join(' ');
  };
  /** What was pressed goes with the pen: whoever pressed it stays where the pen is spoken of. */
  const act = (command: AnyCommand) => {
    void ask(command);
    place.current?.focus({ preventScroll: true });
  };
  const mine = holdsPen(app, session);
  return (
    <div class={mine ? 'pen mine-now' : 'pen'} ref={place} tabIndex={-1} role="group" aria-label={_('The pen')}>
      {mine ? <Mine app={app} session={session} report={report!} act={act} />
        : report?.pen && report.pen !== app.data.person ? <Others app={app} report={report} act={act} ask={ask} />
        : <Free session={session} act={act} />}
      <p class="tiny over" role="status">{said}</p>
    </div>
  );
}

type Act = (command: AnyCommand) => void;

function Free({ session, act }: { session: string; act: Act }) {
  return (
    <>
      <p>{_('Nobody writes this report now.')}</p>
      <button class="btn main" onClick={() => act({ type: 'TakePen', session })}>{_('Take the pen')}</button>
    </>
  );
}

function Mine({ app, session, report, act }: Props & { report: ReportRecord; act: Act }) {
  const give = (command: AnyCommand) => {
    flushAll(app, session, true);
    act(command);
  };
  return (
    <>
      <p><b>{_('You have the pen.')}</b> {_('What you write is saved as you write.')}</p>
      {report.asking?.map(asking => (
        <p class="row asking" key={asking.person}>
          <span class="grow">{_('{name} asks for the pen.', { name: holder(asking) })}</span>
          <button class="btn small" onClick={() => give({ type: 'HandPen', session, to: asking.person })}>{_('Hand it to {name}', { name: holder(asking) })}</button>
        </p>
      ))}
      <button class="btn small" onClick={() => give({ type: 'LayPen', session })}>{_('Lay the pen down')}</button>
    </>
  );
}

function Others({ app, report, act, ask }: { app: App; report: ReportRecord; act: Act; ask: Act }) {
  const session = report.id;
  const asks = askedFor(app, report);
  const left = useSilence(app, report);
  const free = left === 0 || app.data.role === 'facilitator';
  const wait = _('{minutes}:{seconds}', { minutes: String(Math.floor(left / 60)), seconds: String(left % 60).padStart(2, '0') });
  return (
    <>
      <p><b>{_('{name} has the pen.', { name: holder(report) })}</b> {left === 0 && _('They have written nothing for two minutes.')}</p>
      <p class="row wrap">
        <button class="btn small" aria-pressed={asks} onClick={() => ask({ type: 'AskPen', session, asks: !asks })}>{asks && <Icon name="tick" small />}{_('Ask for the pen')}</button>
        <button class="btn small" aria-disabled={!free || undefined} aria-describedby={free ? undefined : `silent-${session}`} onClick={() => free && act({ type: 'TakePen', session })}>{_('Take the pen')}</button>
      </p>
      {!free && <p class="tiny soft" id={`silent-${session}`}>{_('It can be taken after two minutes of silence:')} <span class="num" role="timer" aria-live="off">{wait}</span></p>}
    </>
  );
}

/** As I last said it. */
function askedFor(app: App, { id, asking }: ReportRecord): boolean {
  const said = app.outbox.pending.value.map(({ command }) => command).filter(command => command.type === 'AskPen' && command.session === id).pop();
  if (said?.type === 'AskPen') return said.asks !== false;
  return asking?.some(({ person }) => person === app.data.person) ?? false;
}

/** Seconds until it may be taken. */
function useSilence(app: App, { id, since = 0 }: ReportRecord): number {
  const written = canvas(app).map(({ id: field }) => app.store.get('text', `${id}.${field}`)?.at ?? 0);
  return Math.max(0, Math.ceil((Math.max(since, ...written) + SILENCE_MS - app.tick.value) / 1000));
}

/** Who takes the pen, lays it down or asks for it is told once to whoever listens. */
function useTold(app: App, session: string): void {
  const before = useRef<ReportRecord | undefined>(app.store.get('report', session));
  useSignalEffect(() => {
    const now = app.store.get('report', session);
    const was = before.current;
    before.current = now;
    const asks = now?.asking?.find(({ person }) => !was?.asking?.some(other => other.person === person));
    if (was?.pen !== now?.pen) app.said.value = told(app, now);
    else if (asks && now?.pen === app.data.person) app.said.value = _('{name} asks for the pen.', { name: holder(asks) });
  });
}

function told(app: App, report: ReportRecord | undefined): string {
  if (!report?.pen) return _('Nobody writes this report now.');
  return report.pen === app.data.person ? _('You have the pen.') : _('{name} has the pen.', { name: holder(report) });
}
