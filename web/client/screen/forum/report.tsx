// One session's report as the room reads it: what it says, part by part, and what it proposes.

import { useEffect } from 'preact/hooks';
import { circleOf, namesOf, proposedBy, sessionsStep, span, titleOf } from '../../grid';
import { _ } from '../../i18n';
import type { Field } from '../../protocol';
import { languageOf } from '../bits';
import type { Reader } from '../room';
import { Mark } from './mark';

/** Long texts come to who asks for them, until the function returned is called. */
export type Watch = (keys: string[]) => () => void;

export function Report({ room, watch, id }: { room: Reader; watch: Watch; id: string }) {
  const topic = room.get('topic', id);
  const circle = circleOf(room, id);
  const fields = fieldsOf(room);
  const keys = keysOf(fields, id);
  useEffect(() => watch(keys), [keys.join()]);
  if (!topic) return null;
  const report = room.get('report', id);
  return (
    <article data-report={id} lang={languageOf(room)}>
      <header>
        <h2 class="clamp">{titleOf(topic)}</h2>
        <p class="m">
          <Mark room={room} topic={topic} />
          <b class="tool">{circle?.space?.name}</b>
          {circle?.slot && <span class="num tool">{span(circle.slot)}</span>}
          <span>{namesOf(topic)}</span>
          {report?.pen && <span class="tool writing">{report.name ? _('{name} is writing', { name: report.name }) : _('being written')}</span>}
        </p>
      </header>
      {fields.map(field => (
        <Part key={field.id} room={room} field={field} id={id} />
      ))}
    </article>
  );
}

function Part({ room, field, id }: { room: Reader; field: Field; id: string }) {
  const ideas = field.kind === 'ideas' ? proposedBy(room, id) : [];
  const text = field.kind === 'text' ? (room.get('text', `${id}.${field.id}`)?.text ?? '').trim() : '';
  if (!text && !ideas.length) return null;
  return (
    <section>
      <h3 class="tool">{field.title}</h3>
      {text && <p class="body voice">{text}</p>}
      {ideas.length > 0 && (
        <ul class="proposed">
          {ideas.map(idea => (
            <li key={idea.id} class="paper voice">
              <span class="grow">{idea.text}</span>
              {idea.n ? <span class="tool num">{_('Proposal {n}', { n: idea.n })}</span> : null}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

export const fieldsOf = (room: Reader): Field[] => sessionsStep(room)?.about.canvas ?? [];

function keysOf(fields: Field[], id: string): string[] {
  return fields.filter(field => field.kind === 'text').map(field => `text:${id}.${field.id}`);
}

/** Whether all that it says has come. */
export function hasCome(room: Reader, id: string): boolean {
  const filled = new Set(room.get('report', id)?.filled);
  return fieldsOf(room).every(({ kind, id: field }) => kind !== 'text' || !filled.has(field) || !!room.get('text', `${id}.${field}`));
}

/** All that it says, as far as it has come. */
export function textOf(room: Reader, id: string): string {
  const texts = fieldsOf(room).map(field => room.get('text', `${id}.${field.id}`)?.text ?? '');
  return [...texts, ...proposedBy(room, id).map(idea => idea.text)].join('\n');
}
