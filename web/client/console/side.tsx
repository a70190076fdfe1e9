// The right column: what the room sees, how far the work is, and who is there.

import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { _, ngettext } from '../i18n';
import { Icon } from '../parts';
import type { PersonRecord } from '../protocol';
import { asRoom, boardOf, ideasOf, roundOf, stepsOf } from '../screen/room';
import { Stage } from '../screen/stage';
import { Heading, Modal } from './bits';
import type { Desk } from './desk';
import { unsorted } from './sort';

/** Above so many, people are counted, and named on request. */
const FEW = 12;

export function Side({ desk }: { desk: Desk }) {
  return (
    <>
      <div class="k row">
        <h2 class="k grow">{_('What the room sees')}</h2>
        <button type="button" class="btn bare tiny" onClick={() => (desk.dialog.value = { is: 'preview' })}>
          {_('Enlarge')}
        </button>
      </div>
      <Preview desk={desk} />
      <Late desk={desk} />
      <Progress desk={desk} />
      <People desk={desk} />
    </>
  );
}

/** The screen itself, drawn small. */
export function Preview({ desk }: { desk: Desk }) {
  const box = useRef<HTMLDivElement | null>(null);
  const room = useRef(asRoom(desk.reader)).current;
  useLayoutEffect(() => {
    const { current } = box;
    if (!current) return;
    const watcher = new ResizeObserver(() => current.style.setProperty('--k', String(current.clientWidth / 1920)));
    watcher.observe(current);
    return () => watcher.disconnect();
  }, []);
  return (
    <div class="preview" ref={box} inert aria-hidden="true">
      <Stage room={room} door={desk.door} tick={desk.app.tick} />
    </div>
  );
}

export function PreviewDialog({ desk }: { desk: Desk }) {
  return (
    <Modal class="large" title={_('What the room sees')} onClose={() => (desk.dialog.value = null)}>
      <Preview desk={desk} />
    </Modal>
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
      <span class="grow">{ngettext('{n} idea came late.', '{n} ideas came late.', late.length)}</span>
      <button type="button" class="btn bare tiny" onClick={() => (desk.looking.value = home.state === 'open' ? null : home.id)}>
        {_('Read')}
      </button>
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
  const all = useSignal(false);
  const open = desk.openStep();
  const voting = open?.about.kind === 'vote' && roundOf(desk.reader, open.id)?.state === 'open';
  const everybody = [...desk.reader.all('person').values()];
  const paper = everybody.filter(person => person.paper).length;
  const waited = everybody.filter(person => !person.done);
  const named = everybody.some(person => person.name);
  const listed = voting ? waited : everybody;
  const few = named && (all.value || listed.length <= FEW);
  const count = paper ? _('{n}, of whom {paper} on paper', { n: everybody.length, paper }) : everybody.length;
  return (
    <section>
      {voting && named ? <Heading text={_('Not finished yet')} count={waited.length} /> : <Heading text={_('People')} count={count} />}
      {!everybody.length && <p class="small soft">{_('Nobody has joined yet.')}</p>}
      {few ? <Names desk={desk} people={listed} /> : everybody.length > 0 && <Counted desk={desk} people={everybody} />}
      {named && listed.length > FEW && (
        <button type="button" class="btn bare small flush" aria-expanded={all.value} onClick={() => (all.value = !all.value)}>
          {all.value ? _('Count them only') : ngettext('See the {n}', 'See the {n}', listed.length)}
        </button>
      )}
      {voting && <p class="tiny softer">{_('How many dots each person has placed is shown to nobody, not even here.')}</p>}
    </section>
  );
}

function Names({ desk, people }: { desk: Desk; people: PersonRecord[] }) {
  const sorted = [...people].sort((a, b) => (a.name ?? '').localeCompare(b.name ?? '', desk.app.data.language));
  return (
    <ul class="people">
      {sorted.map(person => (
        <li key={person.id}>
          <span>{person.name || _('without a name')}</span>
          <Is desk={desk} person={person} />
        </li>
      ))}
    </ul>
  );
}

function Is({ desk, person }: { desk: Desk; person: PersonRecord }) {
  const here = desk.app.here.value;
  const since = here?.away?.[person.id];
  const present = !!here?.here?.includes(person.id);
  const away = since !== undefined && !present;
  return (
    <span>
      {person.done && <Icon name="tick" small />}
      {!person.done && away && <Icon name="cloud" small />}
      {person.paper ? _('on paper') : person.done ? _('has finished') : away ? <Away desk={desk} since={since} /> : here && (present ? _('here') : _('not connected'))}
    </span>
  );
}

function Away({ desk, since }: { desk: Desk; since: number }) {
  const minutes = Math.floor((desk.app.tick.value - since) / 60_000);
  return <>{minutes < 1 ? _('offline') : ngettext('offline, {n} min', 'offline, {n} min', minutes)}</>;
}

function Counted({ desk, people }: { desk: Desk; people: PersonRecord[] }) {
  const here = desk.app.here.value;
  const away = Object.keys(here?.away ?? {}).length;
  const lines: [string, number][] = [
    [_('Have finished'), people.filter(person => person.done).length],
    [_('Here'), here?.count ?? 0],
    [_('Offline'), away],
  ];
  return (
    <ul class="people">
      {lines.map(([name, n]) => (
        <li key={name}>
          <span>{name}</span>
          <span class="num">{n}</span>
        </li>
      ))}
    </ul>
  );
}
