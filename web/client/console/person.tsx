// One person as the desk sees them: here or away, done or not, on a device or on paper.

import { _, ngettext } from '../i18n';
import { Icon } from '../parts';
import type { PersonRecord } from '../protocol';
import type { Desk, Filter } from './desk';

export function everybody({ reader, app }: Desk): PersonRecord[] {
  const by = new Intl.Collator(app.data.language, { numeric: true });
  return [...reader.all('person').values()].sort((a, b) => by.compare(nameOf(a), nameOf(b)));
}

export function nameOf(person: PersonRecord | undefined): string {
  if (person?.name) return person.name;
  return person?.number ? _('paper no. {n}', { n: person.number }) : _('without a name');
}

export function isHere({ app }: Desk, { id, paper }: PersonRecord): boolean {
  return !paper && !!app.here.value?.here?.includes(id);
}

/** Since when (ms) they are away; null: they are here, on paper, or it is not known. */
export function awaySince(desk: Desk, person: PersonRecord): number | null {
  return isHere(desk, person) || person.paper ? null : (desk.app.here.value?.away?.[person.id] ?? null);
}

export function fits(desk: Desk, person: PersonRecord, filter: Filter): boolean {
  switch (filter) {
    case 'all': return true;
    case 'here': return isHere(desk, person);
    case 'away': return !person.paper && !isHere(desk, person);
    case 'waited': return !person.done;
    case 'paper': return !!person.paper;
  }
}

/** Names are all that is told of who moves something: two people of one name are not told apart, so of neither. */
function moves({ app, reader }: Desk, { name }: PersonRecord): boolean {
  const { by = {}, staff = [] } = app.held.value;
  if (!name || !Object.keys(by).some(idea => by[idea] === name && !staff.includes(idea))) return false;
  return [...reader.all('person').values()].filter(other => other.name === name).length === 1;
}

/** Their state in a word or two, with its sign. */
export function Is({ desk, person }: { desk: Desk; person: PersonRecord }) {
  const since = awaySince(desk, person);
  const sign = person.done ? 'tick' : since !== null ? 'cloud' : null;
  return (
    <span class="is">
      {sign && <Icon name={sign} small />}
      {person.paper && !person.done && <Sheet />}
      {person.done ? (person.paper ? _('has finished, on paper') : _('has finished')) : person.paper ? <Paper desk={desk} person={person} /> : <Presence desk={desk} person={person} since={since} />}
    </span>
  );
}

function Paper({ desk, person }: { desk: Desk; person: PersonRecord }) {
  const by = person.by ? desk.holder(person.by) : '';
  return <>{by ? _('on paper, by {name}', { name: by }) : _('on paper')}</>;
}

function Presence({ desk, person, since }: { desk: Desk; person: PersonRecord; since: number | null }) {
  if (!desk.app.here.value) return null;
  if (moves(desk, person)) return <>{_('is sorting now')}</>;
  if (isHere(desk, person)) return <>{_('here')}</>;
  if (since === null) return <>{_('not connected')}</>;
  const minutes = Math.floor((desk.app.tick.value - since) / 60_000);
  return <>{minutes < 1 ? _('offline') : ngettext('offline, {n} min', 'offline, {n} min', minutes)}</>;
}

export function Line({ desk, person }: { desk: Desk; person: PersonRecord }) {
  return (
    <li>
      <button type="button" class="someone" data-item onClick={() => (desk.dialog.value = { is: 'person', person: person.id })}>
        <span class="grow">
          {nameOf(person)}
          {person.paper && person.name && <span class="tiny soft num"> {_('no. {n}', { n: person.number ?? 0 })}</span>}
        </span>
        <Is desk={desk} person={person} />
      </button>
    </li>
  );
}

export function Sheet() {
  return (
    <svg class="ic small" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6" />
    </svg>
  );
}
