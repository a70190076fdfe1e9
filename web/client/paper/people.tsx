// Everybody on paper: their number, their name, what is still awaited; and one more.

import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { App } from '../app';
import { _, ngettext } from '../i18n';
import { newId } from '../ids';
import { LIMITS } from '../limits';
import { Icon, refusal } from '../parts';
import { plain } from '../text';
import { awaited, finished, onPaper, refused, underWay, voting, writing, written, type Desk, type Person } from './desk';
import { lines } from './entered';
import { circleOf, forumOpen, topicsBy } from './forum';
import { begun } from './sheets';

/** From so many on there is a box to find one in. */
const MANY = 9;

export function Everybody({ desk }: { desk: Desk }) {
  const { app, chosen } = desk;
  const search = useSignal('');
  const everybody = onPaper(app);
  const wanted = plain(search.value);
  const found = everybody.filter(({ name, number }) => !wanted || String(number) === wanted || plain(name).includes(wanted));
  const open = (id: string) => {
    search.value = '';
    desk.report.value = null;
    chosen.value = id;
  };
  return (
    <section aria-labelledby="everybody">
      <h2 id="everybody" tabIndex={-1}>{_('People on paper')} <span class="soft num">({everybody.length})</span></h2>
      <p class="small soft awaited">{awaiting(app, everybody)}</p>
      {everybody.length >= MANY && (
        <form class="seek" role="search" onSubmit={event => {
          event.preventDefault();
          if (wanted && found[0]) open(found[0].id);
        }}>
          <label class="sr" for="find">{_('Number or name')}</label>
          <input id="find" class="field" type="search" autocomplete="off" placeholder={_('Number or name')} value={search} onInput={event => (search.value = event.currentTarget.value)} />
        </form>
      )}
      {everybody.length === 0 && <p class="empty">{_('Nobody yet. Whoever takes part on paper is added here, and gets a number.')}</p>}
      {everybody.length > 0 && found.length === 0 && <p class="small soft">{_('Nobody has this number or this name.')}</p>}
      <ul onKeyDown={arrows}>{found.map((person, at) => <One key={person.id} desk={desk} person={person} stop={chosen.value ? chosen.value === person.id : at === 0} onOpen={() => open(person.id)} />)}</ul>
      <Add desk={desk} />
    </section>
  );
}

/** What is still awaited, in one line. */
function awaiting(app: App, everybody: Person[]): string {
  const n = everybody.filter(person => awaited(app, person)).length;
  if (!everybody.length) return '';
  const vote = voting(app);
  if (vote?.round.state === 'sealed') return '';
  if (vote) return n ? ngettext('{n} ballot still awaited.', '{n} ballots still awaited.', n) : _('Every ballot is in.');
  if (!writing(app)) return '';
  return n ? ngettext('{n} person has no idea entered yet.', '{n} people have no idea entered yet.', n) : _('Everyone has an idea entered.');
}

/** One Tab stop; arrows go through the list. */
export function arrows(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const list = event.currentTarget as HTMLElement;
  const all = [...list.querySelectorAll('button')];
  const at = all.indexOf(document.activeElement as HTMLButtonElement);
  if (!step || at < 0) return;
  event.preventDefault();
  all[(at + step + all.length) % all.length]!.focus();
}

function One({ desk, person, stop, onOpen }: { desk: Desk; person: Person; stop: boolean; onOpen: () => void }) {
  const done = finished(desk.app, person);
  return (
    <li>
      <button type="button" class="who" id={`who-${person.id}`} tabIndex={stop ? 0 : -1} aria-current={desk.chosen.value === person.id || undefined} onClick={onOpen}>
        <span class={done ? 'seat f' : 'seat'}>{done ? <Icon name="tick" small /> : null}</span>
        <b class="num">{person.number || '…'}</b>
        <span class="grow name"><bdi>{person.name || _('without a name')}</bdi></span>
        <span class="small soft standing">{standing(desk.app, person)}</span>
      </button>
    </li>
  );
}

/** In two or three words. */
function standing(app: App, person: Person): string {
  if (!person.number) return _('on its way');
  const vote = voting(app);
  if (refused.value.has(person.id)) return _('ballot not taken');
  if (vote) {
    if (underWay(app, person.id)) return _('ballot on its way');
    if (begun(vote.round.id, person.id)) return _('ballot begun');
    return finished(app, person) ? _('has finished') : awaited(app, person) ? _('ballot awaited') : '';
  }
  if (forumOpen(app)) return standingInForum(app, person.id);
  const step = writing(app);
  if (!step) return finished(app, person) ? _('has finished') : '';
  if (lines(app, person.id).some(line => line.state === 'refused')) return _('to be corrected');
  const n = written(app, person.id, step);
  return n ? ngettext('{n} idea', '{n} ideas', n) : finished(app, person) ? _('has finished') : _('no idea yet');
}

/** The circle they are in, else how many topics they convene. */
function standingInForum(app: App, person: string): string {
  const circle = circleOf(app, person);
  if (circle) return _('in circle {n}', { n: app.store.get('topic', circle)?.n ?? 0 });
  const n = topicsBy(app, person).length;
  return n ? ngettext('{n} topic', '{n} topics', n) : '';
}

/** Its words are back in the box. */
function dismiss(app: App, person: string): void {
  for (const item of app.outbox.items.peek()) if (item.refused && item.command.type === 'AddPerson' && item.command.person === person) app.dismiss(item);
}

/** The box keeps the focus: whoever comes with a list types one name after the other. */
function Add({ desk }: { desk: Desk }) {
  const { app, said } = desk;
  const name = app.drafts.box('paper-name');
  const box = useRef<HTMLInputElement>(null);
  const wrong = useSignal('');
  const optional = app.store.get('workshop', 'this')?.names === 'none';

  function add(event: Event): void {
    event.preventDefault();
    const text = name.peek();
    wrong.value = '';
    box.current?.focus();
    if (!text.trim() && !optional) return void (wrong.value = _('Type a name first, or a pseudonym.'));
    const id = newId();
    app.drafts.write('paper-name', '');
    void app.send({ type: 'AddPerson', person: id, name: text }).then(verdict => {
      const number = app.store.get('person', id)?.number ?? 0;
      if (verdict.ok) return void (said.value = _('Added as no. {n}: {name}', { n: number, name: text || _('without a name') }));
      dismiss(app, id);
      if (!name.peek()) app.drafts.write('paper-name', text);
      wrong.value = refusal(app, verdict).said;
    });
  }

  return (
    <form class="add" onSubmit={add}>
      <label class="lab" for="paper-name">{_('Add a person')}</label>
      <div class="row">
        <input
          id="paper-name" class="field grow" ref={box} value={name} placeholder={optional ? _('Name, if wanted') : _('Name')} autocomplete="off"
          maxLength={(app.data.limits.name ?? LIMITS.name) * 2} aria-invalid={wrong.value ? true : undefined} aria-describedby="paper-name-says"
          onInput={event => app.drafts.write('paper-name', event.currentTarget.value)}
        />
        <button class="btn">{_('Add')}</button>
      </div>
      <p class="hint" id="paper-name-says" role="status">{wrong.value || _('The number comes by itself.')}</p>
    </form>
  );
}
