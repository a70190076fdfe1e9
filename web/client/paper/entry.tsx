// What is entered for one person: their ideas or their ballot, as the open step has it.

import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { App } from '../app';
import { openStep } from '../agenda';
import { giveBack } from '../focus';
import { _ } from '../i18n';
import { LIMITS } from '../limits';
import { Icon, refusal, words } from '../parts';
import type { StepRecord } from '../protocol';
import { Ballot } from './ballot';
import { Here, Interest } from './circles';
import { finished, late, voting, writing, type Desk, type Person } from './desk';
import { forumOpen } from './forum';
import { enteredBy } from './names';
import { written } from './reports';
import { Topics } from './topics';
import { Write } from './write';

interface Props {
  desk: Desk;
  person: Person;
  /** Nobody else is to be chosen: one closes. */
  alone: boolean;
  onClose?: () => void;
}

export function Entry({ desk, person, alone, onClose }: Props) {
  const { app } = desk;
  const place = useRef<HTMLElement>(null);
  const vote = voting(app);
  const write = writing(app);
  const left = write ? undefined : late(app);
  const step = openStep(app);
  const forum = forumOpen(app);
  useLayoutEffect(() => {
    const here = (what: string) => place.current?.querySelector<HTMLElement>(what);
    const first = here('[data-first]') ?? here('.in button') ?? here('h2');
    first?.focus({ preventScroll: true });
    place.current?.scrollIntoView({ block: 'nearest' });
  }, []);

  function back(): void {
    if (alone && onClose) return onClose();
    desk.chosen.value = null;
    giveBack(() => document.getElementById(`who-${person.id}`));
  }

  return (
    <section class="entry" ref={place} aria-labelledby="entry-title">
      <div class="entry-head">
        <button type="button" class="btn bare flush back" onClick={back}>{alone && onClose ? _('Close') : _('All the people')}</button>
        <h2 id="entry-title" tabIndex={-1}><span class="n num">{person.number || '…'}</span> <span class="name"><bdi>{person.name || _('without a name')}</bdi></span></h2>
        {step && <Done desk={desk} person={person} step={step} />}
      </div>
      {vote && <Ballot key={vote.round.id} desk={desk} person={person} step={vote.step} round={vote.round} onDone={back} />}
      {write && <Write key={write.id} desk={desk} person={person} step={write} />}
      {forum && <Forum key={step!.id} desk={desk} person={person} />}
      {!vote && !write && !forum && <p class="empty">{step ? (written(app).length && app.data.role === 'helper' ? _('Reports are typed in by the number of their circle.') : _('This step asks for nothing on paper.')) : _('No step is open. The ideas and ballots are entered here once one is.')}</p>}
      {left && <Late key={left.id} desk={desk} person={person} step={left} first={!vote} />}
      <Person desk={desk} person={person} />
    </section>
  );
}

function Forum({ desk, person }: { desk: Desk; person: Person }) {
  return (
    <>
      <Here desk={desk} person={person} />
      <Topics desk={desk} person={person} />
      <Interest desk={desk} person={person} />
    </>
  );
}

/** "Has finished", said for them. */
function Done({ desk: { app }, person, step }: { desk: Desk; person: Person; step: StepRecord }) {
  const done = finished(app, person);
  return (
    <button type="button" class="btn small done" aria-pressed={done} onClick={() => void app.send({ type: 'Finish', step: step.id, done: !done }, person.id)}>
      {done && <Icon name="tick" small />}{_('Has finished')}
    </button>
  );
}

/** A slip found when its step is over. */
function Late({ desk, person, step, first }: { desk: Desk; person: Person; step: NonNullable<ReturnType<typeof late>>; first: boolean }) {
  return (
    <details class="left-over" open={first && !!desk.app.drafts.box(`paper:${person.id}:${step.about.board}`).peek()}>
      <summary>{_('A slip left over from “{step}”', { step: step.about.title })}</summary>
      <p class="small soft">{_('It counts as late: the facilitator decides whether it joins the others.')}</p>
      <Write desk={desk} person={person} step={step} />
    </details>
  );
}

/** Their name, and being forgotten. */
function Person({ desk, person }: { desk: Desk; person: Person }) {
  const { app, said } = desk;
  const name = useSignal(person.name);
  const wrong = useSignal('');
  async function rename(event: Event): Promise<void> {
    event.preventDefault();
    wrong.value = '';
    const verdict = await app.send({ type: 'Rename', name: name.value }, person.id);
    if (verdict.ok) said.value = _('It is saved');
    else wrong.value = refusal(app, verdict).said;
  }
  return (
    <details class="person">
      <summary>{_('This person')}</summary>
      <p class="small soft">{_('On paper, under number {n}; {by}.', { n: person.number, by: enteredBy(app, person.by) })}</p>
      <form onSubmit={rename}>
        <label class="lab" for="paper-rename">{_('Name')}</label>
        <div class="row">
          <input id="paper-rename" class="field grow" value={name} maxLength={(app.data.limits.name ?? LIMITS.name) * 2} autocomplete="off" lang={words(app)} onInput={event => (name.value = event.currentTarget.value)} />
          <button class="btn">{_('Save')}</button>
        </div>
        <p class="hint" role="status">{wrong}</p>
      </form>
      <Erase app={app} desk={desk} person={person} />
    </details>
  );
}

/** In two steps, as nothing brings it back. */
function Erase({ app, desk, person }: { app: App; desk: Desk; person: Person }) {
  const sure = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (sure.value) button.current?.focus();
  }, [sure.value]);
  async function erase(): Promise<void> {
    const verdict = await app.send({ type: 'EraseMe' }, person.id);
    if (!verdict.ok) return void (desk.said.value = refusal(app, verdict).said);
    desk.chosen.value = null;
    giveBack(() => document.getElementById('everybody'));
  }
  if (!sure.value) return <button type="button" class="btn bare flush" onClick={() => (sure.value = true)}>{_('Erase this person’s name and ideas')}</button>;
  return (
    <div class="note refused">
      <div>
        <p>{_('Their name and their ideas will be erased for everyone, and from the records. Nothing can bring them back.')}</p>
        <p class="row acts">
          <button type="button" class="btn" ref={button} onClick={() => void erase()}>{_('Erase everything of theirs')}</button>
          <button type="button" class="btn bare" onClick={() => (sure.value = false)}>{_('Keep it')}</button>
        </p>
      </div>
    </div>
  );
}
