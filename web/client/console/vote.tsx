// A round: who has finished, closing and revealing it; what is stuck where is hidden here too until the reveal.

import { _, ngettext } from '../i18n';
import { Gommette, Icon } from '../parts';
import type { IdeaRecord, RoundRecord, StepRecord, TallyRecord, Vote } from '../protocol';
import { hueOf, ideasOf, roundOf, shelvesOf, sizesOf, tallyOf, type Reader } from '../screen/room';
import { Act, Heading, Refusal } from './bits';
import type { Desk } from './desk';

const SEATS = 120;

export function Voting({ desk, step, about }: { desk: Desk; step: StepRecord; about: Vote }) {
  const round = roundOf(desk.reader, step.id);
  const tally = tallyOf(desk.reader, round);
  return (
    <section class="work voting" data-region aria-label={about.title}>
      <p class="voice q">{about.prompt || about.title}</p>
      <p class="rules">
        <span>{ngettext('{n} dot each', '{n} dots each', about.budget)}</span>
        <span>{ngettext('{n} at most on one choice', '{n} at most on one choice', about.maximum)}</span>
        {!tally && <span>{_('secret until the reveal')}</span>}
      </p>
      {round ? (
        <div class="big">
          {step.state === 'open' && <Finished desk={desk} />}
          <Reveal desk={desk} round={round} tally={tally} />
        </div>
      ) : (
        <p class="empty">{_('The round begins when this step opens.')}</p>
      )}
      <Items desk={desk} about={about} tally={tally} />
    </section>
  );
}

function Finished({ desk }: { desk: Desk }) {
  const people = [...desk.reader.all('person').values()].sort((a, b) => Number(b.done ?? false) - Number(a.done ?? false));
  const done = people.filter(person => person.done).length;
  const paper = people.some(person => person.paper);
  return (
    <div class="paper">
      <Heading text={_('Have finished')} count={_('{n} of {all}', { n: done, all: people.length })} />
      {people.length <= SEATS && (
        <div class="seats" aria-hidden="true">
          {people.map(person => (
            <span key={person.id} class={`seat ${person.done ? 'f' : ''} ${person.paper ? 'p' : ''}`}>{person.done && <Icon name="tick" />}</span>
          ))}
        </div>
      )}
      {paper && <p class="tiny soft">{_('Round: on a device. Square: on paper.')}</p>}
      {!people.length && <p class="tiny soft">{_('Nobody has joined yet.')}</p>}
    </div>
  );
}

function Reveal({ desk, round, tally }: { desk: Desk; round: RoundRecord; tally: TallyRecord | undefined }) {
  const closed = round.state === 'closed' || round.state === 'sealed';
  return (
    <div class="paper">
      <Heading text={round.revealed ? _('Revealed') : _('Reveal')} />
      <p class="small soft">
        {tally ? <Totals tally={tally} /> : round.state === 'closed' ? <Reopening desk={desk} round={round} /> : <Before round={round} />}
      </p>
      {!round.revealed && (
        <div class="row wrap">
          {!closed && (
            <Act desk={desk} id="close-round" at="round" command={{ type: 'CloseRound', round: round.id }}>
              {_('Close the round')}
            </Act>
          )}
          {closed ? (
            <Act desk={desk} id="reveal-round" at="round" command={{ type: 'RevealRound', round: round.id }}>
              {_('Reveal')}
            </Act>
          ) : (
            <button type="button" class="btn" aria-disabled="true" onClick={() => desk.say(_('Close the round first.'))}>
              {_('Reveal')}
            </button>
          )}
          {round.state === 'closed' && (
            <Act desk={desk} at="round" command={{ type: 'ReopenRound', round: round.id }}>
              {_('Reopen the round')}
            </Act>
          )}
        </div>
      )}
      <Refusal desk={desk} at="round" />
    </div>
  );
}

function Before({ round }: { round: RoundRecord }) {
  if (round.state === 'suspended') return <>{_('The step is closed: the round waits, ballots are kept. Reopen the step to go on, or close the round.')}</>;
  if (round.state === 'sealed') return <>{_('Sealed: ballots are detached from people. The room does not see the result yet.')}</>;
  return <>{_('Close the round first. Ballots will then be detached from people.')}</>;
}

function Reopening({ desk, round }: { desk: Desk; round: RoundRecord }) {
  const left = Math.max(0, (round.seals_at ?? 0) - desk.app.tick.value);
  const minutes = Math.ceil(left / 60_000);
  return (
    <>
      {ngettext('Closed. It may be reopened for {n} more minute.', 'Closed. It may be reopened for {n} more minutes.', minutes)}{' '}
      {_('Then, or as soon as it is revealed, ballots are detached from people.')}
    </>
  );
}

function Totals({ tally }: { tally: TallyRecord }) {
  const dots = ngettext('{n} dot', '{n} dots', tally.dots ?? 0);
  const people = ngettext('{n} person', '{n} people', tally.voters ?? 0);
  return <>{_('{dots} from {people}. The room sees the ranking.', { dots, people })}</>;
}

interface Item {
  id: string;
  name: string;
  hue: number;
  ideas: number | null;
}

/** What is voted on, in board order; hidden and late ideas are not. */
function itemsOf(reader: Reader, { board, on }: Vote): Item[] {
  const sizes = sizesOf(reader);
  const clusters = on === 'ideas' ? [] : shelvesOf(reader, board).flatMap(shelf => shelf.clusters);
  const [hiddenIdeas, late] = [reader.all('hidden'), reader.all('late')];
  const seen = (idea: IdeaRecord) => !!idea.n && !hiddenIdeas.has(idea.id) && !late.has(idea.id);
  const ideas = on === 'clusters' ? [] : ideasOf(reader, board).filter(seen);
  return [
    ...clusters.map(cluster => ({ id: cluster.id, name: cluster.name, hue: hueOf(reader, cluster), ideas: sizes.get(cluster.id) ?? 0 })),
    ...ideas.map(idea => ({ id: idea.id, name: idea.text, hue: hueOf(reader, reader.get('cluster', reader.get('place', idea.id)?.cluster ?? '')), ideas: null })),
  ];
}

function Items({ desk, about, tally }: { desk: Desk; about: Vote; tally: TallyRecord | undefined }) {
  const items = itemsOf(desk.reader, about);
  const counts = new Map((tally?.counts ?? []).map(count => [count.on, count]));
  // The order of the board during the vote, that of the dots after it.
  const order = [...counts.keys()];
  const place = (item: Item) => (counts.has(item.id) ? order.indexOf(item.id) : order.length);
  const rows = tally ? [...items].sort((a, b) => place(a) - place(b)) : items;
  if (!items.length) return <p class="empty">{_('Nothing to vote on yet: make clusters first.')}</p>;
  const what = {
    clusters: ngettext('{n} cluster', '{n} clusters', items.length),
    ideas: ngettext('{n} idea', '{n} ideas', items.length),
    both: ngettext('{n} choice', '{n} choices', items.length),
  }[about.on];
  return (
    <table>
      <caption class="k">{tally ? _('{what}, in the order of dots', { what }) : _('{what}, in board order', { what })}</caption>
      <thead>
        <tr>
          {tally && <th class="n" scope="col">{_('Rank')}</th>}
          <th scope="col">{about.on === 'ideas' ? _('Idea') : _('Cluster')}</th>
          {about.on !== 'ideas' && <th class="n of-ideas" scope="col">{_('Ideas')}</th>}
          <th class="n" scope="col">{_('Dots')}</th>
          {tally && <th class="n" scope="col">{_('Voters')}</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map(item => (
          <Row key={item.id} item={item} count={counts.get(item.id)} revealed={!!tally} sized={about.on !== 'ideas'} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ item, count, revealed, sized }: { item: Item; count: { rank: number; dots: number; voters: number } | undefined; revealed: boolean; sized: boolean }) {
  return (
    <tr>
      {revealed && <td class="n num">{count?.rank ?? '–'}</td>}
      <td class="voice">
        <Gommette hue={item.hue || undefined} /> <span>{item.name}</span>
      </td>
      {sized && <td class="n num of-ideas">{item.ideas ?? ''}</td>}
      {revealed ? <td class="n num">{count?.dots ?? 0}</td> : <td class="n hid">{_('hidden')}</td>}
      {revealed && <td class="n num">{count?.voters ?? 0}</td>}
    </tr>
  );
}
