// The head: which workshop, how much time is left, and what is kept out of the way.

import { Clock, Ruler, timeLeft } from '../agenda';
import { _ } from '../i18n';
import type { StepRecord } from '../protocol';
import { Act } from './bits';
import type { Desk } from './desk';
import { Menu } from './menu';

export function Head({ desk }: { desk: Desk }) {
  const step = desk.openStep();
  return (
    <header class="head" data-region>
      <a class="brand" href="/" aria-label="Gommette">
        G
        <svg class="g" aria-hidden="true">
          <use href="#m1" />
        </svg>
        mmette
      </a>
      <span class="bar" />
      <h1 class="grow">{desk.reader.get('workshop', 'this')?.title}</h1>
      {step && <Timebox desk={desk} step={step} />}
      <div class="row drawers">
        <button type="button" class={`btn for-agenda ${/^(open|close):|^add$/.test(desk.next()) ? 'next' : ''}`} aria-expanded={desk.drawer.value === 'agenda'} onClick={() => toggle(desk, 'agenda')}>
          {_('Agenda')}
        </button>
        <button type="button" class="btn for-room" aria-expanded={desk.drawer.value === 'room'} onClick={() => toggle(desk, 'room')}>
          {_('Room')}
        </button>
        <Menu desk={desk} />
      </div>
    </header>
  );
}

function toggle(desk: Desk, which: 'agenda' | 'room'): void {
  desk.drawer.value = desk.drawer.value === which ? null : which;
}

function Timebox({ desk, step }: { desk: Desk; step: StepRecord }) {
  const started = step.ends_at != null || step.paused_with != null;
  const { id, about } = step;
  if (!started && !about.minutes) return null;
  return (
    <div class="clock" role="group" aria-label={_('Time')}>
      {started ? <Clock app={desk.app} step={step} /> : <span class="left num">{about.minutes}:00</span>}
      {started && <Ruler app={desk.app} step={step} />}
      {!started && (
        <Act desk={desk} at="clock" command={{ type: 'StartTimebox', step: id }}>
          {_('Start the clock')}
        </Act>
      )}
      {started && <Pause desk={desk} step={step} />}
      {started && (
        <Act desk={desk} at="clock" class="tight" again command={{ type: 'ExtendTimebox', step: id, seconds: 120 }}>
          {_('+ 2 min')}
        </Act>
      )}
    </div>
  );
}

function Pause({ desk, step }: { desk: Desk; step: StepRecord }) {
  if (step.paused_with != null) return (
    <Act desk={desk} at="clock" class="tight" command={{ type: 'StartTimebox', step: step.id }}>
      {_('Resume')}
    </Act>
  );
  if (timeLeft(desk.app, step) === 0) return null;
  return (
    <Act desk={desk} at="clock" class="sq" label={_('Pause')} command={{ type: 'PauseTimebox', step: step.id }}>
      <svg class="ic" viewBox="0 0 24 24" aria-hidden="true">
        <path d="M9 6v12M15 6v12" />
      </svg>
    </Act>
  );
}
