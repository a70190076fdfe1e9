// The head: which workshop, how much time is left, and what is kept out of the way.

import { useEffect, useRef } from 'preact/hooks';
import { Clock, Ruler, timeLeft } from '../agenda';
import { _, ngettext } from '../i18n';
import type { StepRecord } from '../protocol';
import { Act } from './bits';
import type { Desk } from './desk';

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
        <button type="button" class="btn for-agenda" aria-expanded={desk.drawer.value === 'agenda'} onClick={() => toggle(desk, 'agenda')}>
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

/** Exports and links: pages of their own. */
function Menu({ desk }: { desk: Desk }) {
  const menu = useRef<HTMLDetailsElement | null>(null);
  const { face } = desk.app.data;
  useEffect(() => {
    const away = (event: Event) => {
      if (menu.current?.open && !menu.current.contains(event.target as Node)) menu.current.open = false;
    };
    document.addEventListener('pointerdown', away);
    document.addEventListener('focusin', away);
    return () => {
      document.removeEventListener('pointerdown', away);
      document.removeEventListener('focusin', away);
    };
  }, []);
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !menu.current?.open) return;
    menu.current.open = false;
    menu.current.querySelector('summary')?.focus();
  };
  const pending = desk.app.outbox.pending.value.length;
  return (
    <details class="menu" ref={menu} onKeyDown={leave}>
      <summary class={`btn ${desk.next() === 'export' ? 'main' : ''}`}>{_('Export and links')}</summary>
      <div class="sheet paper">
        <h2 class="k">{_('Draft proposals')}</h2>
        <ul>
          <li><a class="btn bare small" href={`${face}/export/html`}>{_('Page to print (HTML)')}</a></li>
          <li><a class="btn bare small" href={`${face}/export/md`}>{_('Text (Markdown)')}</a></li>
        </ul>
        <h2 class="k">{_('Everything')}</h2>
        <ul>
          <li><a class="btn bare small" href={`${face}/export/csv`}>{_('Ideas (CSV)')}</a></li>
          <li><a class="btn bare small" href={`${face}/export/json`}>{_('The whole workshop (JSON)')}</a></li>
        </ul>
        <h2 class="k">{_('Access')}</h2>
        <ul>
          <li><a class="btn bare small" href={`${face}/links`}>{_('Links and codes')}</a></li>
          <Languages desk={desk} />
        </ul>
        <p class="tiny soft keys">{_('Keys: F6 goes from one part to the next, the arrows through a list; Space ticks, Enter opens, D moves.')}</p>
        {pending > 0 && <p class="tiny soft">{ngettext('{n} change is on its way.', '{n} changes are on their way.', pending)}</p>}
      </div>
    </details>
  );
}

const LANGUAGES = { en: 'English', fr: 'Français' };

function Languages({ desk }: { desk: Desk }) {
  const { language, face } = desk.app.data;
  return (
    <>
      {Object.entries(LANGUAGES).filter(([code]) => code !== language).map(([code, name]) => (
        <li key={code}><a class="btn bare small" lang={code} hreflang={code} href={`/language/${code}?to=${encodeURIComponent(face)}`}>{name}</a></li>
      ))}
    </>
  );
}

