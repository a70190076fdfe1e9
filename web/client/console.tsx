// The console: the agenda, the work of the step one looks at, and the room; every act of the facilitator.

import { useEffect, useRef } from 'preact/hooks';
import { Hush } from './agenda';
import { boot, type App } from './app';
import { Agenda } from './console/agenda';
import { Close, Refusal } from './console/bits';
import { Desk } from './console/desk';
import { Opened } from './console/dialogs';
import { SlotUp } from './console/forum/slotup';
import { Gathering, Question } from './console/gather';
import { Head } from './console/head';
import { fetchTheRest, later, MissingWork } from './console/later';
import { Leftovers } from './console/leftovers';
import { jump } from './console/lists';
import { RehearsalBanner } from './console/rehearsal';
import { Side } from './console/side';
import { Sorting } from './console/sort';
import { point } from './console/stagehand';
import { Voting } from './console/vote';
import { _ } from './i18n';
import { Offline, stopped } from './parts';
import type { StepRecord, Talk } from './protocol';
import { doorOf } from './screen/door';
import type { Door } from './screen/room';

const Forum = later(() => import('./console/forum/work').then(part => part.Forum), MissingWork);

export function Console({ app, door }: { app: App; door: Door }) {
  const desk = useRef<Desk | null>(null);
  desk.current ??= new Desk(app, door);
  useEffect(() => {
    document.addEventListener('keydown', jump);
    fetchTheRest();
    return () => document.removeEventListener('keydown', jump);
  }, []);
  return stopped(app) ?? <Laid desk={desk.current} />;
}

function Laid({ desk }: { desk: Desk }) {
  const title = desk.reader.get('workshop', 'this')?.title ?? '';
  useEffect(() => {
    document.title = [title, _('Console')].filter(Boolean).join(' · ');
  }, [title]);
  const drawer = desk.drawer.value;
  return (
    <div
      class={`desk ${drawer ? `drawer-${drawer}` : ''}`}
      onKeyDown={event => event.key === 'Escape' && drawer && close(desk)}
      onFocusIn={event => point(desk, event)}
      onPointerDown={event => point(desk, event)}
    >
      <Head desk={desk} />
      <div class="notices">
        <Offline app={desk.app} />
        <RehearsalBanner desk={desk} />
        <Refusal desk={desk} at="clock" />
        <SlotUp desk={desk} />
        <Leftovers desk={desk} />
      </div>
      <nav class="ag" data-region aria-label={_('Agenda')}>
        {drawer === 'agenda' && <Close onClick={() => close(desk)} />}
        <Agenda desk={desk} />
      </nav>
      <main class="mid" id="main" tabIndex={-1}>
        <Work desk={desk} />
      </main>
      <aside class="side" data-region aria-label={_('Room')}>
        {drawer === 'room' && <Close onClick={() => close(desk)} />}
        <Side desk={desk} />
      </aside>
      <p class="sr" role="status">{desk.said}</p>
      <Hush app={desk.app} />
      <Opened desk={desk} />
    </div>
  );
}

function close(desk: Desk): void {
  const which = desk.drawer.value;
  desk.drawer.value = null;
  document.querySelector<HTMLElement>(`.for-${which}`)?.focus();
}

function Work({ desk }: { desk: Desk }) {
  const step = desk.step();
  const open = desk.openStep();
  if (!step) return null;
  return (
    <>
      {desk.looking.value && open && step !== open && (
        <p class="looking row">
          <span class="grow">{_('You are looking at “{step}”; “{open}” is open.', { step: step.about.title, open: open.about.title })}</span>
          <button type="button" class="btn small" onClick={() => (desk.looking.value = null)}>
            {_('Back to the open step')}
          </button>
        </p>
      )}
      {step.about.kind === 'gather' && <Gathering desk={desk} step={step} about={step.about} />}
      {step.about.kind === 'cluster' && <Sorting desk={desk} about={step.about} />}
      {step.about.kind === 'vote' && <Voting desk={desk} step={step} about={step.about} />}
      {step.about.kind === 'talk' && <Talking desk={desk} step={step} about={step.about} />}
      {(step.about.kind === 'market' || step.about.kind === 'sessions' || step.about.kind === 'proceedings') && <Forum desk={desk} step={step} />}
    </>
  );
}

function Talking({ desk, step, about }: { desk: Desk; step: StepRecord; about: Talk }) {
  return (
    <section class="work talk" aria-label={about.title}>
      <Question desk={desk} step={step} />
      {about.points.length > 0 && <ul class="points voice">{about.points.map(point => <li key={point}>{point}</li>)}</ul>}
      {about.law && <p class="law voice">{about.law}</p>}
      <p class="empty">{_('Nothing to do here: someone speaks, everybody listens.')}</p>
    </section>
  );
}

void boot(({ app }) => <Console app={app} door={doorOf()} />);
