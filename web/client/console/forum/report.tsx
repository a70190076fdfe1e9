// One circle's report on the desk: whose pen it is, what it says as it is written, what it proposes, and what it said before.

import { useEffect } from 'preact/hooks';
import { _, hour } from '../../i18n';
import { Icon } from '../../parts';
import type { Field, IdeaRecord, TopicRecord } from '../../protocol';
import { Act, Refusal } from '../bits';
import type { Desk } from '../desk';
import { Show } from '../stagehand';
import { Pen } from './reports';
import { canvasOf, hasReport, penOf, placeOf, proposedBy, type PenHolder } from './slots';
import { Versions } from './versions';

interface Props {
  desk: Desk;
  topic: TopicRecord;
}

export function Report({ desk, topic, onBack }: Props & { onBack: () => void }) {
  const parts = canvasOf(desk.reader);
  const texts = parts.filter(({ kind }) => kind === 'text').map(({ id }) => `text:${topic.id}.${id}`);
  useEffect(() => desk.app.watch(texts), [texts.join()]);
  const pen = penOf(desk, topic.id);
  return (
    <article class="report" data-region data-key={`report:${topic.id}`} aria-labelledby="report-title">
      <button type="button" class="btn bare small flush back" onClick={onBack}>{_('All the reports')}</button>
      <header>
        <h2 id="report-title" class="voice" tabIndex={-1}><span class="n num">{topic.n}</span> {topic.title}</h2>
        <p class="small soft">{[placeOf(desk.reader, topic.id), ...(topic.names ?? [])].filter(Boolean).join(' · ')}</p>
        {topic.words && <p class="small voice">{topic.words}</p>}
      </header>
      <PenLine desk={desk} topic={topic} pen={pen} />
      <Refusal desk={desk} at="report" />
      <div class="parts">
        {parts.map(part => (part.kind === 'ideas' ? <Proposed key={part.id} desk={desk} topic={topic} part={part} /> : <Part key={part.id} desk={desk} topic={topic} part={part} />))}
      </div>
      <div class="row wrap">
        <Show desk={desk} on={hasReport(desk.reader, topic.id) ? `report:${topic.id}` : `session:${topic.id}`} />
      </div>
      <Refusal desk={desk} at="screen" />
      <Refusal desk={desk} at="ideas" />
      <Versions desk={desk} session={topic.id} mine={!!pen?.mine} />
    </article>
  );
}

/** Who has it, and how it comes into one's hand: a facilitator may always take it. */
function PenLine({ desk, topic, pen }: Props & { pen: PenHolder | null }) {
  const asking = desk.reader.get('report', topic.id)?.asking ?? [];
  const last = lastWritten(desk, topic.id);
  return (
    <div class={pen?.mine ? 'pen-line mine' : 'pen-line'} data-region>
      <p class="grow">
        <Pen /> {pen?.mine ? _('You have the pen.') : pen ? _('{name} has the pen.', { name: pen.name }) : _('Nobody has the pen.')}
        {pen && !pen.mine && last > 0 && <span class="tiny soft"> {_('Last written at {time}.', { time: hour(last) })}</span>}
      </p>
      {pen?.mine ? (
        <Act desk={desk} at="report" class="small" command={{ type: 'LayPen', session: topic.id }}>{_('Lay it down')}</Act>
      ) : (
        <Act desk={desk} at="report" class="small" command={{ type: 'TakePen', session: topic.id }}>{_('Take the pen')}</Act>
      )}
      {asking.map(({ person, name, staff }) => (
        <p key={person} class="asks row">
          <span class="grow">{_('{name} asks for it.', { name: name || (staff ? desk.holder(person) || _('a facilitator') : _('somebody')) })}</span>
          {pen?.mine && person !== desk.app.data.person && <Act desk={desk} at="report" class="small" command={{ type: 'HandPen', session: topic.id, to: person }}>{_('Hand it over')}</Act>}
        </p>
      ))}
    </div>
  );
}

function lastWritten(desk: Desk, session: string): number {
  return Math.max(0, ...canvasOf(desk.reader).map(({ id }) => desk.app.store.get('text', `${session}.${id}`)?.at ?? 0));
}

function Part({ desk, topic, part }: Props & { part: Field }) {
  const record = desk.app.store.get('text', `${topic.id}.${part.id}`);
  return (
    <section>
      <h3 class="k">{part.title}</h3>
      {record?.text ? <p class="voice said">{record.text}</p> : <p class="small softer">{record ? _('Nothing yet.') : _('Fetching…')}</p>}
    </section>
  );
}

/** Ideas like any other: numbered, on the board, hidden with a reason. */
function Proposed({ desk, topic, part }: Props & { part: Field }) {
  const ideas = proposedBy(desk.reader, topic.id);
  return (
    <section>
      <h3 class="k">{part.title}</h3>
      {!ideas.length && <p class="small softer">{_('Nothing yet.')}</p>}
      <ul class="cards">
        {ideas.map(idea => <Idea key={idea.id} desk={desk} idea={idea} />)}
      </ul>
    </section>
  );
}

function Idea({ desk, idea }: { desk: Desk; idea: IdeaRecord }) {
  const hidden = desk.reader.get('hidden', idea.id);
  return (
    <li class={hidden ? 'paper card veiled' : 'paper card'} data-key={`idea:${idea.id}`}>
      <p class="voice">{idea.text}</p>
      {hidden && <p class="small soft row"><Icon name="hidden" /> {hidden.reason}</p>}
      <div class="under">
        <span class="grow tiny soft num">
          <button type="button" class="btn bare tiny" onClick={() => (desk.dialog.value = { is: 'idea', idea: idea.id })}>
            {idea.n ? _('no. {n}', { n: idea.n }) : _('Open')}
            <span class="sr"> {_('Open the idea')}</span>
          </button>
        </span>
        {hidden ? (
          <Act desk={desk} at="ideas" class="small" command={{ type: 'RestoreIdea', idea: idea.id }}>{_('Restore')}</Act>
        ) : (
          <button type="button" class="btn bare small" onClick={() => (desk.dialog.value = { is: 'idea', idea: idea.id, hiding: true })}>
            {_('Hide…')}
            <span class="sr"> {idea.text.slice(0, 80)}</span>
          </button>
        )}
      </div>
    </li>
  );
}
