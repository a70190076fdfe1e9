// The person: having finished, one's name, one's place on another device, and being forgotten.

import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { App } from './app';
import { _, ngettext } from './i18n';
import { LIMITS } from './limits';
import { Over } from './over';
import { Icon, refusal } from './parts';
import type { StepRecord } from './protocol';
import { revealed, ResultsLink } from './results';

/** Whether this person has finished the open step, as they last said it. */
export function finished(app: App): boolean {
  const said = app.outbox.pending.value.map(({ command }) => command).filter(command => command.type === 'Finish').pop();
  return said ? said.done !== false : app.store.get('person', app.data.person)?.done ?? false;
}

export function FinishButton({ app, step, small }: { app: App; step: StepRecord; small?: boolean }) {
  const done = finished(app);
  return (
    <button class={small ? 'btn small' : 'btn'} aria-pressed={done} onClick={() => void app.send({ type: 'Finish', step: step.id, done: !done })}>
      {done && <Icon name="tick" small />}{_('I have finished')}
    </button>
  );
}

export function Finish({ app, step }: { app: App; step: StepRecord }) {
  const crowd = app.store.get('crowd', 'this');
  return (
    <footer class="done">
      <span class="small soft grow">
        {finished(app)
          ? ngettext('{n} of {people} has finished', '{n} of {people} have finished', crowd?.done ?? 0, { people: crowd?.people ?? 0 })
          : step.about.kind === 'gather' && step.about.by !== 'facilitators' ? _('No more ideas for now?') : _('Nothing more for now?')}
      </span>
      <FinishButton app={app} step={step} />
    </footer>
  );
}

/** The one discreet way to all that is about oneself. A link: without the script it is a page. */
export function Me({ app }: { app: App }) {
  const open = useSignal(false);
  const opener = useRef<HTMLAnchorElement>(null);
  const name = app.store.get('person', app.data.person)?.name;
  const show = (event: Event) => {
    event.preventDefault();
    open.value = true;
  };
  return (
    <div class="me">
      <a class="btn bare small" ref={opener} href={`${app.data.face}/me`} onClick={show}>{name ? _('My place: {name}', { name }) : _('My place')}</a>
      {open.value && <Place app={app} name={name ?? ''} from={opener.current} onClose={() => (open.value = false)} />}
    </div>
  );
}

function Place({ app, name, from, onClose }: { app: App; name: string; from: HTMLElement | null; onClose: () => void }) {
  const page = `${app.data.face}/me`;
  return (
    <Over title={_('My place')} from={from} onClose={onClose}>
      <div class="sheet-list">
        {app.store.get('workshop', 'this')?.names !== 'none' && <Name app={app} name={name} />}
        <ul class="links">
          {revealed(app) && <li><ResultsLink app={app} /></li>}
          <li><a class="btn bare flush" href={`${page}#device`}>{_('Go on with another device')}</a></li>
          <li><a class="btn bare flush" href={`${page}#language`}>{_('Language')}</a></li>
          <li><a class="btn bare flush" href={`${page}#kept`}>{_('What is kept, and until when')}</a></li>
          <li><a class="btn bare flush" href={`${page}#leave`}>{_('Someone else uses this phone')}</a></li>
        </ul>
        <Erase app={app} />
      </div>
    </Over>
  );
}

function Name({ app, name }: { app: App; name: string }) {
  const text = useSignal(name);
  const said = useSignal('');
  async function rename(event: Event): Promise<void> {
    event.preventDefault();
    said.value = '';
    const verdict = await app.send({ type: 'Rename', name: text.value });
    said.value = verdict.ok ? _('It is saved') : refusal(app, verdict).said;
  }
  return (
    <form onSubmit={rename}>
      <label class="lab" for="name">{_('Your first name, or a pseudonym')}</label>
      <div class="row">
        <input id="name" class="field grow" value={text} maxLength={(app.data.limits.name ?? LIMITS.name) * 2} autocomplete="given-name" onInput={event => (text.value = event.currentTarget.value)} />
        <button class="btn">{_('Save')}</button>
      </div>
      <p class="hint" role="status">{said}</p>
    </form>
  );
}

/** In two steps, as nothing brings it back. */
function Erase({ app }: { app: App }) {
  const sure = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (sure.value) button.current?.focus();
  }, [sure.value]);
  async function erase(): Promise<void> {
    const verdict = await app.send({ type: 'EraseMe' });
    if (!verdict.ok) return;
    app.drafts.forget();
    for (const item of app.outbox.items.value) app.dismiss(item);
    location.assign(app.data.face);
  }
  if (!sure.value) return <button class="btn bare flush" onClick={() => (sure.value = true)}>{_('Erase my name and my ideas')}</button>;
  return (
    <div class="note refused">
      <div>
        <p>{_('Your name and your ideas will be erased for everyone, and from the records. Nothing can bring them back.')}</p>
        <p class="row acts">
          <button class="btn" ref={button} onClick={() => void erase()}>{_('Erase everything of mine')}</button>
          <button class="btn bare" onClick={() => (sure.value = false)}>{_('Keep it')}</button>
        </p>
      </div>
    </div>
  );
}
