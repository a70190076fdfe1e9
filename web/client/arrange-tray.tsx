// What is in no cluster yet: papers to tick, fifty at a time, that stay where they are while a hand is on them.

import { useSignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { App } from './app';
import type { Desk } from './console/desk';
import { useRoving, useSteady } from './console/lists';
import { holder, Tag } from './console/slip';
import { _, ngettext } from './i18n';
import { More, PAGE } from './ideas';
import { Icon, State, words } from './parts';
import type { IdeaRecord } from './protocol';
import { ideasOf } from './screen/room';
import { plain } from './text';

/** From here on a tray is searched. */
const MANY = 20;

/** On the board and in no cluster, by number; one's own hidden or late ideas are not on it. */
export function unsorted({ reader }: Desk, board: string): IdeaRecord[] {
  const [places, mine] = [reader.all('place'), reader.all('mine')];
  return ideasOf(reader, board).filter(({ id, n }) => n && !places.has(id) && mine.get(id)?.state !== 'hidden');
}

export function Tray({ app, desk, board }: { app: App; desk: Desk; board: string }) {
  const box = useRef<HTMLUListElement>(null);
  const search = useSignal('');
  const limit = useSignal(PAGE);
  const turn = useTurns(desk);
  const ideas = unsorted(desk, board);
  const wanted = plain(search.value);
  const found = wanted ? ideas.filter(({ text }) => plain(text).includes(wanted)) : ideas;
  const steady = useSteady(found.slice(0, limit.value).map(({ id }) => id), box, 'end', desk.moved, `${turn} ${wanted}`);
  useRoving(box);
  return (
    <section class="tray" aria-labelledby="tray" data-region data-key="tray:" data-drop>
      <h2 id="tray" tabIndex={-1}>{_('To sort')} <span class="soft num">({ideas.length})</span></h2>
      {(ideas.length > MANY || search.value) && (
        <div class="find">
          <Icon name="search" />
          <input class="field" type="text" role="searchbox" aria-label={_('Search the ideas to sort')} placeholder={_('Search')} value={search} autocomplete="off"
            onInput={event => (search.value = event.currentTarget.value)} />
        </div>
      )}
      <p class="tiny soft" role="status">{wanted && ngettext('{n} idea of {all}.', '{n} ideas of {all}.', found.length, { all: ideas.length })}</p>
      <ul ref={box} aria-label={_('Ideas to sort')}>
        {steady.shown.map(id => <Slip key={id} app={app} desk={desk} id={id} gone={steady.gone.has(id)} />)}
      </ul>
      {!ideas.length && <p class="empty">{_('Every idea has its place.')}</p>}
      {ideas.length > 0 && !found.length && <p class="empty">{_('No idea with these words.')}</p>}
      {found.length > limit.value && <More left={found.length - limit.value} onMore={() => (limit.value += PAGE)} />}
    </section>
  );
}

/** How often a dialog has closed: what was held still until then may settle, for one looks at the list afresh. */
function useTurns(desk: Desk): number {
  const turns = useSignal(0);
  useSignalEffect(() => {
    if (!desk.dialog.value) turns.value = turns.peek() + 1;
  });
  return turns.value;
}

interface Props {
  app: App;
  desk: Desk;
  id: string;
  /** It left by another's hand. */
  gone?: boolean;
  /** Ticked in a list of its own. */
  ticks?: { has: (id: string) => boolean; put: (id: string, on: boolean) => void };
}

/** One idea: the whole paper ticks it; beside its state, the one thing to do with it alone. */
export function Slip({ app, desk, id, gone, ticks = { has: id => desk.chosen.value.has(id), put: (id, on) => desk.choose(id, on) } }: Props) {
  const idea = desk.reader.get('idea', id);
  if (gone || !idea) return <Gone app={app} desk={desk} id={id} />;
  const author = app.store.get('author', id)?.name;
  const held = holder(desk, id);
  const on = ticks.has(id);
  return (
    <li class={`paper slip ${on ? 'on' : ''} ${held ? 'held' : ''} ${desk.acts.carried.value.has(id) ? 'lifted' : ''}`} data-key={`idea:${id}`} data-idea={id} data-grab>
      <label class="pick">
        <input type="checkbox" data-item checked={on} aria-keyshortcuts="D" aria-describedby={held && `held-${id}`} onChange={event => ticks.put(id, event.currentTarget.checked)} />
        <span class="voice words" id={`i-${id}`} lang={words(app)}>{idea.text}</span>
      </label>
      <div class="row">
        <State><span class="num">{idea.n}</span>{author && <> · <bdi>{author}</bdi></>}{idea.edited && <> · {_('edited')}</>}</State>
        {held && <Tag id={`held-${id}`} held={held} />}
        <button class="btn bare" tabIndex={-1} aria-describedby={`i-${id}`} onClick={() => (desk.dialog.value = { is: 'move', ideas: [id] })}>{_('Move to…')}</button>
      </div>
    </li>
  );
}

/** Its place stays until one looks elsewhere: nothing moves under a finger. */
function Gone({ app, desk, id }: Pick<Props, 'app' | 'desk' | 'id'>) {
  const place = desk.reader.get('place', id);
  const cluster = place && desk.reader.get('cluster', place.cluster);
  return (
    <li class="slip gone" data-key={`idea:${id}`}>
      <p class="small soft" data-item tabIndex={-1} lang={cluster ? undefined : words(app)}>{cluster ? _('Put in “{name}” by someone else', { name: cluster.name }) : _('No longer here')}</p>
    </li>
  );
}
