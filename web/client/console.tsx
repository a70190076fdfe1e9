// The console: the agenda, the work of the step one looks at, and the room; every act of the facilitator.

import { useEffect, useRef } from 'preact/hooks';
import { Hush } from './agenda';
import { boot, type App } from './app';
import { Agenda } from './console/agenda';
import { Close, Modal, Refusal } from './console/bits';
import { Desk } from './console/desk';
import { Gathering } from './console/gather';
import { Head } from './console/head';
import { IdeaDialog } from './console/idea';
import { jump } from './console/lists';
import { MoveDialog } from './console/move';
import { ClusterDialog, ThemeDialog } from './console/naming';
import { PreviewDialog, Side } from './console/side';
import { Sorting } from './console/sort';
import { Voting } from './console/vote';
import { _ } from './i18n';
import { Offline, stopped } from './parts';
import { doorOf } from './screen/door';
import { Qr } from './screen/joining';
import { boardOf, type Door } from './screen/room';

export function Console({ app, door }: { app: App; door: Door }) {
  const desk = useRef<Desk | null>(null);
  desk.current ??= new Desk(app, door);
  useEffect(() => {
    document.addEventListener('keydown', jump);
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
    <div class={`desk ${drawer ? `drawer-${drawer}` : ''}`} onKeyDown={event => event.key === 'Escape' && drawer && close(desk)}>
      <Head desk={desk} />
      <div class="notices">
        <Offline app={desk.app} />
        <Refusal desk={desk} at="clock" />
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
      {step.about.kind === 'talk' && (
        <section class="work talk" data-region aria-label={step.about.title}>
          <p class="voice q">{step.about.prompt || step.about.title}</p>
          <p class="empty">{_('Nothing to do here: someone speaks, everybody listens.')}</p>
        </section>
      )}
    </>
  );
}

function Opened({ desk }: { desk: Desk }) {
  const dialog = desk.dialog.value;
  const step = desk.step();
  switch (dialog?.is) {
    case 'idea': return <IdeaDialog key="idea" desk={desk} id={dialog.idea} hiding={dialog.hiding} />;
    case 'move': return <MoveDialog key="move" desk={desk} ideas={dialog.ideas} making={dialog.making} board={step ? boardOf(step) : ''} />;
    case 'cluster': return <ClusterDialog key="cluster" desk={desk} id={dialog.cluster} />;
    case 'theme': return <ThemeDialog key="theme" desk={desk} id={dialog.theme} />;
    case 'preview': return <PreviewDialog key="preview" desk={desk} />;
    case 'door': return (
      <Modal key="door" title={_('To join')} onClose={() => (desk.dialog.value = null)}>
        <div class="db door">
          <Qr door={desk.door} />
          <p class="code num">{desk.door.code}</p>
          <p>{desk.door.address}</p>
        </div>
      </Modal>
    );
    default: return null;
  }
}

void boot(({ app }) => <Console app={app} door={doorOf()} />);
