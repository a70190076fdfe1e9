// Topics as they come: the last ones large, the others small, then a count.

import { namesOf, titleOf } from '../../grid';
import { _, ngettext } from '../../i18n';
import type { TopicRecord } from '../../protocol';
import { languageOf, Prompt, Rich } from '../bits';
import { useFit } from '../fit';
import { useFresh } from '../gathering';
import { Beside } from '../joining';
import type { Door, Reader } from '../room';
import { Mark } from './mark';

/** So many at most are all large. */
const FEW = 4;
/** Above this many they need the whole page: the code is in the foot. */
const MANY = 10;
/** More than any projector shows. */
const DRAWN = 60;

interface Topics {
  room: Reader;
  door: Door;
  topics: TopicRecord[];
  prompt: string;
  /** The others are on the wall. */
  left: boolean;
}

export function Topics({ room, door, topics, prompt, left }: Topics) {
  const latest = [...topics].reverse();
  const large = topics.length > FEW ? 2 : FEW;
  const body = (
    <div class="work">
      {left ? <h1 class="tool">{_('Not on the wall yet')}</h1> : <Prompt room={room}>{prompt}</Prompt>}
      {!topics.length && <p class="empty">{_('The first topics will appear here as they are proposed.')}</p>}
      {topics.length > 0 && <Latest room={room} topics={latest.slice(0, large)} />}
      {topics.length > large && <Others room={room} topics={latest.slice(large)} />}
    </div>
  );
  if (topics.length > MANY) return <div class="one market many">{body}</div>;
  return (
    <div class="two market">
      <Beside room={room} door={door} />
      {body}
    </div>
  );
}

function Latest({ room, topics }: { room: Reader; topics: TopicRecord[] }) {
  const fresh = useFresh(topics);
  return (
    <ul class={`latest ${topics.length === 1 ? 'single' : ''}`} lang={languageOf(room)}>
      {topics.map(topic => (
        <Card key={topic.id} room={room} topic={topic} fresh={fresh.has(topic.id)} />
      ))}
    </ul>
  );
}

function Others({ room, topics }: { room: Reader; topics: TopicRecord[] }) {
  const drawn = topics.slice(0, DRAWN);
  const [box, whole] = useFit(drawn.map(topic => topic.id + topic.title + namesOf(topic)).join(), ['m', 's', 'xs']);
  const others = topics.length - Math.min(whole, drawn.length);
  return (
    <>
      <ul class="others fit" lang={languageOf(room)} ref={box as never}>
        {drawn.map(topic => (
          <Card key={topic.id} room={room} topic={topic} />
        ))}
      </ul>
      <p class="beyond soft">
        {others > 0 && <Rich text={ngettext('Then {n} other topic. All are on your device.', 'Then {n} other topics. All are on your device.', others)} />}
      </p>
    </>
  );
}

function Card({ room, topic, fresh = false }: { room: Reader; topic: TopicRecord; fresh?: boolean }) {
  return (
    <li data-fit class={`paper topic ${fresh ? 'new' : ''}`}>
      <b class="n num">{topic.n}</b>
      <span class="t voice">
        <span class="clamp">{titleOf(topic)}</span>
      </span>
      <span class="m">
        <Mark room={room} topic={topic} />
        <span class="clamp-1">{namesOf(topic) || _('Who would convene it?')}</span>
      </span>
    </li>
  );
}
