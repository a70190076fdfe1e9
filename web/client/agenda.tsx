// The step that is open, its prompt, and the time left by the server's clock.

import { useSignal, useSignalEffect } from '@preact/signals';
import type { App } from './app';
import { _, ngettext } from './i18n';
import { times } from './parts';
import type { RoundRecord, StepRecord } from './protocol';

const MINUTE = 60_000;
/** The ruler shortens by steps of so much. */
const NOTCH = 10_000;

export function openStep(app: App): StepRecord | undefined {
  const open = app.store.get('agenda', 'this')?.open;
  return open ? app.store.get('step', open) : undefined;
}

export function steps(app: App): StepRecord[] {
  return [...app.store.all('step').values()].sort((a, b) => a.n - b.n);
}

/** Whether there is something to finish: at an opening, in the circles, or where one only reads along, there is not. A round: while it runs. */
export function toFinish({ about }: StepRecord, round?: RoundRecord): boolean {
  if (about.kind === 'vote') return round?.state === 'open';
  return about.kind === 'gather' || about.kind === 'market' || (about.kind === 'cluster' && about.by === 'everyone');
}

/** Milliseconds left, never below zero; null: no timebox was started. */
export function timeLeft(app: App, { ends_at, paused_with }: StepRecord): number | null {
  if (ends_at != null) return Math.max(0, ends_at - app.tick.value);
  return paused_with ?? null;
}

export function Header({ app, step }: { app: App; step?: StepRecord }) {
  const count = app.store.get('agenda', 'this')?.steps.length ?? 0;
  const title = step
    ? _('Step {n} of {count}', { n: step.n, count }) + ' · ' + step.about.title
    : app.store.get('workshop', 'this')?.title;
  return (
    <header class="top">
      <div class="row"><span class="step grow">{title}</span>{step && <Clock app={app} step={step} />}</div>
      {step && <Ruler app={app} step={step} />}
    </header>
  );
}

/** Minutes and seconds, neither red nor blinking. What a screen reader hears of it is said by `Hush`, twice in all. */
export function Clock({ app, step }: { app: App; step: StepRecord }) {
  const left = timeLeft(app, step);
  if (left === null) return null;
  if (left === 0) return <span class="left over">{_('Time is up')}</span>;
  const seconds = Math.ceil(left / 1000);
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return (
    <span class="left num" role="timer" aria-live="off">
      {step.paused_with != null && <span class="small soft">{_('paused')} </span>}
      <span class="sr">{_('time left')} </span>{text}
    </span>
  );
}

/** A strip of paper that is used up, one notch per minute. Only the clock is read aloud. */
export function Ruler({ app, step }: { app: App; step: StepRecord }) {
  const left = timeLeft(app, step);
  if (left === null) return null;
  const whole = Math.max(step.about.minutes * MINUTE, left, MINUTE);
  const minutes = Math.ceil(whole / MINUTE);
  const every = minutes > 60 ? 5 : 1;
  const at = (minute: number) => ((minute * MINUTE) / whole) * 1000;
  const notches = times(Math.ceil(minutes / every) - 1, i => `M${at((i + 1) * every).toFixed(1)} 0v10`);
  return (
    <svg class="strip" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
      <path class="rail" d="M0 0h1000v10H0z" />
      <path class="paper-left" d={`M0 0h${((Math.ceil(left / NOTCH) * NOTCH) / whole) * 1000}v10H0z`} />
      <path class="notch" d={notches.join('')} />
    </svg>
  );
}

/** What a screen reader hears: a step that opens, one minute left, the time that is up, an idea that is saved; each once. */
export function Hush({ app }: { app: App }) {
  const { said } = app;
  const before = useSignal<{ step?: string; left: number | null }>({ left: null });
  useSignalEffect(() => {
    const step = openStep(app);
    const left = step ? timeLeft(app, step) : null;
    const old = before.peek();
    const same = old.step === step?.about.id;
    if (!same && step) said.value = _('Step {n}: {title}', { n: step.n, title: step.about.title });
    else if (same && passed(old.left, left, MINUTE)) said.value = ngettext('{n} minute left', '{n} minutes left', 1);
    else if (same && passed(old.left, left, 0)) said.value = _('Time is up');
    before.value = { step: step?.about.id, left };
  });
  return <p class="sr" role="status">{said}</p>;
}

const passed = (from: number | null, to: number | null, mark: number) => from !== null && to !== null && from > mark && to <= mark;

/** The running order, for whoever waits. */
export function Agenda({ app }: { app: App }) {
  return (
    <ol class="agenda">
      {steps(app).map(step => (
        <li key={step.id} class={step.state}>
          <span class="num">{step.n}</span>
          <span class="grow voice">{step.about.title}</span>
          <span class="small soft">{stepState(step)}</span>
        </li>
      ))}
    </ol>
  );
}

function stepState({ state, about }: StepRecord): string {
  if (state === 'closed') return _('ended');
  return about.minutes ? ngettext('{n} minute', '{n} minutes', about.minutes) : '';
}
