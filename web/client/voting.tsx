// A round of dots: + sticks one, − takes one back; then the tally, once it is revealed.

import { signal, useSignal, type Signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { App } from './app';
import { ClusterIdeas, groups, type Entry, type Group } from './clusters';
import { _, ngettext } from './i18n';
import { Gommette, Icon, times, words } from './parts';
import type { BallotRecord, RoundRecord, StepRecord, Vote } from './protocol';

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

/** One's own dots, those under way among them. */
export function ballotOf(app: App, round: RoundRecord, { budget }: Vote): Ballot {
  const saved = app.store.get('ballot', `${round.id}.${app.data.person}`) as BallotRecord | undefined;
  const dots = { ...saved?.dots };
  const pending: Record<string, number> = {};
  const put = (on: string, n: number) => {
    pending[on] = Math.max(0, n - (saved?.dots?.[on] ?? 0));
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

export function Rule({ about: { budget, maximum, on } }: { about: Vote }) {
  const most = Math.min(budget, maximum);
  return (
    <p class="rule small soft">
      {ngettext('{n} dot', '{n} dots', budget)}
      {most < budget && ', ' + (on === 'clusters' ? _('{most} at most on each cluster', { most }) : _('{most} at most on each', { most }))}
      {'. '}{_('Secret vote: the tally appears when the facilitator reveals it.')}
    </p>
  );
}

export function Voting({ app, step, round }: { app: App; step: VoteStep; round: RoundRecord }) {
  const shown = useSignal<Entry | null>(null);
  const opener = useRef<HTMLElement | null>(null);
  const ballot = ballotOf(app, round, step.about);
  const all = groups(app, step.about.board, step.about.on);
  const show = (entry: Entry, from: HTMLElement) => {
    opener.current = from;
    shown.value = entry;
  };
  return (
    <>
      {round.state !== 'open' && <p class="note"><Icon name="lock" /><span><b>{_('The round is closed.')}</b> {_('Your dots count as they are. The tally appears when the facilitator reveals it.')}</span></p>}
      {all.length === 0 && <p class="empty">{_('What can be voted on will appear here.')}</p>}
      {all.map(group => (
        <section key={group.id} aria-labelledby={group.name ? `t-${group.id}` : undefined}>
          {group.name && <h2 class="th" id={`t-${group.id}`}><Gommette hue={group.hue} /> <span lang={words(app)}>{group.name}</span></h2>}
          <ul>{group.entries.map(entry => <Choice key={entry.id} app={app} round={round} about={step.about} entry={entry} group={group} ballot={ballot} onShow={show} />)}</ul>
        </section>
      ))}
      <ClusterIdeas app={app} entry={shown as Signal<Entry | null>} opener={opener} />
    </>
  );
}

interface ChoiceProps {
  app: App;
  round: RoundRecord;
  about: Vote;
  entry: Entry;
  group: Group;
  ballot: Ballot;
  onShow: (entry: Entry, from: HTMLElement) => void;
}

function Choice({ app, round, about, entry, group, ballot, onShow }: ChoiceProps) {
  const why = useSignal('');
  const plus = useRef<HTMLButtonElement>(null);
  const n = ballot.dots[entry.id] ?? 0;
  const full = n >= about.maximum;
  const none = ballot.left === 0;
  const said = full && n > 0 ? ngettext('{n} dot: the most allowed here.', '{n} dots: the most allowed here.', n) : why.value;

  function stick(): void {
    why.value = none && !full ? _('Take one back first.') : '';
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
      <div class="row">
        {entry.ideas !== undefined && (
          <button class="ideas" aria-describedby={`c-${entry.id}`} onClick={event => onShow(entry, event.currentTarget)}>{ngettext('{n} idea', '{n} ideas', entry.ideas)}</button>
        )}
        <div class="pm">
          <Stuck n={n} pending={ballot.pending[entry.id] ?? 0} hue={group.hue} />
          {round.state === 'open' && n > 0 && <button class="btn" aria-label={_('Take a dot back')} aria-describedby={`c-${entry.id}`} onClick={takeBack}><Icon name="minus" /></button>}
          {round.state === 'open' && (
            <button class="btn" ref={plus} aria-label={_('Stick a dot')} aria-describedby={`c-${entry.id} y-${entry.id}`} aria-disabled={full || none || undefined} onClick={stick}><Icon name="plus" /></button>
          )}
        </div>
      </div>
      <p class="why tiny soft" id={`y-${entry.id}`} role="status">{said}</p>
    </li>
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

/** Ranked, dots as dots. Over a hundred on one item, a dot stands for several, and says so. */
export function Results({ app, step, round }: { app: App; step: VoteStep; round: RoundRecord }) {
  const tally = app.store.get('tally', round.id);
  const limit = useSignal(20);
  if (!tally) return null;
  const all = new Map(groups(app, step.about.board, step.about.on).flatMap(group => group.entries.map(entry => [entry.id, { entry, group }] as const)));
  const counts = (tally.counts ?? []).filter(({ on }) => all.has(on));
  const most = counts[0]?.dots ?? 0;
  const unit = [1, 5, 25, 100, 500].find(unit => most / unit <= 100) ?? 1000;
  const without = all.size - counts.length;
  return (
    <section class="results" aria-labelledby="results">
      <h2 id="results">{_('The tally')}</h2>
      <p class="small soft">{ngettext('{n} dot', '{n} dots', tally.dots ?? 0)} · {ngettext('{n} person voted', '{n} people voted', tally.voters ?? 0)}{unit > 1 && <> · {_('one dot drawn = {unit}', { unit })}</>}</p>
      <ol>
        {counts.slice(0, limit.value).map(({ on, dots, voters, rank }) => {
          const { entry, group } = all.get(on)!;
          return (
            <li class="paper r" key={on}>
              <p class="row top-row"><span class="rank num">{rank}</span><span class={entry.idea ? 'voice words grow' : 'name grow'} lang={words(app)}>{entry.name}</span></p>
              <p class="drawn" aria-hidden="true">{times(Math.max(1, Math.round(dots / unit)), at => <Gommette key={at} hue={group.hue} />)}</p>
              <p class="small soft">{ngettext('{n} dot', '{n} dots', dots)} · {ngettext('{n} person', '{n} people', voters)}{group.name && <> · <span class="voice" lang={words(app)}>{group.name}</span></>}</p>
            </li>
          );
        })}
      </ol>
      {counts.length > limit.value && <button class="btn more" onClick={() => (limit.value = Infinity)}>{ngettext('{n} more', '{n} more', counts.length - limit.value)}</button>}
      {without > 0 && <p class="small soft">{ngettext('{n} other has no dot. It stays in the report.', '{n} others have no dot. They stay in the report.', without)}</p>}
    </section>
  );
}
