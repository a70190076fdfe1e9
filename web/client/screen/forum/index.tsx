// What the stage needs of the open forum, in one piece: a step's face, one thing in the light, and the foot below them.

import { lawOf, topicsOf } from '../../grid';
import { _, ngettext } from '../../i18n';
import type { StepRecord, TopicRecord } from '../../protocol';
import { Rich } from '../bits';
import type { Door, Reader } from '../room';
import { Market } from './market';
import { Now } from './now';
import { Opening } from './opening';
import { Proceedings, ReportAlone, ReportCounts } from './proceedings';
import type { Watch } from './report';
import { TopicAlone } from './session';
import { Announcement, Head, useBeat, type Tick } from './times';
import { Wall } from './wall';

export { Announcement, Opening };

interface Stage {
  room: Reader;
  door: Door;
  tick: Tick;
  watch: Watch;
}

export function ForumFace({ room, door, tick, watch, step }: Stage & { step: StepRecord }) {
  const { about } = step;
  if (about.kind === 'market') return <Market room={room} door={door} tick={tick} step={step} about={about} />;
  if (about.kind === 'sessions') return <Circles room={room} tick={tick} step={step} />;
  return about.kind === 'proceedings' ? <Proceedings room={room} tick={tick} watch={watch} step={step} about={about} /> : null;
}

function Circles({ room, tick, step }: Pick<Stage, 'room' | 'tick'> & { step: StepRecord }) {
  const beat = useBeat(room, tick);
  return (
    <>
      <Head room={room} tick={tick} title={step.about.title} step={step} />
      <Wall room={room} tick={tick} turn={beat} prompt={step.about.prompt} />
    </>
  );
}

/** What the key of a spotlight leads to; null: nothing of ours, or it is not there. */
export function inLight(room: Reader, on: string): 'slot' | 'topic' | 'report' | null {
  const [kind, id = ''] = on.split(':');
  if (kind === 'slot') return room.get('slot', id) ? 'slot' : null;
  if (kind === 'topic' || kind === 'session') return room.get('topic', id) ? 'topic' : null;
  return kind === 'report' && room.get('report', id) && room.get('topic', id) ? 'report' : null;
}

export function ForumLight({ room, tick, watch, on }: Stage & { on: string }) {
  const id = on.slice(on.indexOf(':') + 1);
  const title = circlesTitle(room);
  switch (inLight(room, on)) {
    case 'slot':
      return (
        <>
          <Head room={room} tick={tick} title={title} />
          <Now room={room} tick={tick} slot={room.get('slot', id)!} />
        </>
      );
    case 'topic':
      return (
        <>
          <Announcement room={room} tick={tick} />
          <TopicAlone room={room} topic={room.get('topic', id) as TopicRecord} />
        </>
      );
    case 'report':
      return (
        <>
          <Head room={room} tick={tick} title={_('Session report')} />
          <ReportAlone room={room} tick={tick} watch={watch} id={id} />
        </>
      );
    default:
      return null;
  }
}

/** Of the step of the sessions. */
function circlesTitle(room: Reader): string {
  for (const { about } of room.all('step').values()) if (about.kind === 'sessions') return about.title;
  return '';
}

export function ForumFoot({ room, step }: { room: Reader; step: StepRecord | undefined }) {
  const kind = step?.about.kind;
  if (kind === 'market') return <MarketCounts room={room} />;
  return kind === 'proceedings' || kind === 'vote' ? <ReportCounts room={room} /> : <>{lawOf(room) || _('If you are neither learning nor contributing, change circles.')}</>;
}

function MarketCounts({ room }: { room: Reader }) {
  const topics = topicsOf(room);
  const loose = topics.filter(topic => !room.all('session').has(topic.id)).length;
  if (!topics.length) return null;
  return (
    <>
      <Rich text={ngettext('{n} topic', '{n} topics', topics.length)} />
      {loose > 0 && loose < topics.length && ', '}
      {loose > 0 && loose < topics.length && <Rich text={ngettext('{n} to place on the wall', '{n} to place on the wall', loose)} />}
      {loose === topics.length && <span class="aside">{_('place them on the wall, from your device')}</span>}
    </>
  );
}
