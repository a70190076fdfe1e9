// "Place at…": the place that is suggested, then every slot with its free cells; what is taken or shut is named, with why.

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { App } from '../app';
import { useRoving } from '../console/lists';
import { busyWith, cellOf, cellsOf, isFree, isOver, slotName, slotsOf, spacesOf, until } from '../grid';
import { _, ngettext } from '../i18n';
import { Over } from '../over';
import { words } from '../parts';
import type { SlotRecord, SpaceRecord, TopicRecord } from '../protocol';
import type { Asked } from './own';
import { place } from './topics';
import { Room } from './wall';

/** With more free cells than this, slots are unfolded one by one. */
const MANY = 30;

export function Placing({ app, asked }: { app: App; asked: Asked }) {
  const now = asked.value;
  const topic = now && app.store.get('topic', now.topic);
  if (!now || !topic) return null;
  return (
    <Over title={_('Place at…')} from={now.from} onClose={() => (asked.value = null)}>
      <Cells key={topic.id} app={app} topic={topic} onDone={() => document.querySelector<HTMLDialogElement>('dialog[open]')?.close()} />
    </Over>
  );
}

interface Props {
  app: App;
  topic: TopicRecord;
  onDone: () => void;
}

function Cells({ app, topic, onDone }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const suggested = useSuggestion(app, topic);
  const [slots, spaces, taken] = [slotsOf(app.store), spacesOf(app.store), cellsOf(app.store)];
  const here = app.store.get('session', topic.id);
  useRoving(list);
  const choose = (slot: SlotRecord, space: SpaceRecord) => {
    place(app, topic.id, slot, space);
    onDone();
  };
  const takeOff = () => {
    void app.send({ type: 'UnplaceTopic', topic: topic.id }).then(({ ok }) => ok && (app.said.value = _('Off the wall')));
    onDone();
  };
  const free = slots.flatMap(slot => freeIn(app, topic, slot, spaces, taken));
  const at = suggested && suggested !== 'asked' ? suggested.slot.id : here?.slot;
  return (
    <div class="sheet-list placing" ref={list}>
      <blockquote class="paper pad name" lang={words(app)}>{topic.title}</blockquote>
      {suggested && free.length > 0 && <Suggested {...(suggested === 'asked' ? { slot: slots[0]!, space: free[0]! } : { ...suggested, onPlace: choose })} />}
      {!free.length && <p class="empty">{_('No place is free for it. The facilitator can add a slot or a space.')}</p>}
      {slots.map(slot => (
        <Slot key={slot.id} app={app} topic={topic} slot={slot} spaces={spaces} taken={taken} open={free.length <= MANY || slot.id === at} onPlace={choose} />
      ))}
      {here && <p class="acts"><button class="btn" data-item onClick={takeOff}>{_('Take it off the wall')}</button></p>}
    </div>
  );
}

/** Its place is kept while it is asked for: what comes late would push other places under the finger. */
function Suggested({ slot, space, onPlace }: Place & { onPlace?: SlotProps['onPlace'] }) {
  return (
    <p class={`suggested ${onPlace ? '' : 'asked'}`}>
      <button class="btn main" data-item={onPlace && true} onClick={() => onPlace?.(slot, space)}>{_('Suggested: {slot}, {space}', { slot: slotName(slot), space: space.name })}</button>
      <span class="tiny soft">{_('Where the fewest people interested are drawn elsewhere. You choose.')}</span>
    </p>
  );
}

interface Place {
  slot: SlotRecord;
  space: SpaceRecord;
}

type Taken = ReturnType<typeof cellsOf>;

/** Spaces in which a topic can be placed in a slot. */
export function freeIn(app: App, topic: TopicRecord, slot: SlotRecord, spaces: SpaceRecord[], taken: Taken): SpaceRecord[] {
  return busyWith(app.store, topic, slot.id) ? [] : spaces.filter(space => isFree(slot, space, taken));
}

interface SlotProps extends Omit<Props, 'onDone'> {
  slot: SlotRecord;
  spaces: SpaceRecord[];
  taken: Taken;
  open: boolean;
  onPlace: (slot: SlotRecord, space: SpaceRecord) => void;
}

function Slot({ app, topic, slot, spaces, taken, open, onPlace }: SlotProps) {
  const free = freeIn(app, topic, slot, spaces, taken);
  const not = spaces.filter(space => !free.includes(space));
  const busy = busyWith(app.store, topic, slot.id);
  const name = <span><span class="num">{slotName(slot)}</span> <span class="num soft">{until(slot)}</span></span>;
  const closed = isOver(slot) ? _('This slot is over.') : busy && elsewhere(app, busy);
  if (closed) return <section class="slot"><h3>{name}</h3><p class="small soft">{closed}</p></section>;
  return (
    <details class="slot" open={open || undefined}>
      <summary><span>{name} <span class="small soft">{ngettext('{n} free place', '{n} free places', free.length)}</span></span></summary>
      <ul>
        {free.map(space => (
          <li key={space.id}>
            <button class="btn there" data-item aria-label={_('{slot}, {space}', { slot: slotName(slot), space: space.name })} aria-describedby={`r-${slot.id}-${space.id}`} onClick={() => onPlace(slot, space)}>
              <span lang={words(app)}>{space.name}</span><span class="small" id={`r-${slot.id}-${space.id}`}><Room app={app} space={space} /></span>
            </button>
          </li>
        ))}
      </ul>
      {not.length > 0 && <ul class="small soft why-not">{not.map(space => <li key={space.id}><WhyNot app={app} topic={topic} slot={slot} space={space} taken={taken} /></li>)}</ul>}
    </details>
  );
}

/** Nobody is in two places at once. */
function elsewhere(app: App, { topic: { title, conveners = [], names = [] }, person }: NonNullable<ReturnType<typeof busyWith>>): string {
  if (person === app.data.person) return _('You convene “{title}” at that time.', { title });
  const name = names[conveners.indexOf(person)] || _('Somebody');
  return _('{name} convenes “{title}” at that time.', { name, title });
}

/** What stands in a cell, or that it is shut. */
function WhyNot({ app, topic, slot, space, taken }: Pick<SlotProps, 'app' | 'topic' | 'slot' | 'taken'> & { space: SpaceRecord }) {
  const session = taken.get(cellOf(slot.id, space.id));
  const other = session && app.store.get('topic', session.id);
  const why = session?.id === topic.id ? _('it is here') : other ? _('taken by “{title}”', { title: other.title }) : _('shut');
  return <>{_('{space}: {why}', { space: space.name, why })}</>;
}

/** Asked of the server, which alone knows where people would go. */
function useSuggestion(app: App, { id }: TopicRecord): Place | 'asked' | undefined {
  const found = useSignal<{ slot?: string; space?: string } | null>(null);
  useEffect(() => {
    let gone = false;
    fetch(`${app.data.face}/suggest?topic=${id}`, { credentials: 'same-origin' })
      .then(answer => (answer.ok ? answer.json() : {}))
      .then(told => !gone && (found.value = told as typeof found.value), () => !gone && (found.value = {}));
    return () => {
      gone = true;
    };
  }, [id]);
  if (!found.value) return 'asked';
  const { slot: at = '', space: where = '' } = found.value;
  const slot = app.store.get('slot', at);
  const space = app.store.get('space', where);
  // Somebody may have been quicker since.
  return slot && space && !cellsOf(app.store).has(cellOf(at, where)) ? { slot, space } : undefined;
}
