// A round: who has finished, closing and revealing it; what is stuck where is hidden here too until the reveal.

import { _, ngettext } from '../i18n';
import { Icon } from '../parts';
import type { RoundRecord, StepRecord, TallyRecord, Vote } from '../protocol';
import { roundOf, tallyOf } from '../screen/room';
import { Act, Heading, Refusal } from './bits';
import type { Desk } from './desk';
import { Question } from './gather';
import { Sheet } from './person';
import { Awaited, awaited } from './revealing';
import { Items } from './rounds';
import { Ungrouped } from './ungrouped';

const SEATS = 120;

export function Voting({ desk, step, about }: { desk: Desk; step: StepRecord; about: Vote }) {
  const round = roundOf(desk.reader, step.id);
  return (
    <section class="work voting" aria-label={about.title}>
      <Question desk={desk} step={step} />
      <Rules about={about} round={round} />
      <Ungrouped desk={desk} step={step} />
      {round ? (
        <div class="big" data-region>
          {step.state === 'open' && <Finished desk={desk} voting={round.state === 'open'} />}
          <Reveal desk={desk} round={round} tally={round.revealed ? tallyOf(desk.reader, round) : undefined} />
        </div>
      ) : (
        <p class="empty">{_('The round begins when this step opens.')}</p>
      )}
      <Items desk={desk} about={about} round={round} />
    </section>
  );
}

function Rules({ about, round }: { about: Vote; round: RoundRecord | undefined }) {
  const electorate = round?.electorate;
  return (
    <p class="rules">
      <span>{ngettext('{n} dot each', '{n} dots each', about.budget)}</span>
      <span>{ngettext('{n} at most on one choice', '{n} at most on one choice', about.maximum)}</span>
      {about.per_theme > 0 && <span>{ngettext('{n} at most under one theme', '{n} at most under one theme', about.per_theme)}</span>}
      {!round?.revealed && <span>{about.totals === 'shown' ? _('totals shown as they come') : _('secret until the reveal')}</span>}
      {electorate != null && <span>{ngettext('{n} person may vote: who was there when the round began', '{n} people may vote: who was there when the round began', electorate)}</span>}
      {about.electorate === 'frozen' && electorate == null && <span>{_('only who has joined when the step opens')}</span>}
    </p>
  );
}

function Finished({ desk, voting }: { desk: Desk; voting: boolean }) {
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
      {paper && voting && (
        <button type="button" class="btn small" onClick={() => (desk.dialog.value = { is: 'paper', person: null })}>
          <Sheet /> {_('Enter a paper ballot')}
        </button>
      )}
    </div>
  );
}

function Reveal({ desk, round, tally }: { desk: Desk; round: RoundRecord; tally: TallyRecord | undefined }) {
  return (
    <div class="paper">
      <Heading text={round.revealed ? _('Revealed') : _('Reveal')} />
      <p class="small soft">
        {tally ? <Totals tally={tally} /> : round.state === 'closed' ? <Reopening desk={desk} round={round} /> : <Before round={round} />}
      </p>
      {awaited(desk, round) > 0 && <p class="small row missing"><Sheet /> <b><Awaited n={awaited(desk, round)} /></b></p>}
      {!round.revealed && <Doors desk={desk} round={round} />}
      <Refusal desk={desk} at="round" />
    </div>
  );
}

function Doors({ desk, round }: { desk: Desk; round: RoundRecord }) {
  const closed = round.state === 'closed' || round.state === 'sealed';
  return (
    <div class="row wrap">
      {!closed && (
        <Act desk={desk} id="close-round" at="round" command={{ type: 'CloseRound', round: round.id }}>
          {_('Close the round')}
        </Act>
      )}
      {closed && awaited(desk, round) > 0 ? (
        <button type="button" class={`btn ${desk.next() === 'reveal-round' ? 'main' : ''}`} onClick={() => (desk.dialog.value = { is: 'reveal', round: round.id })}>
          {_('Reveal…')}
        </button>
      ) : closed ? (
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
