// One card: a tick box that the arrows go through, its number that opens it, a grip, and who else holds it.

import { _ } from '../i18n';
import type { Desk } from './desk';

export function Slip({ desk, id, gone }: { desk: Desk; id: string; gone?: boolean }) {
  const idea = desk.reader.get('idea', id);
  if (gone || !idea) return <GoneSlip desk={desk} id={id} />;
  const on = desk.chosen.value.has(id);
  const held = holder(desk, id);
  const lifted = desk.acts.carried.value.has(id);
  const n = idea.n ?? 0;
  return (
    <li class={`paper slip ${on ? 'on' : ''} ${held ? 'held' : ''} ${lifted ? 'lifted' : ''}`} data-key={`idea:${id}`} data-idea={id} data-grab>
      <label>
        <input
          type="checkbox"
          data-item
          checked={on}
          onChange={event => desk.choose(id, event.currentTarget.checked)}
          aria-keyshortcuts="Enter D"
          aria-describedby={held && `held-${id}`}
        />
        <span class="voice">{idea.text}</span>
      </label>
      <button type="button" class="btn bare tiny open num" tabIndex={-1} aria-label={n ? _('Open idea no. {n}', { n }) : _('Open the idea')} onClick={() => (desk.dialog.value = { is: 'idea', idea: id })}>
        {n || '…'}
      </button>
      <button type="button" class="grip" data-grip tabIndex={-1} aria-label={n ? _('Move idea no. {n}…', { n }) : _('Move the idea…')} onClick={() => take(desk, id)}>
        <Grip />
      </button>
      {held && <Tag id={`held-${id}`} held={held} />}
    </li>
  );
}

/** What a key or a button acts on: what is ticked, else the card under the focus. */
export function picked(desk: Desk, target: EventTarget | null): string[] {
  const chosen = [...desk.chosen.value].filter(id => desk.reader.get('idea', id));
  if (chosen.length) return chosen;
  const card = target instanceof HTMLElement ? target.closest<HTMLElement>('[data-idea]')?.dataset['idea'] : undefined;
  return card ? [card] : [];
}

/** What comes along when this one is taken: all that is ticked, if it is too. */
export function along(desk: Desk, id: string): string[] {
  const ticked = picked(desk, null);
  return ticked.includes(id) ? ticked : [id];
}

function take(desk: Desk, id: string): void {
  desk.dialog.value = { is: 'move', ideas: along(desk, id) };
}

/** It left while it was pointed at: its place stays until one looks elsewhere. */
function GoneSlip({ desk, id }: { desk: Desk; id: string }) {
  const place = desk.reader.get('place', id);
  const cluster = place && desk.reader.get('cluster', place.cluster);
  return (
    <li class="slip gone" data-key={`idea:${id}`}>
      <span data-item tabIndex={-1}>{cluster ? _('Put in “{name}” by someone else', { name: cluster.name }) : _('No longer here')}</span>
    </li>
  );
}

export interface Holder {
  /** The name, where it may be told. */
  tag: string;
  said: string;
}

/** Who else is moving this idea now. */
export function holder({ app }: Desk, idea: string): Holder | undefined {
  const { by = {}, staff = [] } = app.held.value;
  const name = by[idea];
  if (name === undefined) return undefined;
  if (name) return { tag: name, said: _('{name} is moving it', { name }) };
  return staff.includes(idea) ? { tag: _('Facilitator'), said: _('A facilitator is moving it') } : { tag: _('Someone'), said: _('Someone is moving it') };
}

export function Tag({ id, held }: { id: string; held: Holder }) {
  return (
    <span class="tag">
      <span aria-hidden="true">{held.tag}</span>
      <span class="sr" id={id}>{held.said}</span>
    </span>
  );
}

function Grip() {
  return (
    <svg viewBox="0 0 10 18" aria-hidden="true">
      {[3, 9, 15].flatMap(y => [2, 8].map(x => <circle key={`${x} ${y}`} cx={x} cy={y} r="1.5" />))}
    </svg>
  );
}
