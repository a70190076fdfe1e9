// A step, new or changed while the workshop runs; and what the workshop says of itself. What is typed stays until it is kept.

import { useSignal, type Signal } from '@preact/signals';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { drawn } from '../focus';
import { _ } from '../i18n';
import { newId } from '../ids';
import type { AnyStep, Field, StepRecord } from '../protocol';
import { stepsOf } from '../screen/room';
import { Modal, Refusal } from './bits';
import type { Desk } from './desk';
import { Canvas } from './canvas';
import { Choice, problemOf, RuleField, Text } from './fields';
import { problemsOf, tidy, type Problems } from './problems';
import { fixedIn, fresh, keptFrom, kinds, principles, ruled, rulesOf, said, valueOf, type Kind, type Rule } from './rules';

export function StepDialog({ desk, id, after }: { desk: Desk; id: string | null; after: string | null }) {
  const step = id ? desk.reader.get('step', id) : undefined;
  const name = `step:${id ?? 'new'}`;
  const draft = useSignal(useMemo(() => restored(desk, name) ?? step?.about ?? fresh('gather', desk), []));
  const was = useRef(step?.about);
  const place = useSignal(after);
  const about = draft.value;
  const set = (to: AnyStep) => {
    draft.value = to;
    desk.app.drafts.write(name, JSON.stringify(to));
  };
  const close = () => {
    if (JSON.stringify(draft.peek()) === JSON.stringify(was.current)) desk.app.drafts.write(name, '');
    desk.dialog.value = null;
  };
  const over = () => {
    desk.app.drafts.write(name, '');
    // Without network that may be long after: another dialog may be open by then.
    if (desk.dialog.peek()?.is === 'step') desk.dialog.value = null;
    desk.say(id ? _('The step is changed.') : _('The step is added.'));
  };
  return (
    <Modal class="editor" title={id ? _('Edit the step') : _('New step')} onClose={close}>
      <Form desk={desk} step={step} about={about} set={set} place={place} over={over} was={was.current} />
    </Modal>
  );
}

/** What was typed here and not kept, in this page or an earlier one. */
function restored(desk: Desk, name: string): AnyStep | null {
  const text = desk.app.drafts.box(name).peek();
  const about = text ? (JSON.parse(text) as AnyStep) : null;
  // An earlier version of this page may have known fewer of its fields.
  return about && ({ ...fresh(about.kind, desk), ...about } as AnyStep);
}

interface Form {
  desk: Desk;
  step: StepRecord | undefined;
  about: AnyStep;
  set: (about: AnyStep) => void;
  place: Signal<string | null>;
  over: () => void;
  was: AnyStep | undefined;
}

function Form({ desk, step, about, set, place, over, was }: Form) {
  const form = useRef<HTMLFormElement | null>(null);
  const checked = useSignal(false);
  const sending = useSignal(false);
  const wrong = problemsOf(desk, about);
  const shown = checked.value ? wrong : {};
  const save = async (event: Event) => {
    event.preventDefault();
    checked.value = true;
    if (Object.keys(wrong).length) return void drawn(() => mend(form.current));
    if (sending.value) return;
    sending.value = true;
    // One that somebody removed meanwhile comes back as another: an id is never given twice.
    const kept = tidy(about);
    const added = was ? { ...kept, id: newId() } : kept;
    const done = await desk.act('step', step ? { type: 'EditStep', step: kept } : { type: 'AddStep', step: added, after: place.value });
    sending.value = false;
    if (done) over();
  };
  return (
    <form ref={form} onSubmit={event => void save(event)} onKeyDown={sendKey}>
      <div class="db">
        {step && <Changed desk={desk} step={step} was={was} about={about} set={set} />}
        {!step && <Kinds desk={desk} about={about} set={set} />}
        <Common desk={desk} about={about} set={set} wrong={shown} />
        {!step && <Place desk={desk} place={place} />}
        <Rules desk={desk} step={step} about={about} set={set} wrong={shown} />
      </div>
      <Refusal desk={desk} at="step" />
      <div class="df">
        <span class="grow small soft" role="status">{sending.value && desk.app.state.value === 'offline' ? _('It will be kept when the network is back.') : ''}</span>
        <button class="btn main" aria-disabled={sending.value}>{step ? _('Save') : _('Add the step')}</button>
      </div>
    </form>
  );
}

/** To the first box that is wrong, with the reason under it in sight. */
function mend(form: HTMLFormElement | null): void {
  const box = form?.querySelector<HTMLElement>('[aria-invalid="true"]');
  box?.focus({ preventScroll: true });
  box?.closest('.fieldset')?.scrollIntoView({ block: 'nearest' });
}

/** What every kind of step has. */
function Common({ desk, about, set, wrong }: { desk: Desk; about: AnyStep; set: (about: AnyStep) => void; wrong: Problems }) {
  const { limits } = desk.app.data;
  const minutes: Rule = { is: 'count', field: 'minutes', legend: _('Minutes'), min: 0, max: 600, hint: _('0: no clock.') };
  return (
    <>
      <Text label={_('Title')} value={about.title} set={title => set({ ...about, title })} limit={limits.title ?? 200} problem={wrong['title']} />
      <Text label={_('Prompt: what people are asked')} value={about.prompt} set={prompt => set({ ...about, prompt })} limit={limits.idea ?? 2000} lines={3} first problem={wrong['prompt']} />
      <RuleField rule={minutes} value={about.minutes} set={n => set({ ...about, minutes: Number(n) })} />
    </>
  );
}

/** From a box of several lines too. */
function sendKey(event: KeyboardEvent): void {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) (event.currentTarget as HTMLFormElement).requestSubmit();
}

/** Another facilitator was quicker, or something typed earlier was never kept: both are said, none is chosen for you. */
function Changed({ desk, step, was, about, set }: { desk: Desk; step: StepRecord; was: AnyStep | undefined; about: AnyStep; set: (about: AnyStep) => void }) {
  const now = JSON.stringify(step.about);
  const theirs = now !== JSON.stringify(was);
  const mine = useRef(JSON.stringify(about) !== now).current;
  if (JSON.stringify(about) === now || !(theirs || mine)) return null;
  return (
    <p class="note straw">
      <span class="grow">{theirs ? _('Someone has just changed this step. Saving puts yours in its place.') : _('What you had begun to change is still here.')}</span>
      <button type="button" class="btn bare tiny" onClick={() => { set(step.about); desk.say(_('As it is now.')); }}>
        {_('Start from how it is now')}
      </button>
    </p>
  );
}

function Kinds({ desk, about, set }: { desk: Desk; about: AnyStep; set: (about: AnyStep) => void }) {
  const turn = (kind: Kind) => {
    const named = kinds().some(({ label }) => label === about.title);
    const next = fresh(kind, desk);
    set({ ...next, prompt: about.prompt, ...(named ? {} : { title: about.title }) } as AnyStep);
  };
  return (
    <Choice legend={_('What happens in it?')} options={kinds().map(kind => ({ ...kind, off: keptFrom(kind.value, desk) }))} value={about.kind} set={kind => turn(kind as Kind)} />
  );
}

function Place({ desk, place }: { desk: Desk; place: Signal<string | null> }) {
  return (
    <div class="count">
      <label for="step-place">{_('Place')}</label>
      <select id="step-place" class="field" value={place.value ?? ''} onChange={event => (place.value = event.currentTarget.value || null)}>
        <option value="">{_('first')}</option>
        {stepsOf(desk.reader).map(({ id, n, about }) => (
          <option key={id} value={id}>{_('after {n}. {title}', { n, title: about.title })}</option>
        ))}
      </select>
    </div>
  );
}

interface Rules {
  desk: Desk;
  step: StepRecord | undefined;
  about: AnyStep;
  set: (about: AnyStep) => void;
  wrong: Problems;
}

function Rules({ desk, step, about, set, wrong }: Rules) {
  const fixed = fixedIn(desk, step);
  const rules = rulesOf(about, desk, !step);
  const held = rules.filter(({ field }) => fixed.fields.includes(field));
  return (
    <>
      {rules.filter(rule => !held.includes(rule)).map(rule => <Ruled key={rule.field} desk={desk} rule={rule} about={about} set={set} wrong={wrong} />)}
      {about.kind === 'talk' && !about.law && !about.points.length && (
        <button type="button" class="btn small" onClick={() => set({ ...about, ...principles() })}>
          {_('Put in the principles of an open forum')}
        </button>
      )}
      {held.length > 0 && (
        <section class="fixed">
          <h3 class="k">{_('What can no longer change')}</h3>
          <p class="small soft">{fixed.why}</p>
          <dl>
            {held.map(rule => (
              <div key={rule.field}>
                <dt>{rule.legend}</dt>
                <dd>{said(rule, about)}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </>
  );
}

function Ruled({ desk, rule, about, set, wrong }: Omit<Rules, 'step'> & { rule: Rule }) {
  const { title = 200, idea = 2000 } = desk.app.data.limits;
  const value = valueOf(about, rule.field);
  if (rule.is === 'parts') return <Canvas desk={desk} legend={rule.legend} parts={value as Field[]} set={parts => set(ruled(about, rule.field, parts, desk))} wrong={wrong} />;
  return <RuleField rule={rule} value={value} set={to => set(ruled(about, rule.field, to, desk))} limit={rule.is === 'text' ? idea : title} problem={wrong[rule.field]} />;
}

/** What a person reads before joining. */
export function WorkshopDialog({ desk }: { desk: Desk }) {
  const workshop = desk.reader.get('workshop', 'this');
  const title = useSignal(workshop?.title ?? '');
  const organiser = useSignal(workshop?.organiser ?? '');
  const checked = useSignal(false);
  const limits = desk.app.data.limits;
  const wrong = [problemOf(title.value, limits.title ?? 200, true), problemOf(organiser.value, limits.idea ?? 2000, true)];
  const close = () => (desk.dialog.value = null);
  const save = async (event: Event) => {
    event.preventDefault();
    checked.value = true;
    if (wrong.some(Boolean)) return;
    if (await desk.act('workshop', { type: 'DescribeWorkshop', title: title.value, organiser: organiser.value })) close();
  };
  useLayoutEffect(() => desk.forget('workshop'), []);
  return (
    <Modal title={_('Title and organiser')} onClose={close}>
      <form onSubmit={event => void save(event)} onKeyDown={sendKey}>
        <div class="db">
          <Text label={_('Title')} value={title.value} set={value => (title.value = value)} limit={limits.title ?? 200} first problem={checked.value ? wrong[0] : ''} />
          <Text
            label={_('Who runs it, and how to reach them')}
            hint={_('People read it before they join.')}
            value={organiser.value}
            set={value => (organiser.value = value)}
            limit={limits.idea ?? 2000}
            lines={2}
            problem={checked.value ? wrong[1] : ''}
          />
        </div>
        <Refusal desk={desk} at="workshop" />
        <div class="df">
          <button class="btn main">{_('Save')}</button>
        </div>
      </form>
    </Modal>
  );
}
