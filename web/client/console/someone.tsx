// What a facilitator can do for one person: a code for a lost phone, one entry out of two, out of the workshop, or at the pen for them.

import { useSignal, type Signal } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';
import { _, ngettext } from '../i18n';
import type { PersonRecord } from '../protocol';
import { plain } from '../text';
import { Modal, Refusal } from './bits';
import { call } from './calls';
import type { Desk } from './desk';
import { Choice } from './fields';
import { everybody, Is, nameOf } from './person';

type Doing = 'look' | 'remove' | 'merge';

export function PersonDialog({ desk, id }: { desk: Desk; id: string }) {
  const person = desk.reader.get('person', id);
  const doing = useSignal<Doing>('look');
  const close = () => (desk.dialog.value = null);
  useLayoutEffect(() => desk.forget('person'), []);
  const title = person ? nameOf(person) : _('Person');
  return (
    <Modal title={title} onClose={close}>
      {!person && <div class="db"><p class="empty">{_('They are no longer in the workshop.')}</p></div>}
      {person && doing.value === 'look' && <Look desk={desk} person={person} go={to => (doing.value = to)} />}
      {person && doing.value === 'remove' && <Remove desk={desk} person={person} back={() => (doing.value = 'look')} close={close} />}
      {person && doing.value === 'merge' && <Merge desk={desk} person={person} back={() => (doing.value = 'look')} close={close} />}
    </Modal>
  );
}

function Look({ desk, person, go }: { desk: Desk; person: PersonRecord; go: (to: Doing) => void }) {
  return (
    <div class="db">
      <p class="row"><Is desk={desk} person={person} />{person.number ? <span class="soft num">{_('no. {n}', { n: person.number })}</span> : null}</p>
      <Refusal desk={desk} at="person" />
      {person.paper ? (
        <>
          <button type="button" class="btn main" data-first onClick={() => (desk.dialog.value = { is: 'paper', person: person.id })}>
            {_('Enter their ideas or ballot')}
          </button>
          <Finished desk={desk} person={person} />
        </>
      ) : (
        <Digits desk={desk} person={person} />
      )}
      <button type="button" class="btn" onClick={() => go('merge')}>{_('The same person joined twice…')}</button>
      <button type="button" class="btn" onClick={() => go('remove')}>{_('Remove from the workshop…')}</button>
    </div>
  );
}

function Finished({ desk, person }: { desk: Desk; person: PersonRecord }) {
  const step = desk.openStep();
  if (!step || !desk.finishing()) return null;
  const act = () => void desk.act('person', { type: 'Finish', step: step.id, done: !person.done }, person.id);
  return <button type="button" class="btn" onClick={act}>{person.done ? _('They have not finished after all') : _('They have finished')}</button>;
}

interface Code {
  digits: string;
  minutes: number;
}

/** Eight digits that bring them back on another phone, once. */
function Digits({ desk, person }: { desk: Desk; person: PersonRecord }) {
  const code = useSignal<(Code & { until: number }) | null>(null);
  const failed = useSignal('');
  const ask = async () => {
    const found = await call<Code>(desk.app, `/people/${person.id}/digits`);
    failed.value = found.ok ? '' : found.why;
    code.value = found.ok && { ...found.ok, until: desk.app.now() + found.ok.minutes * 60_000 };
  };
  const left = code.value ? Math.max(0, Math.ceil((code.value.until - desk.app.tick.value) / 60_000)) : 0;
  return (
    <div class="digits" role="status">
      {code.value && left > 0 && (
        <>
          <p class="code num" aria-label={code.value.digits.split('').join(' ')}>{code.value.digits.replace(/\D/g, '').replace(/(....)/, '$1 ')}</p>
          <p class="small soft">
            {_('To type on the other phone, at {address}.', { address: `${desk.door.address}/l` })}{' '}
            {ngettext('It works once, for {n} minute.', 'It works once, for {n} minutes.', left)}
          </p>
        </>
      )}
      {failed.value && <p class="small wrong">{failed}</p>}
      {(!code.value || left === 0) && (
        <button type="button" class="btn" data-first onClick={() => void ask()}>{_('Give a code for another phone')}</button>
      )}
    </div>
  );
}

interface Part {
  desk: Desk;
  person: PersonRecord;
  back: () => void;
  close: () => void;
}

function Remove({ desk, person, back, close }: Part) {
  const ideas = useSignal<'keep' | 'hide'>('keep');
  const name = nameOf(person);
  const remove = async (event: Event) => {
    event.preventDefault();
    if (!(await desk.act('person', { type: 'RemovePerson', person: person.id, ideas: ideas.value }))) return;
    desk.say(_('{name} is out of the workshop.', { name }));
    close();
  };
  useLayoutEffect(() => document.querySelector<HTMLElement>('dialog[open] input:checked')?.focus(), []);
  return (
    <form onSubmit={event => void remove(event)}>
      <div class="db">
        <p>{person.paper ? _('Their dots in rounds that are not over are taken back.') : _('Their device is cut off at once. Their dots in rounds that are not over are taken back.')}</p>
        <Choice
          legend={_('Their ideas')}
          options={[{ value: 'keep', label: _('stay on the board') }, { value: 'hide', label: _('are hidden from the room'), says: _('You can restore each of them.') }]}
          value={ideas.value}
          set={value => (ideas.value = value as 'keep' | 'hide')}
        />
      </div>
      <Refusal desk={desk} at="person" />
      <div class="df">
        <button type="button" class="btn" onClick={back}>{_('Back')}</button>
        <button class="btn main">{_('Remove {name}', { name })}</button>
      </div>
    </form>
  );
}

function Merge({ desk, person, back, close }: Part) {
  const other = useSignal('');
  const stays = useSignal('');
  const search = useSignal('');
  const others = everybody(desk).filter(({ id }) => id !== person.id);
  const wanted = plain(search.value);
  const found = others.filter(each => plain(nameOf(each)).includes(wanted)).sort((a, b) => alike(b, person) - alike(a, person)).slice(0, 30);
  const twin = others.find(({ id }) => id === other.value);
  const kept = twin && stays.value === twin.id ? twin.id : person.id;
  const merge = async (event: Event) => {
    event.preventDefault();
    if (!twin) return document.querySelector<HTMLElement>('dialog[open] .list input')?.focus();
    const gone = kept === person.id ? twin.id : person.id;
    if (!(await desk.act('person', { type: 'MergePeople', person: gone, into: kept }))) return;
    desk.say(_('The two entries are one.'));
    close();
  };
  useLayoutEffect(() => document.querySelector<HTMLElement>('dialog[open] .find input')?.focus(), []);
  return (
    <form onSubmit={event => void merge(event)}>
      <div class="find whole">
        <input class="field" type="text" role="searchbox" autocomplete="off" aria-label={_('Search the other entry')} placeholder={_('Search the other entry')} value={search} onInput={event => (search.value = event.currentTarget.value)} />
      </div>
      <Twins desk={desk} people={found} chosen={other} />
      {twin && (
        <div class="quoted">
          <Choice
            legend={_('Which one stays?')}
            options={[person, twin].map(each => ({ value: each.id, label: each.number ? _('{name}, paper no. {n}', { name: nameOf(each), n: each.number }) : nameOf(each), says: <Is desk={desk} person={each} /> }))}
            value={kept}
            set={value => (stays.value = value)}
          />
          <p class="small soft">{_('It gets all ideas of the other. In a round that is not over its own ballot counts, else the other’s.')}</p>
        </div>
      )}
      <Refusal desk={desk} at="person" />
      <div class="df">
        <button type="button" class="btn" onClick={back}>{_('Back')}</button>
        <button class="btn main" aria-disabled={!twin}>{_('Make them one')}</button>
      </div>
    </form>
  );
}

function Twins({ desk, people, chosen }: { desk: Desk; people: PersonRecord[]; chosen: Signal<string> }) {
  return (
    <div class="list" role="radiogroup" aria-label={_('The other entry')}>
      {people.map(each => (
        <label key={each.id} class={`opt ${each.id === chosen.value ? 'on' : ''}`}>
          <input type="radio" name="twin" checked={each.id === chosen.value} onChange={() => (chosen.value = each.id)} />
          <span class="grow">{nameOf(each)}</span>
          <Is desk={desk} person={each} />
        </label>
      ))}
      {!people.length && <p class="empty">{_('Nobody with this name.')}</p>}
    </div>
  );
}

/** The most alike names first: whoever joins twice types nearly the same. */
function alike(a: PersonRecord, b: PersonRecord): number {
  const [one, two] = [plain(a.name ?? ''), plain(b.name ?? '')];
  if (!one || !two) return 0;
  return one === two ? 3 : one.startsWith(two) || two.startsWith(one) ? 2 : one[0] === two[0] ? 1 : 0;
}
