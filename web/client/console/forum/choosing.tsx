// Lists to choose from in the forum's dialogs: a search over radios, as "Move to…" has it; and who convenes a topic.

import { useSignal, type Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { _, ngettext } from '../../i18n';
import { Icon } from '../../parts';
import { plain } from '../../text';
import { Refusal } from '../bits';
import type { Desk } from '../desk';
import { everybody, nameOf } from '../person';

/** Conveners of one topic, at most. */
const MOST = 5;
/** People listed at a time; the search finds the others. */
const SHOWN = 40;

interface Listed {
  desk: Desk;
  /** Where a refusal is to be read. */
  at: string;
  search: Signal<string>;
  label: string;
  legend: string;
  verb: string;
  to: Signal<string>;
  /** What Enter means while nothing is chosen: the only one that was found. */
  only: string | undefined;
  choose: (value: string) => void;
  note?: ComponentChildren;
  children: ComponentChildren;
}

export function Listed({ desk, at, search, label, legend, verb, to, only, choose, note, children }: Listed) {
  const list = useRef<HTMLDivElement | null>(null);
  const submit = (event: Event) => {
    event.preventDefault();
    const value = to.value || (search.value ? only : undefined);
    if (value) choose(value);
    else list.current?.querySelector('input')?.focus();
  };
  return (
    <form onSubmit={submit} onKeyDown={event => down(event, list.current)}>
      {note}
      <Find label={label} search={search} changed={() => (to.value = '')} />
      <div class="list" role="radiogroup" aria-label={legend} ref={list}>
        {children}
      </div>
      <Refusal desk={desk} at={at} />
      <div class="df">
        <button class="btn main" aria-disabled={!to.value && !(search.value && only)}>{verb}</button>
      </div>
    </form>
  );
}

/** Not of type search: there Escape would empty it instead of closing the dialog. */
export function Find({ label, search, changed, first = true }: { label: string; search: Signal<string>; changed?: () => void; first?: boolean }) {
  return (
    <div class="find">
      <Icon name="search" />
      <input
        data-first={first ? '' : undefined}
        class="field"
        type="text"
        role="searchbox"
        aria-label={label}
        placeholder={label}
        value={search}
        autocomplete="off"
        onInput={event => {
          search.value = event.currentTarget.value;
          changed?.();
        }}
      />
    </div>
  );
}

interface Option {
  name: string;
  value: string;
  to: Signal<string>;
  says?: ComponentChildren;
  voice?: boolean;
  children: ComponentChildren;
}

export function Option({ name, value, to, says, voice, children }: Option) {
  const on = to.value === value;
  return (
    <label class={`opt ${voice ? 'voice' : ''} ${on ? 'on' : ''}`}>
      <input type="radio" name={name} checked={on} onChange={() => (to.value = value)} />
      <span class="grow">{children}</span>
      {says && <span class="n num">{says}</span>}
    </label>
  );
}

/** From the search down into the list; in the list the arrows are the radios' own. */
function down(event: KeyboardEvent, list: HTMLElement | null): void {
  if (event.key !== 'ArrowDown' || !(event.target instanceof HTMLInputElement) || event.target.type !== 'text') return;
  event.preventDefault();
  const first = list?.querySelector('input');
  first?.focus();
  first?.click();
}

/** People who joined, those on paper included; none: nobody yet. */
export function Conveners({ desk, chosen }: { desk: Desk; chosen: Signal<readonly string[]> }) {
  const search = useSignal('');
  const all = everybody(desk);
  const first = useRef(new Set(chosen.peek())).current;
  const wanted = plain(search.value);
  // Who convenes it stands first, and stays there while one ticks.
  const found = all.filter(person => plain(nameOf(person)).includes(wanted)).sort((a, b) => Number(first.has(b.id)) - Number(first.has(a.id)));
  const full = chosen.value.length >= MOST;
  const tick = (id: string, on: boolean) => (chosen.value = on ? [...chosen.value, id] : chosen.value.filter(each => each !== id));
  return (
    <fieldset class="conveners">
      <legend class="lab">{_('Who convenes it?')}</legend>
      {all.length > SHOWN / 4 && <Find label={ngettext('Search {n} person', 'Search {n} people', all.length)} search={search} first={false} />}
      <div class="names">
        {found.slice(0, SHOWN).map(person => {
          const on = chosen.value.includes(person.id);
          return (
            <label key={person.id} class={`opt ${on ? 'on' : ''}`}>
              <input type="checkbox" checked={on} disabled={full && !on} onChange={event => tick(person.id, event.currentTarget.checked)} />
              <span class="grow">{nameOf(person)}</span>
              {person.paper && <span class="n">{_('on paper')}</span>}
            </label>
          );
        })}
        {!all.length && <p class="small soft">{_('Nobody has joined yet.')}</p>}
        {all.length > 0 && !found.length && <p class="small soft">{_('Nobody of that name.')}</p>}
      </div>
      <p class="hint" role="status">{count(found.length, chosen.value.length)}</p>
    </fieldset>
  );
}

function count(found: number, chosen: number): string {
  const more = found > SHOWN ? ngettext('{n} more: search them by name.', '{n} more: search them by name.', found - SHOWN) : '';
  const who = !chosen ? _('None chosen: somebody is looked for.') : chosen >= MOST ? ngettext('{n} is the most.', '{n} are the most.', MOST) : ngettext('{n} chosen.', '{n} chosen.', chosen);
  return `${who} ${more}`;
}
