// Where a topic comes from: the idea or cluster it was born from, which tells of it as well.

import { _ } from '../../i18n';
import type { TopicRecord } from '../../protocol';
import type { Desk } from '../desk';

export function Origin({ desk, topic: { origin } }: { desk: Desk; topic: TopicRecord }) {
  const [kind, id = ''] = origin?.split(':') ?? [];
  const idea = kind === 'idea' ? desk.reader.get('idea', id) : undefined;
  const cluster = kind === 'cluster' ? desk.reader.get('cluster', id) : undefined;
  if (!idea && !cluster) return null;
  const open = () => (desk.dialog.value = idea ? { is: 'idea', idea: id } : { is: 'cluster', cluster: id });
  return (
    <section class="topic-origin">
      <p class="small soft">{idea ? _('Born from idea no. {n}', { n: idea.n ?? 0 }) : _('Born from a cluster')}</p>
      <button type="button" class="paper voice cited" onClick={open}>{idea?.text ?? cluster?.name}</button>
    </section>
  );
}
