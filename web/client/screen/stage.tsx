// The projected page: what the open step shows, over a foot that always says how to get in. Nothing in it can be pressed.

import type { ReadonlySignal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { clockAt } from '../grid';
import { _, ngettext } from '../i18n';
import { Clock, Rich } from './bits';
import { useFrozen } from './frozen';
import { Gathering, Speaking } from './gathering';
import { Joining } from './joining';
import { Announcement, ForumFace, ForumFoot, ForumLight, inLight, Opening } from './forum';
import { Ranking } from './ranking';
import { meetingOpen, stepShown, roundOf, sizesOf, tallyOf, boardOf, clustersOf, ideasOf, type Door, type Reader } from './room';
import { ClusterAlone, IdeaAlone, Order, ThemeAlone } from './spotlight';
import { Themes } from './themes';
import { Voting } from './voting';
import type { Gather, StepRecord, Talk } from '../protocol';

interface Stage {
  room: Reader;
  door: Door;
  /** The server's ms; only clocks follow it. */
  tick: ReadonlySignal<number>;
  /** Records on request: now and whenever they change, until the function returned is called. */
  watch: (keys: string[]) => () => void;
  /** Since when (ms) nothing has come from the server, if so. */
  lost?: number | null;
  /** The projector's own page: frozen, a reload changes nothing. */
  lasting?: boolean;
}

export function Stage({ room: live, door, tick, watch, lost, lasting = false }: Stage) {
  const frozen = useFrozen(live, lasting);
  // Frozen before this page was opened: what it showed then is not known here; how to join is never wrong.
  const room = frozen ?? live;
  const on = frozen ? (room.get('screen', 'this')?.spotlight ?? null) : 'door:this';
  const step = on ? spotlitStep(room, on) : stepShown(room);
  const [last, setLast] = useState(0);
  const beside = !step || step.about.kind === 'gather' || step.about.kind === 'talk';
  return (
    <div class="stage" data-theme="light">
      {live.get('workshop', 'this')?.rehearsal && <p class="trial">{_('Rehearsal: all of this will be cleared')}</p>}
      {on && !step ? (
        <Spotlight room={room} door={door} tick={tick} watch={watch} on={on} />
      ) : (
        <Face room={room} door={door} tick={tick} watch={watch} step={step} onLast={setLast} />
      )}
      <footer class="foot">
        <span class="grow">{lost ? <Lost since={lost} /> : <Counts room={room} step={step} on={on} last={last} />}</span>
        {beside && !on ? <People room={room} /> : on !== 'door:this' && <Way door={door} open={meetingOpen(live)} locked={!!live.get('agenda', 'this')?.locked} />}
      </footer>
    </div>
  );
}

const FORUM: readonly string[] = ['market', 'sessions', 'proceedings'];
const saysMore = (about: Talk) => about.points.length > 0 || !!about.law;
const ofForum = (step: StepRecord | undefined) => !!step && (FORUM.includes(step.about.kind) || (step.about.kind === 'vote' && step.about.on === 'reports'));

/** The step in the light, or the one whose result is. */
function spotlitStep(room: Reader, on: string): StepRecord | undefined {
  const [kind, id = ''] = on.split(':');
  if (kind === 'step') return room.get('step', id);
  return kind === 'tally' ? room.get('step', room.get('round', id)?.step ?? '') : undefined;
}

type Shown = Omit<Stage, 'lasting' | 'lost'>;

function Spotlight({ room, door, tick, watch, on }: Shown & { on: string }) {
  if (inLight(room, on)) return <ForumLight room={room} door={door} tick={tick} watch={watch} on={on} />;
  return (
    <>
      <Announcement room={room} tick={tick} />
      <Alone room={room} door={door} tick={tick} on={on} />
    </>
  );
}

function Alone({ room, door, tick, on }: Omit<Shown, 'watch'> & { on: string }) {
  const [kind, id = ''] = on.split(':');
  const idea = kind === 'idea' ? room.get('idea', id) : undefined;
  const cluster = kind === 'cluster' ? room.get('cluster', id) : undefined;
  if (idea) return <IdeaAlone room={room} idea={idea} />;
  if (cluster) return <ClusterAlone room={room} tick={tick} cluster={cluster} />;
  if (kind === 'theme' && room.get('theme', id)) return <ThemeAlone room={room} tick={tick} id={id} />;
  return kind === 'agenda' ? <Order room={room} /> : <Joining room={room} door={door} />;
}

function Face({ room, door, tick, watch, step, onLast }: Shown & { step: StepRecord | undefined; onLast: (n: number) => void }) {
  if (!step) return <Joining room={room} door={door} />;
  if (FORUM.includes(step.about.kind)) return <ForumFace room={room} door={door} tick={tick} watch={watch} step={step} />;
  const round = roundOf(room, step.id);
  const tally = tallyOf(room, round);
  if (tally && step.about.kind === 'vote') return <Ranking room={room} step={step} about={step.about} tally={tally} live={!round?.revealed} tick={tick} />;
  return (
    <>
      <header class="top">
        <span class="step grow">{step.about.title}</span>
        <Clock step={step} tick={tick} />
      </header>
      {step.about.kind === 'gather' && <Gathering room={room} door={door} about={step.about} open={step.state === 'open'} onLast={onLast} />}
      {step.about.kind === 'talk' && (saysMore(step.about) ? <Opening room={room} door={door} about={step.about} /> : <Speaking room={room} door={door} about={step.about} />)}
      {step.about.kind === 'cluster' && <Themes room={room} tick={tick} about={step.about} />}
      {step.about.kind === 'vote' && <Voting room={room} about={step.about} round={round} />}
    </>
  );
}

function Counts({ room, step, on, last }: { room: Reader; step: StepRecord | undefined; on: string | null; last: number }) {
  if (ofForum(step) || (on && inLight(room, on))) return <ForumFoot room={room} step={step} />;
  if (!step) return <>{room.get('workshop', 'this')?.organiser}</>;
  const { about } = step;
  if (about.kind === 'gather') return <GatherCounts room={room} about={about} last={last} />;
  if (about.kind === 'talk') return null;
  const board = boardOf(step);
  const sizes = sizesOf(room);
  const ideas = ideasOf(room, board).length;
  const clusters = clustersOf(room, board);
  const sorted = clusters.reduce((sum, cluster) => sum + (sizes.get(cluster.id) ?? 0), 0);
  return (
    <>
      <Rich text={ngettext('{n} idea', '{n} ideas', ideas)} />
      {clusters.length > 0 && ', '}
      {clusters.length > 0 && <Rich text={ngettext('{n} cluster', '{n} clusters', clusters.length)} />}
      {about.kind === 'cluster' && ideas > sorted && ', '}
      {about.kind === 'cluster' && ideas > sorted && <Rich text={ngettext('{n} still to sort', '{n} still to sort', ideas - sorted)} />}
    </>
  );
}

function GatherCounts({ room, about, last }: { room: Reader; about: Gather; last: number }) {
  const revealed = room.get('board', about.board)?.revealed ?? 'no';
  const ideas = ideasOf(room, about.board).length;
  if (ideas) return (
    <>
      <Rich text={ngettext('{n} idea', '{n} ideas', ideas)} />
      {ideas > last && <span class="aside">{ngettext('the last one is here, all are on your device', 'the last {n} are here, all are on your device', last)}</span>}
    </>
  );
  if (about.private === 'participants') return <>{_('Private writing: only the facilitator reads for now')}</>;
  if (about.private === 'no') return null;
  return <>{revealed === 'no' ? _('Private writing: nobody reads yet, not even the facilitator') : _('The facilitator is reading them first')}</>;
}

function People({ room }: { room: Reader }) {
  const people = room.get('crowd', 'this')?.people ?? 0;
  return people ? <span><Rich text={ngettext('{n} person', '{n} people', people)} /></span> : null;
}

function Way({ door, open, locked }: { door: Door; open: boolean; locked: boolean }) {
  if (locked) return <span>{_('The door is locked: nobody new comes in.')}</span>;
  return (
    <>
      <span class="way">{door.address}</span>
      {open && <span class="codebox num">{door.code}</span>}
    </>
  );
}

function Lost({ since }: { since: number }) {
  return <span role="status">{_('No connection: this is how it was at {time}', { time: clockAt(since) })}</span>;
}
