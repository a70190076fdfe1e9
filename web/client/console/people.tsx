// Everybody: searched, filtered, each one press away.

import { useSignal, type Signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { _, ngettext } from '../i18n';
import type { PersonRecord } from '../protocol';
import { plain } from '../text';
import { Modal } from './bits';
import type { Desk, Filter } from './desk';
import { useRoving } from './lists';
import { everybody, fits, Line, nameOf } from './person';

/** From here on one searches. */
const MANY = 12;
const PAGE = 100;

export function PeopleDialog({ desk, only = 'all' }: { desk: Desk; only?: Filter }) {
  const filter = useSignal<Filter>(only);
  const search = useSignal('');
  const people = everybody(desk);
  const wanted = plain(search.value);
  const found = people.filter(person => fits(desk, person, filter.value) && plain(`${nameOf(person)} ${person.number ?? ''}`).includes(wanted));
  return (
    <Modal class="tall people-dialog" title={_('People')} onClose={() => (desk.dialog.value = null)}>
      <div class="quoted">
        {people.length > MANY && (
          <input
            class="field"
            data-first
            type="text"
            role="searchbox"
            autocomplete="off"
            aria-label={_('Search a person')}
            placeholder={ngettext('Search {n} person', 'Search {n} people', people.length)}
            value={search}
            onInput={event => (search.value = event.currentTarget.value)}
          />
        )}
        <Filters desk={desk} people={people} filter={filter} />
      </div>
      <List desk={desk} people={found} />
      <div class="df">
        <button type="button" class="btn" onClick={() => (desk.dialog.value = { is: 'paper', person: null, adding: true })}>
          {_('Add a person on paper')}
        </button>
      </div>
    </Modal>
  );
}

function Filters({ desk, people, filter }: { desk: Desk; people: PersonRecord[]; filter: Signal<Filter> }) {
  const named: [Filter, string][] = [
    ['all', _('Everyone')],
    ['here', _('Here')],
    ['away', _('Away')],
    ...(desk.finishing() ? [['waited', _('Not finished yet')] as [Filter, string]] : []),
    ['paper', _('On paper')],
  ];
  return (
    <fieldset class="chips">
      <legend class="sr">{_('Show')}</legend>
      {named.map(([value, label]) => (
        <label key={value} class={`chip ${filter.value === value ? 'on' : ''}`}>
          <input type="radio" name="people" checked={filter.value === value} onChange={() => (filter.value = value)} />
          {label} <span class="num soft">{people.filter(person => fits(desk, person, value)).length}</span>
        </label>
      ))}
    </fieldset>
  );
}

function List({ desk, people }: { desk: Desk; people: PersonRecord[] }) {
  const box = useRef<HTMLUListElement | null>(null);
  const pages = useSignal(1);
  useRoving(box);
  const drawn = people.slice(0, pages.value * PAGE);
  return (
    <div class="list">
      <ul ref={box} class="people" aria-label={_('People')}>
        {drawn.map(person => <Line key={person.id} desk={desk} person={person} />)}
      </ul>
      {!people.length && <p class="empty">{_('Nobody here.')}</p>}
      {drawn.length < people.length && (
        <button type="button" class="btn small wide" onClick={() => pages.value++}>
          {_('Next {n}', { n: Math.min(PAGE, people.length - drawn.length) })}
        </button>
      )}
    </div>
  );
}
