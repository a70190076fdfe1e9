// Where somebody on paper is, and where they would go.

import { useSignal } from '@preact/signals';
import { openStep } from '../agenda';
import { slotName } from '../grid';
import { _, ngettext } from '../i18n';
import { refusal, words } from '../parts';
import type { AnyCommand, TopicRecord } from '../protocol';
import type { Desk, Person } from './desk';
import { allTopics, circleOf, forumOpen, found, interestOf, running } from './forum';

/** From so many topics on there is a box to find one in. */
const MANY = 9;

interface Props {
  desk: Desk;
  person: Person;
}

/** One at a time: coming in somewhere is leaving where one was. */
export function Here({ desk, person }: Props) {
  const { app, said } = desk;
  const wrong = useSignal('');
  if (openStep(app)?.about.kind !== 'sessions') return null;
  const [now, at] = [running(app), circleOf(app, person.id)];
  const act = (command: AnyCommand, told: string) => {
    wrong.value = '';
    void app.send(command, person.id).then(verdict => {
      if (verdict.ok) return void (said.value = told);
      const item = app.outbox.items.peek().find(item => item.command === command);
      if (item) app.dismiss(item);
      wrong.value = Object.values(refusal(app, verdict)).join(' ');
    });
  };
  return (
    <section class="whereabouts" aria-labelledby="whereabouts">
      <h3 id="whereabouts">{_('Where they are')}</h3>
      {!now.length && <p class="empty">{_('No circle meets now.')}</p>}
      {now.length > 0 && (
        <fieldset>
          <legend class="sr">{_('Where they are')}</legend>
          {now.map(({ id, space }) => {
            const topic = app.store.get('topic', id);
            return (
              <label key={id} class={id === at ? 'opt on' : 'opt'}>
                <input type="radio" name={`here-${person.id}`} checked={id === at} onChange={() => act({ type: 'ImHere', session: id }, _('Is in circle {n}', { n: topic?.n ?? 0 }))} />
                <b class="num">{topic?.n}</b>
                <span class="grow voice" lang={words(app)}>{topic?.title}</span>
                <span class="small soft">{app.store.get('space', space)?.name}{count(desk, id)}</span>
              </label>
            );
          })}
          <label class={at ? 'opt' : 'opt on'}>
            <input type="radio" name={`here-${person.id}`} checked={!at} onChange={() => act({ type: 'MoveOn' }, _('Is in no circle'))} />
            <span class="grow">{_('in no circle')}</span>
          </label>
        </fieldset>
      )}
      <p class="hint" role="status">{wrong}</p>
    </section>
  );
}

function count({ app }: Desk, session: string): string {
  const here = app.store.get('attendance', session)?.here ?? 0;
  const capacity = app.store.get('space', app.store.get('session', session)?.space ?? '')?.capacity;
  if (!here) return '';
  const there = capacity ? _('{n} of {all}', { n: here, all: capacity }) : ngettext('{n} person', '{n} people', here);
  return ` · ${there}`;
}

/** Private to them, as on a phone; a helper marks what they say. */
export function Interest({ desk, person }: Props) {
  const { app } = desk;
  const search = useSignal('');
  const topics = allTopics(app);
  if (!topics.length || !forumOpen(app)) return null;
  const on = interestOf(app, person.id);
  const shown = found(topics, search.value);
  const [first] = shown;
  const turn = (topic: TopicRecord) => void app.send({ type: 'MarkInterest', topic: topic.id, on: !on.has(topic.id) }, person.id);
  return (
    <details class="interest">
      <summary>{_('Where they would go')} <span class="soft num">({on.size})</span></summary>
      <p class="small soft">{_('It is told to nobody; only how many people would go, once a topic is placed.')}</p>
      {topics.length >= MANY && (
        <form class="seek" role="search" onSubmit={event => {
          event.preventDefault();
          if (search.peek().trim() && first) turn(first);
          search.value = '';
        }}>
          <label class="sr" for="find-topic">{_('Number or words of a topic')}</label>
          <input id="find-topic" class="field" type="search" autocomplete="off" placeholder={_('Number or words of a topic')} value={search} onInput={event => (search.value = event.currentTarget.value)} />
        </form>
      )}
      {!shown.length && <p class="small soft">{_('No topic has this number or these words.')}</p>}
      <ul>
        {shown.map(topic => (
          <li key={topic.id}>
            <label class={on.has(topic.id) ? 'opt on' : 'opt'}>
              <input type="checkbox" checked={on.has(topic.id)} onChange={() => turn(topic)} />
              <b class="num">{topic.n}</b>
              <span class="grow voice" lang={words(app)}>{topic.title}</span>
              <span class="small soft num">{when(desk, topic.id)}</span>
            </label>
          </li>
        ))}
      </ul>
    </details>
  );
}

function when({ app }: Desk, topic: string): string {
  const slot = app.store.get('slot', app.store.get('session', topic)?.slot ?? '');
  return slot ? slotName(slot) : '';
}
