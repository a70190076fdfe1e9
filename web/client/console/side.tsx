// The right column: what the room sees, how far the work is, and who is there.

import { useRef } from 'preact/hooks';
import { _, ngettext } from '../i18n';
import { Icon } from '../parts';
import type { PersonRecord } from '../protocol';
import { boardOf, ideasOf, stepsOf } from '../screen/room';
import { Heading } from './bits';
import type { Desk, Filter } from './desk';
import { useRoving } from './lists';
import { everybody, fits, Line } from './person';
import { Reported } from './reports';
import { unsorted } from './sort';
import { Stagehand } from './stagehand';

/** Above so many, people are counted, and named on request. */
const FEW = 12;

export function Side({ desk }: { desk: Desk }) {
  return (
    <>
      <Stagehand desk={desk} />
      <Reported desk={desk} />
      <Late desk={desk} />
      <Progress desk={desk} />
      <People desk={desk} />
    </>
  );
}

function Late({ desk }: { desk: Desk }) {
  const late = [...desk.reader.all('late').values()].filter(({ id }) => desk.reader.get('idea', id));
  const step = desk.step();
  const board = late[0] && desk.reader.get('idea', late[0].id)?.board;
  const home = stepsOf(desk.reader).find(({ about }) => about.kind === 'gather' && about.board === board);
  if (!late.length || !home || step?.id === home.id) return null;
  return (
    <p class="note straw">
      <Icon name="wait" />
      <span class="grow">
        {ngettext('{n} idea came late.', '{n} ideas came late.', late.length)}{' '}
        <button type="button" class="btn bare tiny flush" onClick={() => (desk.looking.value = home.state === 'open' ? null : home.id)}>
          {_('Read')}
        </button>
      </span>
    </p>
  );
}

function Progress({ desk }: { desk: Desk }) {
  const step = desk.step();
  if (step?.about.kind !== 'cluster') return null;
  const { reader } = desk;
  const [hidden, late] = [reader.all('hidden'), reader.all('late')];
  const all = ideasOf(reader, boardOf(step)).filter(({ id }) => !hidden.has(id) && !late.has(id)).length;
  const done = all - unsorted(desk, boardOf(step)).length;
  if (!all) return null;
  return (
    <section>
      <Heading text={_('Sorted')} count={_('{n} of {all}', { n: done, all })} />
      <div class="track" aria-hidden="true">
        <svg viewBox="0 0 100 10" preserveAspectRatio="none">
          <path class="rail" d="M0 0h100v10H0z" />
          <path class="done" d={`M0 0h${(done / all) * 100}v10H0z`} />
        </svg>
      </div>
    </section>
  );
}

function People({ desk }: { desk: Desk }) {
  const open = desk.openStep();
  const voting = open?.about.kind === 'vote' && desk.finishing();
  const all = everybody(desk);
  const paper = all.filter(person => person.paper).length;
  const waited = all.filter(person => !person.done);
  const listed = voting ? waited : all;
  const named = all.some(person => person.name || person.number) && listed.length <= FEW;
  const count = paper ? _('{n}, of whom {paper} on paper', { n: all.length, paper }) : all.length;
  return (
    <section>
      {voting && named ? <Heading text={_('Not finished yet')} count={waited.length} /> : <Heading text={_('People')} count={count} />}
      {!all.length && <p class="small soft">{_('Nobody has joined yet.')}</p>}
      {named ? <Names desk={desk} people={listed} /> : all.length > 0 && <Counted desk={desk} people={all} />}
      <div class="row wrap">
        {all.length > 0 && (
          <button type="button" class="btn bare small flush" onClick={() => (desk.dialog.value = { is: 'people' })}>
            {ngettext('See the {n}', 'See the {n}', all.length)}
          </button>
        )}
        <button type="button" class="btn bare small flush" onClick={() => (desk.dialog.value = { is: 'paper', person: null, adding: true })}>
          {_('Add a person on paper')}
        </button>
      </div>
      {voting && <p class="tiny softer">{_('How many dots each person has placed is shown to nobody, not even here.')}</p>}
    </section>
  );
}

function Names({ desk, people }: { desk: Desk; people: PersonRecord[] }) {
  const list = useRef<HTMLUListElement | null>(null);
  useRoving(list);
  return (
    <ul class="people" ref={list}>
      {people.map(person => <Line key={person.id} desk={desk} person={person} />)}
    </ul>
  );
}

function Counted({ desk, people }: { desk: Desk; people: PersonRecord[] }) {
  const list = useRef<HTMLUListElement | null>(null);
  useRoving(list);
  const named: [Filter, string][] = [
    ...(desk.finishing() ? [['waited', _('Not finished yet')] as [Filter, string]] : []),
    ['here', _('Here')],
    ['away', _('Away')],
    ['paper', _('On paper')],
  ];
  const lines = named.map(([filter, name]) => ({ filter, name, n: people.filter(person => fits(desk, person, filter)).length }));
  return (
    <ul class="people" ref={list}>
      {lines.filter(({ n }) => n > 0).map(({ filter, name, n }) => (
        <li key={filter}>
          <button type="button" class="someone" data-item onClick={() => (desk.dialog.value = { is: 'people', only: filter })}>
            <span class="grow">{name}</span>
            <span class="num">{n}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
