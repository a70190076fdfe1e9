// A round of dots: + sticks one, − takes one back; with the totals beside, where the room sees them grow.

import { signal, useSignal, type Signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { App } from './app';
import { ClusterIdeas, groups, type Entry, type Group } from './clusters';
import { _, ngettext } from './i18n';
import { chain } from './ideas';
import { Gommette, Icon, times, words } from './parts';
import type { BallotRecord, RoundRecord, StepRecord, Vote } from './protocol';
import { ReportLink } from './report';

export type VoteStep = StepRecord & { about: Vote };

export const isVote = (step: StepRecord | undefined): step is VoteStep => step?.about.kind === 'vote';

/** The round of a step: its last. */
export function roundOf(app: App, step: VoteStep): RoundRecord | undefined {
  return [...app.store.all('round').values()].filter(round => round.step === step.id).pop();
}

interface Ballot {
  left: number;
  dots: Record<string, number>;
  /** Dots shown that the server has not said yes to. */
  pending: Record<string, number>;
}

/** How many dots were just asked for, by `round.item`, until the device keeps it: a second press counts from there. */
const asked = signal<ReadonlyMap<string, number>>(new Map());

/** Who came after the round had begun, where it is only for those who were there. */
export const barred = (app: App, round: RoundRecord) => round.electorate != null && round.state !== 'sealed' && !saved(app, round);

const saved = (app: App, round: RoundRecord): BallotRecord | undefined => app.store.get('ballot', `${round.id}.${app.data.person}`);

/** One's own dots, those under way among them. */
export function ballotOf(app: App, round: RoundRecord, { budget }: Vote): Ballot {
  const before = saved(app, round);
  const dots = { ...before?.dots };
  const pending: Record<string, number> = {};
  const put = (on: string, n: number) => {
    pending[on] = Math.max(0, n - (before?.dots?.[on] ?? 0));
    dots[on] = n;
  };
  for (const { command } of app.outbox.pending.value) {
    if (command.type !== 'SetDots' || command.round !== round.id) continue;
    put(command.on, command.n);
  }
  for (const [key, n] of asked.value) if (key.startsWith(`${round.id}.`)) put(key.slice(round.id.length + 1), n);
  const stuck = Object.values(dots).reduce((sum, n) => sum + n, 0);
  return { left: Math.max(0, budget - stuck), dots, pending };
}

export function Rule({ about: { budget, maximum, on, per_theme: under, totals } }: { about: Vote }) {
  const most = Math.min(budget, maximum);
  return (
    <p class="rule small soft">
      {ngettext('{n} dot', '{n} dots', budget)}
      {most < budget && ', ' + (on === 'clusters' ? _('{most} at most on each cluster', { most }) : _('{most} at most on each', { most }))}
      {!!under && under < budget && ', ' + _('{most} at most under each theme', { most: under })}
      {'. '}{totals === 'shown' ? _('Everyone sees the totals as they grow; who voted for what stays secret.') : _('Secret vote: the tally appears when the facilitator reveals it.')}
    </p>
  );
}

export function Voting({ app, step, round }: { app: App; step: VoteStep; round: RoundRecord }) {
  const shown = useSignal<Entry | null>(null);
  const opener = useRef<HTMLElement | null>(null);
  const ballot = ballotOf(app, round, step.about);
  const totals = step.about.totals === 'shown' ? new Map(app.store.get('tally', round.id)?.counts?.map(({ on, dots }) => [on, dots])) : undefined;
  // What one has dots on stays under the finger that takes the last one back.
  const dotted = useRef(new Set<string>());
  for (const id of [...Object.keys(ballot.dots), ...(totals?.keys() ?? [])]) dotted.current.add(id);
  const all = groups(app, step.about.board, step.about.on, dotted.current);
  const under = underEach(step.about, all, ballot);
  const sticking = round.state === 'open' && !barred(app, round);
  const show = (entry: Entry, from: HTMLElement) => {
    opener.current = from;
    shown.value = entry;
  };
  return (
    <>
      {barred(app, round) ? <Barred people={round.electorate!} />
        : round.state !== 'open' && <p class="note"><Icon name="lock" /><span><b>{_('The round is closed.')}</b> {_('Your dots count as they are. The tally appears when the facilitator reveals it.')}</span></p>}
      {all.length === 0 && <p class="empty">{_('What can be voted on will appear here.')}</p>}
      {all.map(group => (
        <section key={group.id} aria-labelledby={group.name ? `t-${group.id}` : undefined}>
          {group.name && <h2 class="th" id={`t-${group.id}`}><Gommette hue={group.hue} /> <span lang={words(app)}>{group.name}</span></h2>}
          {sticking && <Under left={under(group)} all={ballot.left} />}
          <ul>{group.entries.map(entry => (
            <Choice key={entry.id} app={app} round={round} about={step.about} entry={entry} group={group} ballot={ballot} under={under(group)} total={totals?.get(entry.id) ?? 0} onShow={show} />
          ))}</ul>
        </section>
      ))}
      <ClusterIdeas app={app} entry={shown as Signal<Entry | null>} opener={opener} />
    </>
  );
}

const Barred = ({ people }: { people: number }) => (
  <p class="note"><Icon name="lock" /><span>
    <b>{_('You came after this vote had begun.')}</b>{' '}
    {ngettext('It is for the {n} person who was there then: you can read, not stick dots.', 'It is for the {n} people who were there then: you can read, not stick dots.', people)}
  </span></p>
);

/** Told only where the theme's limit comes before the end of one's dots. */
function Under({ left, all }: { left?: number; all: number }) {
  if (left === undefined || left >= all) return null;
  return <p class="under tiny soft">{left ? ngettext('{n} more dot at most here.', '{n} more dots at most here.', left) : _('The most allowed under this theme.')}</p>;
}

/** How many more dots under the theme of a group, what is under none being one too; undefined: no limit of its own. */
function underEach({ per_theme: most }: Vote, all: Group[], { dots, left }: Ballot): (group: Group) => number | undefined {
  const themed = ({ id }: Group) => (id === 'none' || id === 'ideas' ? '' : id);
  const used = new Map<string, number>();
  for (const group of all) {
    const stuck = group.entries.reduce((sum, { id }) => sum + (dots[id] ?? 0), used.get(themed(group)) ?? 0);
    used.set(themed(group), stuck);
  }
  return group => (most ? Math.min(left, Math.max(0, most - (used.get(themed(group)) ?? 0))) : undefined);
}

interface ChoiceProps {
  app: App;
  round: RoundRecord;
  about: Vote;
  entry: Entry;
  group: Group;
  ballot: Ballot;
  /** More dots allowed under its theme; undefined: as many as there are. */
  under?: number;
  /** By everyone, where the room sees it. */
  total: number;
  onShow: (entry: Entry, from: HTMLElement) => void;
}

function Choice({ app, round, about, entry, group, ballot, under, total, onShow }: ChoiceProps) {
  const why = useSignal('');
  const plus = useRef<HTMLButtonElement>(null);
  const n = ballot.dots[entry.id] ?? 0;
  const full = n >= about.maximum;
  const none = ballot.left === 0 || under === 0 || !!entry.cluster;
  const sticking = round.state === 'open' && !barred(app, round);
  const said = entry.cluster ? _('In the cluster “{name}” now: its dots count, and may be taken back.', { name: entry.cluster })
    : n > about.maximum ? ngettext('{n} dot, brought together by a merge. It counts; you may take it back, not add.', '{n} dots, brought together by a merge. They count; you may take some back, not add.', n)
    : full && n > 0 ? ngettext('{n} dot: the most allowed here.', '{n} dots: the most allowed here.', n) : why.value;

  function stick(): void {
    why.value = full || !none || entry.cluster ? '' : ballot.left ? _('The most allowed under this theme: take one back there first.') : _('Take one back first.');
    if (!full && !none) set(n + 1);
  }
  function takeBack(): void {
    why.value = '';
    set(n - 1);
    // The button goes with the last dot; whoever pressed it stays on the same paper.
    if (n === 1) plus.current?.focus();
  }
  function set(to: number): void {
    const key = `${round.id}.${entry.id}`;
    asked.value = new Map(asked.value).set(key, to);
    void app.send({ type: 'SetDots', round: round.id, on: entry.id, n: to }, undefined, () => {
      if (asked.peek().get(key) === to) asked.value = new Map([...asked.peek()].filter(([other]) => other !== key));
    });
  }

  return (
    <li class="paper c">
      <p class={entry.idea ? 'voice words' : 'name'} lang={words(app)} id={`c-${entry.id}`}>{entry.name}</p>
      <chain.Of app={app} at={`${entry.idea ? 'idea' : 'cluster'}:${entry.id}`} />
      <div class="row">
        <Beside app={app} about={about} entry={entry} total={total} onShow={onShow} />
        <div class="pm">
          <Stuck n={n} pending={ballot.pending[entry.id] ?? 0} hue={group.hue} />
          {sticking && n > 0 && <button class="btn" aria-label={_('Take a dot back')} aria-describedby={`c-${entry.id}`} onClick={takeBack}><Icon name="minus" /></button>}
          {sticking && (
            <button class="btn" ref={plus} aria-label={_('Stick a dot')} aria-describedby={`c-${entry.id} y-${entry.id}`} aria-disabled={full || none || undefined} onClick={stick}><Icon name="plus" /></button>
          )}
        </div>
      </div>
      <p class="why tiny soft" id={`y-${entry.id}`} role="status">{said}</p>
    </li>
  );
}

/** What it holds, or that it may be reported; how many dots it has, where everyone sees it. */
function Beside({ app, about, entry, total, onShow }: Pick<ChoiceProps, 'app' | 'about' | 'entry' | 'total' | 'onShow'>) {
  return (
    <>
      {entry.ideas !== undefined && (
        <button class="ideas" aria-describedby={`c-${entry.id}`} onClick={event => onShow(entry, event.currentTarget)}>{ngettext('{n} idea', '{n} ideas', entry.ideas)}</button>
      )}
      {entry.report && <a class="ideas" href={`${app.data.face}/sessions/${entry.id}`} aria-describedby={`c-${entry.id}`}>{_('Read the report')}</a>}
      {entry.idea && <ReportLink app={app} idea={entry.id} about={`c-${entry.id}`} />}
      {about.totals === 'shown' && <span class="total small soft num">{ngettext('{n} dot in all', '{n} dots in all', total)}</span>}
    </>
  );
}

/** Dots as dots; beyond five a number stands beside one. */
function Stuck({ n, pending, hue }: { n: number; pending: number; hue?: number }) {
  const kind = (at: number) => `mid land${at >= n - pending ? ' pending' : ''}`;
  return (
    <span class="stuck">
      {n > 0 && <span class="sr">{ngettext('{n} dot of yours', '{n} dots of yours', n)}</span>}
      {n > 5 ? <><Gommette hue={hue} kind={kind(n - 1)} /><b class="num" aria-hidden="true">× {n}</b></>
        : times(n, at => <Gommette key={at} hue={hue} kind={kind(at)} />)}
    </span>
  );
}

/** The sheet in the ink bar: full = left, dashed hole = stuck. */
export function Sheet({ about, ballot }: { about: Vote; ballot: Ballot }) {
  return (
    <>
      <span class="grow" role="status"><b class="num">{ngettext('{n} dot left', '{n} dots left', ballot.left)}</b> <span class="of">{_('of {budget}', { budget: about.budget })}</span></span>
      <span class={about.budget > 8 ? 'plate many' : 'plate'} aria-hidden="true">
        {times(about.budget, at => <i key={at} class={at < ballot.left ? 'blank' : 'hole'} />)}
      </span>
    </>
  );
}
