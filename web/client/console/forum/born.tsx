// An idea or a cluster becomes a topic in one press, and tells which were born from it.

import { titleOf } from '../../grid';
import { _ } from '../../i18n';
import { newId } from '../../ids';
import { stepsOf } from '../../screen/room';
import { length, whole } from '../../text';
import { Refusal } from '../bits';
import type { Desk } from '../desk';

/** In the dialog of an idea or a cluster: the topics born from it, and one press for a new one. `of`: "idea:ID". */
export function Born({ desk, of, text }: { desk: Desk; of: string; text: string }) {
  if (!stepsOf(desk.reader).some(step => step.about.kind === 'market' || step.about.kind === 'sessions')) return null;
  const born = [...desk.reader.all('topic').values()].filter(topic => topic.origin === of);
  const open = (topic: string) => (desk.dialog.value = { is: 'forum', show: { of: 'topic', topic } });
  const make = async () => {
    const topic = newId();
    const { limits } = desk.app.data;
    const [title, words] = named(text, limits.title ?? 200, limits.topic_words ?? 500);
    if (!(await desk.act('born', { type: 'ProposeTopic', topic, title, words, origin: of }))) return;
    desk.say(_('Added: “{title}”.', { title }));
    open(topic);
  };
  return (
    <div class="row wrap born">
      <Refusal desk={desk} at="born" />
      {born.map(topic => (
        <button key={topic.id} type="button" class="btn bare small flush" onClick={() => open(topic.id)}>
          {_('Topic no. {n}: “{title}”', { n: topic.n, title: titleOf(topic) })}
        </button>
      ))}
      <button type="button" class="btn small" onClick={() => void make()}>{born.length ? _('Another topic out of it') : _('Make a topic of it')}</button>
    </div>
  );
}

/** A title of one line; what does not fit there goes on below it. */
function named(text: string, most: number, words: number): [title: string, words: string] {
  const [line = '', ...more] = text.trim().split('\n');
  const rest = more.join('\n').trim();
  if (length(line) <= most) return [line, cut(rest, words)];
  const title = cut(line, most);
  return [title, cut(text.trim(), words)];
}

function cut(text: string, most: number): string {
  if (length(text) <= most) return text;
  const short = [...text.normalize('NFC')].slice(0, most - 1).join('');
  return `${whole(short).replace(/\s\S*$/, '')}…`;
}
