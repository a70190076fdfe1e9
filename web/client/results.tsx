// What a revealed round gave: ranked, dots as dots, and how they are spread over the ballots. The rest is on the results' page.

import { useSignal } from '@preact/signals';
import { steps } from './agenda';
import type { App } from './app';
import { groups } from './clusters';
import { _, ngettext } from './i18n';
import { Gommette, times, words } from './parts';
import type { RoundRecord } from './protocol';
import { isVote, roundOf, type VoteStep } from './voting';

const UNITS = [1, 5, 25, 100, 500];
const DRAWN = 100;
/** Lines at first. */
const PAGE = 20;

export interface Round {
  step: VoteStep;
  round: RoundRecord;
}

/** Every round that everyone may read, in the agenda's order; undefined: there is none. */
export function revealed(app: App): Round[] | undefined {
  const found = steps(app).filter(isVote).flatMap((step): Round[] => {
    const round = roundOf(app, step);
    return round?.revealed ? [{ step, round }] : [];
  });
  return found.length ? found : undefined;
}

export function ResultsLink({ app, button }: { app: App; button?: boolean }) {
  return <a class={button ? 'btn long' : 'btn bare flush'} href={`${app.data.face}/results`}>{_('All the results, and what became of my ideas')}</a>;
}

/** Over a hundred dots on one item, a drawn dot stands for several, and says so. */
export function Results({ app, step, round }: Round & { app: App }) {
  const tally = app.store.get('tally', round.id);
  const limit = useSignal(PAGE);
  if (!tally) return null;
  const all = new Map(groups(app, step.about.board, step.about.on, tally.counts?.map(({ on }) => on)).flatMap(group => group.entries.map(entry => [entry.id, { entry, group }] as const)));
  const counts = (tally.counts ?? []).filter(({ on }) => all.has(on));
  const most = counts[0]?.dots ?? 0;
  const unit = UNITS.find(unit => most / unit <= DRAWN) ?? 1000;
  const without = (tally.choices ?? 0) - (tally.counts ?? []).length;
  return (
    <section class="results" aria-labelledby="results">
      <h2 id="results">{_('The tally')}</h2>
      <p class="small soft">{ngettext('{n} dot', '{n} dots', tally.dots ?? 0)} · {ngettext('{n} person voted', '{n} people voted', tally.voters ?? 0)}{unit > 1 && <> · {_('one dot drawn = {unit}', { unit })}</>}</p>
      <ol>
        {counts.slice(0, limit.value).map(count => {
          const { entry, group } = all.get(count.on)!;
          return (
            <li class="paper r" key={count.on}>
              <p class="row top-row"><span class="rank num">{count.rank}</span><span class={entry.idea ? 'voice words grow' : 'name grow'} lang={words(app)}>{entry.name}</span></p>
              <p class="drawn" aria-hidden="true">{times(Math.max(1, Math.round(count.dots / unit)), at => <Gommette key={at} hue={group.hue} />)}</p>
              <p class="small soft">
                {counts.some(other => other !== count && other.rank === count.rank) && <>{_('tied')} · </>}
                {ngettext('{n} dot', '{n} dots', count.dots)}{count.voters > 0 && <> · {ngettext('{n} person', '{n} people', count.voters)}</>}
                {group.name && <> · <span class="voice" lang={words(app)}>{group.name}</span></>}
              </p>
              <Spread spread={count.spread} />
            </li>
          );
        })}
      </ol>
      {!counts.length && <p class="empty">{_('Nobody has stuck a dot.')}</p>}
      {counts.length > limit.value && <button class="btn more" onClick={() => (limit.value = Infinity)}>{ngettext('{n} more', '{n} more', counts.length - limit.value)}</button>}
      {without > 0 && <p class="small soft">{ngettext('{n} other has no dot. It stays in the report.', '{n} others have no dot. They stay in the report.', without)}</p>}
    </section>
  );
}

/** How many people stuck one, two, three… dots: bars, and the same in words. */
function Spread({ spread = [] }: { spread?: number[] }) {
  const most = Math.max(0, ...spread);
  if (!most) return null;
  const bars = spread.map((n, i) => {
    const tall = n && Math.max(1, Math.round((20 * n) / most));
    return `M${i * 9} 20v-${tall}h7v${tall}z`;
  });
  const said = spread.flatMap((n, i) => (n ? [_('{dots}: {people}', { dots: ngettext('{n} dot', '{n} dots', i + 1), people: ngettext('{n} person', '{n} people', n) })] : []));
  return (
    <p class="spread small soft">
      <svg width={spread.length * 9} height="20" aria-hidden="true"><path d={bars.join('')} /></svg>
      <span>{said.map(text => <span key={text}>{text} </span>)}</span>
    </p>
  );
}
