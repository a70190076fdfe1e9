// One topic alone: what it is about, who convenes it, where it comes from, and where it meets.

import { circlesOf, isOver, isRunning, namesOf, span, titleOf, topicTheme, type Placed } from '../../grid';
import { _ } from '../../i18n';
import { Gommette } from '../../parts';
import type { TopicRecord } from '../../protocol';
import { languageOf, Rich, sizeOf } from '../bits';
import type { Reader } from '../room';
import { said } from './cell';
import { peopleOf } from './read';

export function TopicAlone({ room, topic }: { room: Reader; topic: TopicRecord }) {
  const circle = circlesOf(room).find(({ id }) => id === topic.id);
  const theme = topicTheme(room, topic);
  return (
    <div class="alone session" lang={languageOf(room)}>
      {circle && <Place room={room} circle={circle} />}
      <div class={`paper voice ${sizeOf(topic.title + (topic.words ?? ''), 50, 140, 300, 500)}`}>
        <h1 class="clamp">{titleOf(topic)}</h1>
        {topic.words && <p class="words clamp">{topic.words}</p>}
      </div>
      <p class="from">
        <b class="num">{_('Topic {n}', { n: topic.n })}</b>
        <span class="voice">{namesOf(topic) || _('Who would convene it?')}</span>
        {theme && (
          <span class="voice">
            <Gommette hue={theme.hue} /> {theme.name}
          </span>
        )}
      </p>
      <Origin room={room} origin={topic.origin ?? ''} />
    </div>
  );
}

function Place({ room, circle }: { room: Reader; circle: Placed }) {
  const { session, space, slot } = circle;
  const n = peopleOf(room, circle);
  return (
    <p class="meets">
      <b class="clamp-1">{space?.name}</b>
      {slot && <b class="num">{span(slot)}</b>}
      {isRunning(session) && <span>{_('now on')}</span>}
      {isOver(session) && <span>{_('over')}</span>}
      {n > 0 && <span><Rich text={said(circle, n)} /></span>}
      {space?.access && <span class="soft clamp-2">{space.access}</span>}
    </p>
  );
}

/** The chain: what it was born from. */
function Origin({ room, origin }: { room: Reader; origin: string }) {
  const [kind, id = ''] = origin.split(':');
  const idea = kind === 'idea' ? room.get('idea', id) : undefined;
  const cluster = kind === 'cluster' ? room.get('cluster', id) : undefined;
  if (!idea && !cluster) return null;
  const n = idea?.n ?? 0;
  return (
    <p class="origin soft">
      {idea ? (n ? _('Born from idea no. {n}', { n }) : _('Born from an idea')) : _('Born from the cluster')}
      <span class="voice clamp-1">{idea?.text ?? cluster?.name}</span>
    </p>
  );
}
