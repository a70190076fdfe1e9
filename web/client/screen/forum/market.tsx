// The marketplace: topics as they come, then the wall as it fills, with those that are still to be placed.

import { slotUnderWay, topicsOf } from '../../grid';
import type { Market as About, StepRecord } from '../../protocol';
import { Clock } from '../bits';
import type { Door, Reader } from '../room';
import { Announcement, Head, useBeat, type Tick } from './times';
import { Topics } from './topics';
import { Wall } from './wall';

interface Market {
  room: Reader;
  door: Door;
  tick: Tick;
  step: StepRecord;
  about: About;
}

export function Market({ room, door, tick, step, about }: Market) {
  const beat = useBeat(room, tick);
  const topics = topicsOf(room);
  const sessions = room.all('session');
  const loose = topics.filter(topic => !sessions.has(topic.id));
  const placed = topics.length > loose.length;
  // While circles run, the room looks for its place and for the time that is left.
  const alone = !loose.length || !!slotUnderWay(room);
  if (placed && (alone || beat % 2 === 0)) return (
    <>
      <Head room={room} tick={tick} title={about.title} step={step} />
      <Wall room={room} tick={tick} turn={alone ? beat : beat >> 1} />
    </>
  );
  return (
    <>
      <Announcement room={room} tick={tick} />
      <header class="top">
        <span class="step grow">{about.title}</span>
        <Clock step={step} tick={tick} />
      </header>
      <Topics room={room} door={door} topics={placed ? loose : topics} prompt={about.prompt} left={placed} />
    </>
  );
}
