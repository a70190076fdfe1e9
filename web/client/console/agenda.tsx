// The running order, as the facilitator runs it: each step opens, closes and reopens here, and is changed at any time.

import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { drawn, lost } from '../focus';
import { circlesOf, hasReport, topicsOf } from '../grid';
import { _, ngettext } from '../i18n';
import { Icon } from '../parts';
import type { StepRecord } from '../protocol';
import { boardOf, clustersOf, ideasOf, roundOf, stepsOf, type Reader } from '../screen/room';
import { Act, Arrow, Refusal } from './bits';
import type { Desk } from './desk';
import { useRoving } from './lists';
import { Meeting } from './meeting';
import { RehearsalOffer } from './rehearsal';
import { Ungrouped } from './ungrouped';

export function Agenda({ desk }: { desk: Desk }) {
  const list = useRef<HTMLOListElement | null>(null);
  const changing = useSignal(false);
  useRoving(list);
  const steps = stepsOf(desk.reader);
  return (
    <>
      <div class="k row">
        <h2 class="k grow">{_('Agenda')}</h2>
        <button type="button" class="btn bare tiny" aria-pressed={changing.value} onClick={() => (changing.value = !changing.value)}>
          {changing.value ? _('Done') : _('Rearrange')}
        </button>
      </div>
      <ol class={changing.value ? 'steps changing' : 'steps'} ref={list} onKeyDown={event => onKey(desk, steps, event)}>
        {steps.map((step, at) => (
          <Step key={step.id} desk={desk} steps={steps} at={at} changing={changing.value} />
        ))}
      </ol>
      <Refusal desk={desk} at="agenda" />
      <Next desk={desk} />
      <RehearsalOffer desk={desk} />
      <Meeting desk={desk} />
    </>
  );
}

function Next({ desk }: { desk: Desk }) {
  const next = desk.nextStep();
  const main = desk.next();
  const last = stepsOf(desk.reader).pop();
  return (
    <>
      <button
        type="button"
        class={`btn ${main === 'add' ? 'main wide' : 'bare small flush'}`}
        onClick={() => (desk.dialog.value = { is: 'step', step: null, after: last?.id ?? null })}
      >
        <Icon name="plus" /> {_('Add a step')}
      </button>
      {next && (
        <Act desk={desk} id={`open:${next.id}`} at="agenda" class="wide" command={{ type: 'OpenStep', step: next.id }}>
          {desk.openStep() || desk.begun() ? _('Open the next step') : _('Open the first step')}
        </Act>
      )}
      {next && <Ungrouped desk={desk} step={next} />}
      {main === 'results' && (
        <button type="button" class="btn wide main" onClick={() => (desk.menu.value = true)}>
          {_('Take the results away')}
        </button>
      )}
      {desk.begun() && <p class="tiny softer">{_('Reopening a closed step erases nothing.')}</p>}
    </>
  );
}

interface Row {
  desk: Desk;
  steps: StepRecord[];
  at: number;
  changing: boolean;
}

function Step({ desk, steps, at, changing }: Row) {
  const step = steps[at]!;
  const { id, about, state, n } = step;
  const looked = desk.step()?.id === id;
  return (
    <li class={`step ${state === 'open' ? 'now' : ''} ${looked ? 'looked' : ''}`} data-step={id}>
      <span class="n num">{state === 'closed' ? <Icon name="tick" /> : n}</span>
      <button
        type="button"
        class="name"
        data-item
        aria-current={looked ? 'true' : undefined}
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
        onClick={() => look(desk, step)}
      >
        {about.title}
      </button>
      <span class="meta">
        <Meta desk={desk} step={step} />
      </span>
      <span class="acts">{changing ? <Places desk={desk} steps={steps} at={at} /> : <Doors desk={desk} step={step} />}</span>
      <span class="edit">{changing ? <Remove desk={desk} step={step} alone={steps.length === 1} /> : looked && <Edit desk={desk} step={step} />}</span>
    </li>
  );
}

/** The one that closes the open step is a Tab stop of its own. */
function Doors({ desk, step: { id, about, state } }: { desk: Desk; step: StepRecord }) {
  if (state === 'open') return (
    <Act key="close" desk={desk} id={`close:${id}`} at="agenda" command={{ type: 'CloseStep', step: id }}>
      {_('Close the step')}
    </Act>
  );
  return (
    <Act key="open" desk={desk} at="agenda" item class="bare small flush" command={{ type: 'OpenStep', step: id }}>
      {state === 'closed' ? _('Reopen') : _('Open')}
      <span class="sr"> {about.title}</span>
    </Act>
  );
}

/** The step's prompt, length and rules: from here, a word is put right in two presses. */
export function Edit({ desk, step, item = true }: { desk: Desk; step: StepRecord; item?: boolean }) {
  return (
    <button type="button" class="btn bare tiny" data-item={item ? '' : undefined} onClick={() => (desk.dialog.value = { is: 'step', step: step.id })}>
      {_('Edit')}
      <span class="sr"> {step.about.title}</span>
    </button>
  );
}

function Places({ desk, steps, at }: Omit<Row, 'changing'>) {
  const { title } = steps[at]!.about;
  return (
    <span class="row tight">
      <button type="button" class="btn sq up" data-item aria-disabled={at === 0} aria-label={_('Move “{title}” up', { title })} onClick={() => void shift(desk, steps, at, -1)}>
        <Arrow up />
      </button>
      <button
        type="button"
        class="btn sq down"
        data-item
        aria-disabled={at === steps.length - 1}
        aria-label={_('Move “{title}” down', { title })}
        onClick={() => void shift(desk, steps, at, 1)}
      >
        <Arrow />
      </button>
    </span>
  );
}

function Remove({ desk, step, alone }: { desk: Desk; step: StepRecord; alone: boolean }) {
  if (alone || step.opened_at) return <span class="tiny softer">{alone ? _('the only one') : _('was opened')}</span>;
  return (
    <Act desk={desk} at="agenda" item class="bare tiny" command={{ type: 'RemoveStep', step: step.id }}>
      {_('Remove')}
      <span class="sr"> {step.about.title}</span>
    </Act>
  );
}

/** One place up or down; the focus stays with the step, on what was pressed. */
async function shift(desk: Desk, steps: StepRecord[], at: number, by: -1 | 1): Promise<void> {
  const step = steps[at];
  const to = at + by;
  if (!step || to < 0 || to >= steps.length) return;
  const from = document.activeElement;
  const pressed = ['up', 'down'].find(name => from?.classList.contains(name)) ?? 'name';
  const after = by < 0 ? steps[to - 1]?.id : steps[to]?.id;
  if (!(await desk.act('agenda', { type: 'MoveStep', step: step.id, after: after ?? null }))) return;
  desk.say(_('“{title}” is now step {n} of {count}.', { title: step.about.title, n: to + 1, count: steps.length }));
  // It was moved with what it stood in; who has gone elsewhere meanwhile stays there.
  drawn(() => (lost() || document.activeElement === from) && document.querySelector<HTMLElement>(`.steps [data-step="${step.id}"] .${pressed}`)?.focus());
}

function onKey(desk: Desk, steps: StepRecord[], event: KeyboardEvent): void {
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key] as -1 | 1 | undefined;
  const id = (event.target as HTMLElement).closest<HTMLElement>('[data-step]')?.dataset['step'];
  if (!event.altKey || !by || !id) return;
  event.preventDefault();
  void shift(desk, steps, steps.findIndex(step => step.id === id), by);
}

function look(desk: Desk, step: StepRecord): void {
  desk.looking.value = step.state === 'open' ? null : step.id;
  desk.drawer.value = null;
}

function Meta({ desk, step }: { desk: Desk; step: StepRecord }) {
  if (step.state === 'open') return <OpenFor desk={desk} step={step} />;
  if (step.later) return <>{_('put aside until it reopens')}</>;
  if (step.state === 'to_come') return <>{step.about.minutes ? ngettext('{n} minute', '{n} minutes', step.about.minutes) : ''}</>;
  return <>{outcome(desk, step)}</>;
}

function OpenFor({ desk, step }: { desk: Desk; step: StepRecord }) {
  const minutes = Math.floor((desk.app.tick.value - (step.opened_at ?? 0)) / 60_000);
  return <>{minutes < 1 ? _('just opened') : ngettext('open for {n} minute', 'open for {n} minutes', minutes)}</>;
}

/** "5 reports of 8". */
function written(reader: Reader): string {
  const all = circlesOf(reader);
  return all.length ? ngettext('{n} report of {all}', '{n} reports of {all}', all.filter(({ id }) => hasReport(reader, id)).length, { all: all.length }) : '';
}

function outcome(desk: Desk, step: StepRecord): string {
  const { reader } = desk;
  const board = boardOf(step);
  switch (step.about.kind) {
    case 'gather': {
      const [late, hidden] = [reader.all('late'), reader.all('hidden')];
      const read = ideasOf(reader, board).filter(({ id }) => !late.has(id) && !hidden.has(id)).length;
      const unread = desk.blind(board) ? (reader.get('board', board)?.waiting ?? 0) : 0;
      return ngettext('{n} idea', '{n} ideas', read + unread);
    }
    case 'cluster': return ngettext('{n} cluster', '{n} clusters', clustersOf(reader, board).length);
    case 'vote': return roundOf(reader, step.id)?.revealed ? _('revealed') : _('not revealed');
    case 'market': return ngettext('{n} topic', '{n} topics', topicsOf(reader).length);
    case 'sessions': case 'proceedings': return written(reader);
    case 'talk': return '';
  }
}
