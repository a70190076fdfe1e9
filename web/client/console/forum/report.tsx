// One circle's report on the desk: read and written as everywhere; what it proposes is moderated like any idea.

import { useLayoutEffect, useRef } from 'preact/hooks';
import { SessionReport } from '../../forum/session-report';
import { hasReport, proposedBy } from '../../grid';
import { _, ngettext } from '../../i18n';
import { Icon } from '../../parts';
import type { Field, IdeaRecord, TopicRecord } from '../../protocol';
import { Act, Refusal } from '../bits';
import type { Desk } from '../desk';
import { Show } from '../stagehand';
import { openTopic } from './acts';
import { Origin } from './origin';
import { placeOf } from './slots';

interface Props {
  desk: Desk;
  topic: TopicRecord;
}

export function Report({ desk, topic, onBack }: Props & { onBack: () => void }) {
  const title = useRef<HTMLHeadingElement>(null);
  const been = desk.reader.get('attendance', topic.id)?.been ?? 0;
  // Where the list goes away for it, one reads on from its title.
  useLayoutEffect(() => {
    if (document.activeElement === document.body) title.current?.focus();
  }, []);
  return (
    <article class="report" data-region data-key={`report:${topic.id}`} aria-labelledby="report-title">
      <button type="button" class="btn bare small flush back" onClick={onBack}>{_('All the reports')}</button>
      <header>
        <div class="row">
          <h2 id="report-title" class="voice grow" ref={title} tabIndex={-1}>{topic.title}</h2>
          <button type="button" class="btn bare small" onClick={() => openTopic(desk, topic.id)}>{_('The circle…')}</button>
          <Show desk={desk} class="small" on={hasReport(desk.reader, topic.id) ? `report:${topic.id}` : `session:${topic.id}`} />
        </div>
        <p class="small soft">{[_('Circle {n}', { n: topic.n }), placeOf(desk.reader, topic.id), ...(topic.names ?? []), been > 0 && ngettext('{n} person has been there', '{n} people have been there', been)].filter(Boolean).join(' · ')}</p>
        {topic.words && <p class="voice words">{topic.words}</p>}
        <Origin desk={desk} topic={topic} />
      </header>
      <Refusal desk={desk} at="screen" />
      <Refusal desk={desk} at="ideas" />
      <SessionReport app={desk.app} id={topic.id} ideas={field => <Proposed desk={desk} topic={topic} part={field} />} />
    </article>
  );
}

/** Ideas like any other: numbered, on the board, hidden with a reason. */
function Proposed({ desk, topic, part }: Props & { part: Field }) {
  const ideas = proposedBy(desk.reader, topic.id);
  return (
    <section class="part" data-key={part.id} aria-labelledby={`part-${part.id}`}>
      <h2 id={`part-${part.id}`}>{part.title}</h2>
      {!ideas.length && <p class="small softer">{_('Nothing is proposed yet.')}</p>}
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
            {idea.n ? _('Proposal {n}', { n: idea.n }) : _('Open')}
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
