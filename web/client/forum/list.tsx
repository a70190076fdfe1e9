// The topics of the others, in the order they came; a search; and one press that says "It interests me".

import { useSignal } from '@preact/signals';
import type { App } from '../app';
import { merges, topicsOf } from '../grid';
import { _ } from '../i18n';
import { PAGE } from '../ideas';
import type { TopicRecord } from '../protocol';
import { plain } from '../text';
import { Find, Found, More } from './joining';
import { Topic } from './topic';
import { interests, isMine } from './topics';

/** From here on they are searched. */
const MANY = 8;

export function OtherTopics({ app }: { app: App }) {
  // Drawn with all that changes in its papers, or what stands where would be measured before they grow.
  void app.store.all('session');
  const search = useSignal('');
  const only = useSignal(false);
  const limit = useSignal(PAGE);
  const all = topicsOf(app.store).filter(topic => !isMine(app, topic));
  const marked = interests(app);
  const kept = useSignal<ReadonlySet<string>>(new Set());
  const wanted = plain(search.value);
  // What is unmarked in this list stays in it, until one looks afresh: nothing goes from under the finger.
  const found = all.filter(topic => fits(topic, wanted) && (!only.value || marked.has(topic.id) || kept.value.has(topic.id)));
  const merged = merges(app.store);
  const filter = () => {
    only.value = !only.value;
    kept.value = new Set(marked);
  };
  return (
    <section class="others" aria-labelledby="topics">
      <h2 id="topics" tabIndex={-1}>{_('The others’ topics')} <span class="soft num">({all.length})</span></h2>
      {(all.length > MANY || search.value) && <Find of={_('Search the topics')} search={search} />}
      {all.length > 0 && <p class="small soft">{_('Nobody sees what interests you. How many a topic interests is told once it is on the wall.')}</p>}
      {(marked.size > 0 || only.value) && all.length > MANY && <p class="acts"><button class="btn small" aria-pressed={only.value} onClick={filter}>{_('Only what interests me')}</button></p>}
      <Found n={found.length} all={all.length} wanted={wanted} />
      <ul>{found.slice(0, limit.value).map(topic => <Topic key={topic.id} app={app} topic={topic} merged={merged.get(topic.id) ?? []} />)}</ul>
      {all.length === 0 && <p class="empty">{_('The others have not proposed anything yet.')}</p>}
      {all.length > 0 && found.length === 0 && <p class="empty">{_('No topic with these words.')}</p>}
      {found.length > limit.value && <More left={found.length - limit.value} onMore={() => (limit.value += PAGE)} />}
    </section>
  );
}

const fits = ({ n, title, words = '', names = [] }: TopicRecord, wanted: string) => plain(`${n} ${title} ${words} ${names.join(' ')}`).includes(wanted);
