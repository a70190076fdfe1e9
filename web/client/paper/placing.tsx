// A topic of somebody on paper goes on the wall: the free places slot by slot, the suggested one chosen at first.

import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { App } from '../app';
import { slotName } from '../grid';
import { _ } from '../i18n';
import type { AnyCommand } from '../protocol';
import { placeOf, freeFor, type Topic } from './forum';

interface Props {
  app: App;
  topic: Topic;
  act: (command: AnyCommand, told: string) => Promise<void>;
  onClose: () => void;
}

export function PlaceAt({ app, topic, act, onClose }: Props) {
  const box = useRef<HTMLSelectElement>(null);
  const cell = useSignal('');
  const suggested = useSignal('');
  const free = freeFor(app, topic.id);
  const there = free.some(({ slot, spaces }) => spaces.some(space => `${slot.id} ${space.id}` === cell.value));
  useLayoutEffect(() => {
    box.current?.focus();
    void suggest(app, topic.id).then(found => {
      suggested.value = found;
      cell.value ||= found;
    });
  }, []);
  async function place(event: Event): Promise<void> {
    event.preventDefault();
    const [slot = '', space = ''] = cell.peek().split(' ');
    if (!there) return box.current?.focus();
    onClose();
    await act({ type: 'PlaceTopic', topic: topic.id, slot, space }, _('Placed on the wall'));
  }
  if (!free.length) return <p class="small soft">{_('No place of the wall is free.')}</p>;
  return (
    <form class="place-at" onSubmit={event => void place(event)}>
      <label class="lab" for={`place-${topic.id}`}>{_('Place on the wall')}</label>
      <div class="row">
        <select id={`place-${topic.id}`} class="field grow" ref={box} value={there ? cell.value : ''} onChange={event => (cell.value = event.currentTarget.value)}>
          <option value="">{_('Choose a free place')}</option>
          {free.map(({ slot, spaces }) => (
            <optgroup key={slot.id} label={slotName(slot)}>
              {spaces.map(({ id, name }) => {
                const value = `${slot.id} ${id}`;
                const said = _('{space}, {time}', { space: name, time: slotName(slot) });
                return <option key={id} value={value}>{value === suggested.value ? _('{place} (suggested)', { place: said }) : said}</option>;
              })}
            </optgroup>
          ))}
        </select>
        <button class="btn small">{_('Place it')}</button>
      </div>
      {placeOf(app, topic.id) && (
        <button type="button" class="btn bare small flush" onClick={() => {
          onClose();
          void act({ type: 'UnplaceTopic', topic: topic.id }, _('Off the wall'));
        }}>{_('Take it off the wall')}</button>
      )}
    </form>
  );
}

/** "SLOT SPACE"; "" where there is none, or it cannot be asked for now. */
async function suggest(app: App, topic: string): Promise<string> {
  try {
    const answer = await fetch(`${app.data.face}/suggest?topic=${encodeURIComponent(topic)}`, { credentials: 'same-origin', cache: 'no-store' });
    const { slot, space } = answer.ok ? ((await answer.json()) as { slot?: string; space?: string }) : {};
    return slot && space ? `${slot} ${space}` : '';
  } catch {
    return '';
  }
}
