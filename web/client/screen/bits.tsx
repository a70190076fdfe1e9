// Small things several faces of the screen are made of.

import type { ReadonlySignal } from '@preact/signals';
import { _ } from '../i18n';
import type { StepRecord } from '../protocol';
import type { Reader } from './room';

/** A sentence of the catalogue with its numbers in bold, as they are what one looks for. */
export function Rich({ text }: { text: string }) {
  // A thousand's space or dot belongs to its number.
  const parts = text.split(/(\d[\d.,\u00a0\u202f]*\d|\d)/);
  return <>{parts.map((part, i) => (i % 2 ? <b class="num">{part}</b> : part))}</>;
}

/** Milliseconds left in a step's timebox; null where none was started. */
export function leftOf(step: StepRecord, now: number): number | null {
  if (step.paused_with != null) return step.paused_with;
  return step.ends_at == null ? null : Math.max(0, step.ends_at - now);
}

export function minutesAndSeconds(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

export function Clock({ step, tick }: { step: StepRecord; tick: ReadonlySignal<number> }) {
  const left = leftOf(step, tick.value);
  if (step.state !== 'open' || left === null) return null;
  return (
    <>
      {left === 0 && <span class="says">{_('Time is up')}</span>}
      {step.paused_with != null && <span class="says">{_('paused')}</span>}
      <Remaining left={left} minutes={step.about.minutes} />
    </>
  );
}

/** `left`: ms, of so many minutes, or more if it was extended. */
export function Remaining({ left, minutes }: { left: number; minutes: number }) {
  const all = Math.max(minutes, Math.ceil(left / 60_000), 1);
  return (
    <>
      <span class="left num" role="timer">
        {minutesAndSeconds(left)}
      </span>
      <span class="ruler" style={{ '--min': all, '--left': Math.round(left / (all * 600)) }} />
    </>
  );
}

/** Longer words are written smaller, in steps, so that they stay on the page. */
export function sizeOf(text: string, ...limits: number[]): string {
  return `size-${limits.filter(limit => text.length > limit).length}`;
}

export function Prompt({ room, children }: { room: Reader; children: string }) {
  return children ? <h1 lang={languageOf(room)} class={sizeOf(children, 60, 110, 200)}>{children}</h1> : null;
}

/** People's words are in the workshop's language, whatever the page's. */
export function languageOf(room: Reader): string | undefined {
  return room.get('workshop', 'this')?.language;
}
