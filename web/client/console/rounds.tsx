// What is voted on, with its dots once they may be seen: this round, how its dots are spread, and the rounds before it.

import { useRef } from 'preact/hooks';
import { circlesOf, hasReport } from '../grid';
import { _, ngettext } from '../i18n';
import { Gommette, times } from '../parts';
import type { Count, IdeaRecord, RoundRecord, TallyRecord, Vote } from '../protocol';
import { boardOf, hueOf, ideasOf, shelvesOf, sizesOf, stepsOf, tallyOf, type Reader } from '../screen/room';
import type { Desk } from './desk';
import { useRoving } from './lists';

interface Item {
  id: string;
  kind: 'cluster' | 'idea' | 'report';
  name: string;
  hue: number;
  ideas: number | null;
}

/** A revealed round beside the one that is looked at. */
interface Column {
  id: string;
  title: string;
  counts: Map<string, Count>;
}

/** What is voted on, in board order; hidden and late ideas are not. Of both, an idea in a cluster is if it has dots. */
function itemsOf(reader: Reader, { board, on }: Vote, counts: ReadonlyMap<string, Count>): Item[] {
  if (on === 'reports') return reportsOf(reader);
  const sizes = sizesOf(reader);
  const clusters = on === 'ideas' ? [] : shelvesOf(reader, board).flatMap(shelf => shelf.clusters);
  const [hiddenIdeas, late] = [reader.all('hidden'), reader.all('late')];
  const seen = (idea: IdeaRecord) => !!idea.n && !hiddenIdeas.has(idea.id) && !late.has(idea.id);
  const alone = (idea: IdeaRecord) => on === 'ideas' || counts.has(idea.id) || !reader.get('cluster', reader.get('place', idea.id)?.cluster ?? '');
  const ideas = on === 'clusters' ? [] : ideasOf(reader, board).filter(idea => seen(idea) && alone(idea));
  return [
    ...clusters.map(cluster => ({ id: cluster.id, kind: 'cluster' as const, name: cluster.name, hue: hueOf(reader, cluster), ideas: sizes.get(cluster.id) ?? 0 })),
    ...ideas.map(idea => ({ id: idea.id, kind: 'idea' as const, name: idea.text, hue: hueOf(reader, reader.get('cluster', reader.get('place', idea.id)?.cluster ?? '')), ideas: null })),
  ];
}

/** The circles whose report says something; the circle is what dots stand on. */
function reportsOf(reader: Reader): Item[] {
  const written = circlesOf(reader).filter(({ id }) => hasReport(reader, id));
  return written.map(({ id }) => ({ id, kind: 'report' as const, name: reader.get('topic', id)?.title ?? '', hue: 0, ideas: null }));
}

const countsOf = (tally: TallyRecord | undefined) => new Map((tally?.counts ?? []).map(count => [count.on, count]));

/** In the order of the agenda. */
function othersOf(reader: Reader, about: Vote): Column[] {
  return stepsOf(reader).filter(step => step.about.kind === 'vote' && step.id !== about.id && boardOf(step) === about.board).flatMap(step => {
    const rounds = [...reader.all('round').values()].filter(round => round.step === step.id && round.revealed);
    return rounds.map(round => ({ id: round.id, title: step.about.title, counts: countsOf(tallyOf(reader, round)) }));
  });
}

export function Items({ desk, about, round }: { desk: Desk; about: Vote; round: RoundRecord | undefined }) {
  const list = useRef<HTMLTableElement | null>(null);
  useRoving(list);
  const tally = tallyOf(desk.reader, round);
  const ranked = !!round?.revealed && !!tally;
  const counts = countsOf(tally);
  const items = itemsOf(desk.reader, about, counts);
  const others = othersOf(desk.reader, about);
  // The order of the board during the vote, that of the dots after it.
  const order = [...counts.keys()];
  const place = (item: Item) => (counts.has(item.id) ? order.indexOf(item.id) : order.length);
  const rows = ranked ? [...items].sort((a, b) => place(a) - place(b)) : items;
  if (!items.length) return <p class="empty">{nothing(about)}</p>;
  const sized = about.on === 'clusters' || about.on === 'both';
  const most = Math.max(1, ...[...counts.values()].flatMap(count => count.spread ?? []));
  return (
    <div class="scroll" data-region>
      <table ref={list}>
        <Head about={about} n={items.length} ranked={ranked} sized={sized} others={others} />
        <tbody>
          {rows.map(item => (
            <Row key={item.id} desk={desk} item={item} seen={tally ? { count: counts.get(item.id), ranked, tied: ties(counts, item.id), most } : null} sized={sized} others={others} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function nothing({ on }: Vote): string {
  if (on === 'clusters') return _('Nothing to vote on yet: make clusters first.');
  return on === 'reports' ? _('Nothing to vote on yet: no report says anything.') : _('Nothing to vote on yet.');
}

function ties(counts: Map<string, Count>, id: string): boolean {
  const rank = counts.get(id)?.rank;
  return rank !== undefined && [...counts.values()].filter(count => count.rank === rank).length > 1;
}

function Head({ about, n, ranked, sized, others }: { about: Vote; n: number; ranked: boolean; sized: boolean; others: Column[] }) {
  const what = {
    clusters: ngettext('{n} cluster', '{n} clusters', n),
    ideas: ngettext('{n} idea', '{n} ideas', n),
    both: ngettext('{n} choice', '{n} choices', n),
    reports: ngettext('{n} report', '{n} reports', n),
  }[about.on];
  const name = { clusters: _('Cluster'), ideas: _('Idea'), both: _('Choice'), reports: _('Report') }[about.on];
  return (
    <>
      <caption class="k">{ranked ? _('{what}, in the order of dots', { what }) : _('{what}, in board order', { what })}</caption>
      <thead>
        <tr>
          {ranked && <th class="n" scope="col">{_('Rank')}</th>}
          <th scope="col">{name}</th>
          {sized && <th class="n of-ideas" scope="col">{_('Ideas')}</th>}
          <th class="n" scope="col">{_('Dots')}</th>
          {ranked && <th class="n" scope="col">{_('Voters')}</th>}
          {ranked && <th class="of-ideas" scope="col">{_('Spread')}</th>}
          {others.map(({ id, title }) => <th key={id} class="n other" scope="col">{_('{step}: dots (rank)', { step: title })}</th>)}
        </tr>
      </thead>
    </>
  );
}

interface Seen {
  count: Count | undefined;
  ranked: boolean;
  tied: boolean;
  most: number;
}

function Row({ desk, item, seen, sized, others }: { desk: Desk; item: Item; seen: Seen | null; sized: boolean; others: Column[] }) {
  const { id, kind, name, hue, ideas } = item;
  const open = () => (kind === 'report' ? desk.read(id) : (desk.dialog.value = kind === 'idea' ? { is: 'idea', idea: id } : { is: 'cluster', cluster: id }));
  const { count, ranked = false, tied, most = 1 } = seen ?? {};
  return (
    <tr data-key={`${kind}:${id}`}>
      {ranked && <td class="n num">{count ? tied ? _('{n} tied', { n: count.rank }) : count.rank : '–'}</td>}
      <td class="voice">
        <button type="button" data-item onClick={open}>
          <Gommette hue={hue || undefined} /> <span>{name}</span>
        </button>
      </td>
      {sized && <td class="n num of-ideas">{ideas ?? ''}</td>}
      {seen ? <td class="n num">{count?.dots ?? 0}</td> : <td class="n hid">{_('hidden')}</td>}
      {ranked && <td class="n num">{count?.voters || (count ? '–' : 0)}</td>}
      {ranked && <td class="of-ideas">{count && <Spread spread={count.spread ?? []} most={most} />}</td>}
      {others.map(({ id: round, counts }) => {
        const other = counts.get(id);
        return <td key={round} class="n num other">{other ? _('{dots} ({rank})', { dots: other.dots, rank: other.rank }) : '–'}</td>;
      })}
    </tr>
  );
}

const BAR = 9;
const TALL = 20;

/** How many people gave it 1, 2, 3… dots: a small bar for each. */
function Spread({ spread, most }: { spread: readonly number[]; most: number }) {
  if (!spread.length) return null;
  const said = spread.map((n, i) => {
    const people = ngettext('{n} person', '{n} people', n);
    const dots = ngettext('{n} dot', '{n} dots', i + 1);
    return n && _('{people} with {dots}', { people, dots });
  });
  const high = (n: number) => (n ? Math.max(2, (n / most) * TALL) : 0);
  return (
    <span class="spread">
      <svg width={spread.length * (BAR + 2)} height={TALL + 1} viewBox={`0 0 ${spread.length * (BAR + 2)} ${TALL + 1}`} aria-hidden="true">
        {times(spread.length, i => <path key={i} d={`M${i * (BAR + 2)} ${TALL}v${-high(spread[i] ?? 0)}h${BAR}v${high(spread[i] ?? 0)}z`} />)}
        <path class="rail" d={`M0 ${TALL}h${spread.length * (BAR + 2) - 2}v1h${-(spread.length * (BAR + 2) - 2)}z`} />
      </svg>
      <span class="sr">{said.filter(Boolean).join(', ')}</span>
    </span>
  );
}
