// Topics that say the same: one goes into another, and can come out again; what conveners offered each other.

import { useSignal } from '@preact/signals';
import { mergedInto, titleOf, topicsOf } from '../../grid';
import { _ } from '../../i18n';
import type { TopicRecord } from '../../protocol';
import { Act } from '../bits';
import type { Desk } from '../desk';
import { refocus } from '../lists';
import { Listed, Option } from './choosing';
import { convenedBy, foundIn } from './reading';
import { placeOf } from './slots';

export function MergeForm({ desk, topic, back }: { desk: Desk; topic: TopicRecord; back: () => void }) {
  const search = useSignal('');
  const to = useSignal('');
  const others = topicsOf(desk.reader).filter(other => other.id !== topic.id && !other.hidden);
  const found = foundIn(desk, others, search.value);
  const merge = async (into: string) => {
    const other = desk.reader.get('topic', into);
    if (!(await desk.act('topic', { type: 'MergeTopics', topic: topic.id, into }))) return;
    desk.say(_('“{name}” merged into “{into}”.', { name: titleOf(topic), into: other ? titleOf(other) : '' }));
    desk.dialog.value = { is: 'forum', show: { of: 'topic', topic: into } };
  };
  return (
    <Listed
      desk={desk}
      at="topic"
      search={search}
      label={_('Search a topic')}
      legend={_('Topics')}
      verb={_('Merge')}
      to={to}
      only={found.length === 1 ? found[0]!.id : undefined}
      choose={into => void merge(into)}
      note={
        <div class="quoted">
          <p class="paper voice cited">{titleOf(topic)}</p>
          <p class="tiny soft">{_('It leaves the wall. Its conveners and the interest in it count for the other one, which keeps its title. It can be taken out again.')} <button type="button" class="btn bare tiny flush" onClick={back}>{_('Back')}</button></p>
        </div>
      }
      >
      {found.map(other => (
        <Option key={other.id} name="into" value={other.id} to={to} voice says={other.n}>
          {titleOf(other)}
          <span class="says tool">{[convenedBy(desk, other), placeOf(desk.reader, other.id)].filter(Boolean).join(' · ')}</span>
        </Option>
      ))}
      {!found.length && <p class="empty">{others.length ? _('No topic with these words.') : _('There is no other topic.')}</p>}
    </Listed>
  );
}

/** What conveners of one of the two want, and those of the other have not answered: a facilitator may in their place. */
export function Offers({ desk, topic }: { desk: Desk; topic: TopicRecord }) {
  const offers = [...(topic.offers ?? []), ...(topic.asks ?? [])].map(id => desk.reader.get('topic', id)).filter((other): other is TopicRecord => !!other);
  if (!offers.length) return null;
  return (
    <section class="merged">
      <h3 class="k">{_('Offered to be merged into it')}</h3>
      <ul>
        {offers.map(other => (
          <li key={other.id} class="row wrap">
            <span class="voice grow">{titleOf(other)}</span>
            <Act desk={desk} at="topic" class="small" command={{ type: 'MergeTopics', topic: other.id, into: topic.id }}>{_('Merge')}<span class="sr"> {titleOf(other)}</span></Act>
            <Act desk={desk} at="topic" class="small" command={{ type: 'DeclineMerge', topic: other.id, into: topic.id }}>{_('Decline')}<span class="sr"> {titleOf(other)}</span></Act>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Merged({ desk, topic }: { desk: Desk; topic: TopicRecord }) {
  const merged = mergedInto(desk.reader, topic.id);
  if (!merged.length) return null;
  return (
    <section class="merged">
      <h3 class="k">{_('Merged into it')}</h3>
      <ul>
        {merged.map(one => (
          <li key={one.id} class="row wrap">
            <span class="voice grow">{titleOf(one)}</span>
            <Unmerge desk={desk} topic={one} named />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** It takes its place on the wall again; else that is told. */
export function Unmerge({ desk, topic, named }: { desk: Desk; topic: TopicRecord; named?: boolean }) {
  const unmerge = async ({ currentTarget }: { currentTarget: HTMLElement }) => {
    const region = currentTarget.closest<HTMLElement>('dialog');
    const { id, stood } = topic;
    if (!(await desk.act('topic', { type: 'UnmergeTopic', topic: id }))) return;
    if (stood && !desk.reader.get('session', id)) desk.refusals.value = new Map(desk.refusals.value).set('topic', { said: _('Its place on the wall is taken now.'), then: _('Place it anew.') });
    setTimeout(() => refocus(region));
  };
  return <button type="button" class="btn small" onClick={event => void unmerge(event)}>{_('Take it out again')}{named && <span class="sr"> {titleOf(topic)}</span>}</button>;
}
