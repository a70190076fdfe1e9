// The agenda wall: slots and spaces, and the topic in each cell. One section a slot on a phone, a grid from 768 px up: the same
// elements, so that it is read aloud the same way.

import type { App } from '../app';
import { begins, cellOf, cellsOf, dayOf, isShut, slotsOf, spacesOf, topicTheme, until } from '../grid';
import { _, ngettext } from '../i18n';
import { Gommette, words } from '../parts';
import type { SessionRecord, SlotRecord, SpaceRecord } from '../protocol';
import { To } from './chain';
import { stateName } from './topic';
import { conveners, isMine } from './topics';

/** From here on there is a way to each slot. */
const MANY = 6;
/** On a phone, more free spaces than this in a slot are one line. */
const FREE = 6;

export function Wall({ app }: { app: App }) {
  void app.store.all('topic'); // as in the list
  const [slots, spaces, taken] = [slotsOf(app.store), spacesOf(app.store), cellsOf(app.store)];
  if (!slots.length || !spaces.length) return <p class="empty">{_('The slots and the spaces will be here once there are some.')}</p>;
  const frees = (slot: SlotRecord) => spaces.filter(space => !taken.has(cellOf(slot.id, space.id)) && !isShut(space, slot));
  const before = (i: number) => (slots[i - 1] ? dayOf(slots[i - 1]!) : '');
  return (
    <>
      {slots.length > MANY && (
        <nav class="hours" aria-label={_('Slots')}>
          {slots.map((slot, i) => [dayOf(slot) !== before(i) && <span key={slot.day} class="day">{dayOf(slot)}</span>, <a key={slot.id} class="num" href={`#s-${slot.id}`}>{begins(slot)}</a>])}
        </nav>
      )}
      <div class={`wall n${spaces.length}`} role="region" aria-label={_('The agenda wall')} tabIndex={0}>
        <div class="spaces" aria-hidden="true">{spaces.map(space => <span key={space.id} class="tiny"><b lang={words(app)}>{space.name}</b><Room app={app} space={space} /></span>)}</div>
        {slots.map((slot, i) => (
          <section key={slot.id} class={`slot ${slot.state === 'over' ? 'past' : slot.state ?? ''} ${frees(slot).length > FREE ? 'many' : ''}`} aria-labelledby={`s-${slot.id}`} data-key={`slot:${slot.id}`}>
            <h3 id={`s-${slot.id}`}>
              {dayOf(slot) !== before(i) && <span class="day">{dayOf(slot)} </span>}
              <span class="num">{begins(slot)}</span> <span class="num soft">{until(slot)}</span> {stateName(slot) && <span class="small">{stateName(slot)}</span>}
            </h3>
            {frees(slot).length > FREE && (
              <details class="frees small">
                <summary>{ngettext('{n} free', '{n} free', frees(slot).length)}</summary>
                <p lang={words(app)}>{frees(slot).map(({ name }) => name).join(', ')}</p>
              </details>
            )}
            <ul>{spaces.map(space => <Cell key={space.id} app={app} slot={slot} space={space} session={taken.get(cellOf(slot.id, space.id))} />)}</ul>
          </section>
        ))}
      </div>
    </>
  );
}

function Cell({ app, slot, space, session }: { app: App; slot: SlotRecord; space: SpaceRecord; session?: SessionRecord }) {
  const topic = session && app.store.get('topic', session.id);
  if (!session || !topic) {
    const shut = isShut(space, slot);
    return <li class="free" data-drop data-cell={cellOf(slot.id, space.id)}><span class="space" lang={words(app)}>{space.name}</span> <span>{shut ? _('shut') : _('free')}</span></li>;
  }
  const theme = topicTheme(app.store, topic);
  return (
    <li class={isMine(app, topic) ? 'paper cell own' : 'paper cell'} data-key={`topic:${topic.id}`} data-grab={isMine(app, topic) ? '' : undefined}>
      <p class="space small"><span lang={words(app)}>{space.name}</span>{(!!space.capacity || !!space.access) && ' · '}<Room app={app} space={space} /></p>
      <p class="name"><To app={app} at={`topic:${topic.id}`}><span lang={words(app)}>{topic.title}</span></To></p>
      <p class="small soft who">
        {theme && <><Gommette hue={theme.hue} /><span class="sr">{theme.name}</span></>}
        <bdi class="grow">{conveners(topic)}</bdi>
        {stateName(session) !== stateName(slot) && <span>{stateName(session)}</span>}
        {!!session.interest && <span class="num">{session.interest}<span class="sr"> {ngettext('person interested', 'people interested', session.interest)}</span></span>}
      </p>
    </li>
  );
}

/** How many a space holds, and how one gets in, hears and sits there. */
export function Room({ app, space }: { app: App; space: SpaceRecord }) {
  return (
    <span class="soft">
      {!!space.capacity && <>{ngettext('{n} seat', '{n} seats', space.capacity)}{space.strict && <> ({_('no more')})</>}</>}
      {!!space.capacity && !!space.access && ' · '}
      {space.access && <span lang={words(app)}>{space.access}</span>}
    </span>
  );
}
