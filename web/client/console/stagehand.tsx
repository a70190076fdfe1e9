// The room's screen from the desk: what it shows now, one thing put in the light, and its picture held still.

import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { clockAt } from '../grid';
import { _ } from '../i18n';
import { Icon } from '../parts';
import { asRoom, roundOf, tallyOf, type Reader } from '../screen/room';
import { Act, Modal, Refusal } from './bits';
import type { Desk } from './desk';
import { spanOf } from './forum/slots';
import { later } from './later';

/** Between two tries to fetch what draws the screen. */
const AGAIN = 5_000;

export function Stagehand({ desk }: { desk: Desk }) {
  const screen = desk.reader.get('screen', 'this');
  const frozen = screen?.frozen_at ?? null;
  const meant = meantIn(desk);
  return (
    <>
      <div class="k row">
        <h2 class="k grow">{_('What the room sees')}</h2>
        <button type="button" class="btn bare tiny" onClick={() => (desk.dialog.value = { is: 'preview' })}>
          {_('Enlarge')}
        </button>
      </div>
      <Preview desk={desk} />
      <div class="row halves">
        <ShowThis desk={desk} on={meant} />
        <Act desk={desk} at="screen" class="small" command={{ type: frozen === null ? 'FreezeScreen' : 'UnfreezeScreen' }}>
          {frozen === null ? _('Freeze the screen') : _('Unfreeze')}
        </Act>
      </div>
      {meant && (
        <p class="tiny soft this">
          <span class="clip">{nameOf(desk.reader, meant)}</span>
          <button type="button" class="btn bare tiny" onClick={() => (desk.dialog.value = { is: 'show' })}>
            {_('Something else…')}
          </button>
        </p>
      )}
      <Refusal desk={desk} at="screen" />
      {frozen !== null && <p class="note straw small">{_('Frozen since {time}: the room does not see what happens now.', { time: clockAt(frozen) })}</p>}
      {screen?.spotlight && <Lit desk={desk} on={screen.spotlight} />}
    </>
  );
}

function Lit({ desk, on }: { desk: Desk; on: string }) {
  return (
    <p class="note small lit">
      <Icon name="eye" />
      <span class="grow">{_('In the light: {what}', { what: nameOf(desk.reader, on) })}</span>
      <Act desk={desk} at="screen" class="bare tiny" command={{ type: 'Spotlight', on: null }}>
        {_('Follow the step again')}
      </Act>
    </p>
  );
}

/** In its frame, which is there before it. */
const Drawn = later(() => import('./preview').then(part => part.Drawn), ({ again }) => {
  useEffect(() => {
    const timer = setTimeout(again, AGAIN);
    return () => clearTimeout(timer);
  }, []);
  return null;
});

/** The screen itself, drawn small. */
function Preview({ desk }: { desk: Desk }) {
  const box = useRef<HTMLDivElement | null>(null);
  useLayoutEffect(() => {
    const { current } = box;
    if (!current) return;
    const watcher = new ResizeObserver(() => current.style.setProperty('--k', String(current.clientWidth / 1920)));
    watcher.observe(current);
    return () => watcher.disconnect();
  }, []);
  return (
    <div class="preview" ref={box} inert aria-hidden="true">
      <Drawn desk={desk} />
    </div>
  );
}

export function PreviewDialog({ desk }: { desk: Desk }) {
  return (
    <Modal class="large" title={_('What the room sees')} onClose={() => (desk.dialog.value = null)}>
      <Preview desk={desk} />
    </Modal>
  );
}

/** What was last pointed at, else the step one looks at; and the way to everything else. */
function ShowThis({ desk, on }: { desk: Desk; on: string | null }) {
  if (!on) return (
    <button type="button" class="btn small" onClick={() => (desk.dialog.value = { is: 'show' })}>
      {_('Show…')}
    </button>
  );
  return (
    <Act desk={desk} at="screen" class="small" label={_('Show this: {what}', { what: nameOf(desk.reader, on) })} command={{ type: 'Spotlight', on }}>
      {_('Show this')}
    </Act>
  );
}

/** A button beside one thing, for the room to see it alone. `on`: its key, such as "cluster:ID". */
export function Show({ desk, on, class: extra }: { desk: Desk; on: string; class?: string }) {
  const lit = desk.reader.get('screen', 'this')?.spotlight === on;
  return (
    <Act desk={desk} at="screen" class={extra} command={{ type: 'Spotlight', on: lit ? null : on }}>
      {lit ? _('Follow the step again') : _('Show the room')}
    </Act>
  );
}

function meantIn(desk: Desk): string | null {
  const { reader } = desk;
  const pointed = pointedAt(desk);
  if (pointed && pointed !== reader.get('screen', 'this')?.spotlight) return pointed;
  const step = desk.step();
  const round = step && roundOf(reader, step.id);
  if (round && tallyOf(reader, round) && step.state !== 'open') return `tally:${round.id}`;
  return step && step.state !== 'open' ? `step:${step.id}` : null;
}

/** While one looks at the same step, and if the room may see it. */
export function pointedAt(desk: Desk): string | null {
  const { key, step } = desk.pointed.value ?? {};
  return key && step === desk.step()?.id && there(desk.reader, key) ? key : null;
}

/** What the screen may see of it: what it shows in any case, this one alone. */
function there(all: Reader, key: string): boolean {
  const [kind, id = ''] = key.split(':');
  const room = asRoom(all);
  if (kind === 'idea' || kind === 'cluster' || kind === 'theme' || kind === 'topic' || kind === 'slot' || kind === 'session' || kind === 'report') return !!room.get(kind, id);
  return true;
}

/** As one would say it. */
export function nameOf(reader: Reader, key: string): string {
  const [kind, id = ''] = key.split(':');
  switch (kind) {
    case 'idea': return _('“{text}”', { text: reader.get('idea', id)?.text ?? '' });
    case 'cluster': return reader.get('cluster', id)?.name ?? '';
    case 'theme': return reader.get('theme', id)?.name ?? '';
    case 'step': return _('the step “{step}”', { step: reader.get('step', id)?.about.title ?? '' });
    case 'tally': return _('the result of “{step}”', { step: reader.get('step', reader.get('round', id)?.step ?? '')?.about.title ?? '' });
    case 'topic': return _('the topic “{topic}”', { topic: reader.get('topic', id)?.title ?? '' });
    case 'slot': return _('the slot {span}', { span: spanOfSlot(reader, id) });
    case 'session': return _('the circle “{topic}”', { topic: reader.get('topic', id)?.title ?? '' });
    case 'report': return _('the report of “{topic}”', { topic: reader.get('topic', id)?.title ?? '' });
    case 'agenda': return _('the agenda');
    default: return _('how to join');
  }
}

function spanOfSlot(reader: Reader, id: string): string {
  const slot = reader.get('slot', id);
  return slot ? spanOf(reader, slot) : '';
}

const KINDS = ['idea', 'cluster', 'theme', 'topic', 'slot', 'session', 'report'];

/** Follows what is pointed at or focused on the desk, by its `data-key`. */
export function point(desk: Desk, { target }: Event): void {
  const key = target instanceof Element ? target.closest<HTMLElement>('[data-key]')?.dataset['key'] : undefined;
  const [kind, id] = key?.split(':') ?? [];
  if (key && id && KINDS.includes(kind ?? '')) desk.pointed.value = { key, step: desk.step()?.id };
}
