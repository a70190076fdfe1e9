// The running order, as the facilitator runs it: each step opens, closes and reopens here; the meeting too.

import { _, ngettext } from '../i18n';
import { Icon } from '../parts';
import type { StepRecord } from '../protocol';
import { boardOf, clustersOf, ideasOf, roundOf, stepsOf } from '../screen/room';
import { Act, Heading, Refusal } from './bits';
import type { Desk } from './desk';

export function Agenda({ desk }: { desk: Desk }) {
  const next = desk.nextStep();
  return (
    <>
      <Heading text={_('Agenda')} />
      <ol class="steps">
        {stepsOf(desk.reader).map(step => (
          <Step key={step.id} desk={desk} step={step} />
        ))}
      </ol>
      <Refusal desk={desk} at="agenda" />
      {next && (
        <Act desk={desk} id={`open:${next.id}`} at="agenda" class="wide" command={{ type: 'OpenStep', step: next.id }}>
          {desk.openStep() || next.n > 1 ? _('Open the next step') : _('Open the first step')}
        </Act>
      )}
      <p class="tiny softer">{_('Reopening a closed step erases nothing.')}</p>
      <Meeting desk={desk} />
    </>
  );
}

function Step({ desk, step }: { desk: Desk; step: StepRecord }) {
  const { id, about, state, n } = step;
  const looked = desk.step()?.id === id;
  return (
    <li class={`step ${state === 'open' ? 'now' : ''} ${looked ? 'looked' : ''}`}>
      <span class="n num">{state === 'closed' ? <Icon name="tick" /> : n}</span>
      <button type="button" class="name" aria-current={looked ? 'true' : undefined} onClick={() => look(desk, step)}>
        {about.title}
      </button>
      <span class="meta">
        <Meta desk={desk} step={step} />
      </span>
      <span class="acts">
        {state === 'open' ? (
          <Act desk={desk} id={`close:${id}`} at="agenda" command={{ type: 'CloseStep', step: id }}>
            {_('Close the step')}
          </Act>
        ) : (
          <Act desk={desk} at="agenda" class="bare small flush" command={{ type: 'OpenStep', step: id }}>
            {state === 'closed' ? _('Reopen') : _('Open')}
            <span class="sr"> {about.title}</span>
          </Act>
        )}
      </span>
    </li>
  );
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
    case 'talk': return '';
  }
}

function Meeting({ desk }: { desk: Desk }) {
  const open = desk.reader.get('agenda', 'this')?.meeting_open ?? true;
  return (
    <section class="meeting">
      <Heading text={open ? _('Meeting open') : _('Meeting closed')} />
      <p class="small soft">
        {open ? _('People can join with the code') : _('The code does not work. The QR and who is already in go on.')}
        {open && ' '}
        {open && <b class="code num">{desk.door.code}</b>}
      </p>
      <Refusal desk={desk} at="meeting" />
      <div class="row wrap">
        <button type="button" class="btn small" onClick={() => (desk.dialog.value = { is: 'door' })}>
          {_('Code and QR')}
        </button>
        <Act desk={desk} at="meeting" class="bare small flush" command={{ type: open ? 'CloseMeeting' : 'OpenMeeting' }}>
          {open ? _('Close the meeting') : _('Open the meeting')}
        </Act>
      </div>
    </section>
  );
}
