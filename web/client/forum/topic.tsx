// One topic as everyone reads it: its words, who convenes it, where it stands, what went into it; and whether one would go there.

import type { App } from '../app';
import { slotName } from '../grid';
import { _, ngettext } from '../i18n';
import { Icon, State, words } from '../parts';
import type { SessionRecord, TopicRecord } from '../protocol';
import { Born } from './chain';
import { conveners, interests, isMine, mark } from './topics';

export function Topic({ app, topic, merged }: { app: App; topic: TopicRecord; merged: TopicRecord[] }) {
  return (
    <li class="paper topic" data-key={`topic:${topic.id}`}>
      <Words app={app} {...topic} />
      <Where app={app} id={topic.id} />
      <Born app={app} origin={topic.origin} />
      <Merged app={app} merged={merged} />
      {!!app.store.get('report', topic.id)?.filled?.length && <p class="small"><a href={`${app.data.face}/sessions/${topic.id}`}>{_('Read the report')}</a></p>}
      <div class="row">
        <State><span class="num">{topic.n}</span> · <bdi>{conveners(topic)}</bdi></State>
        {!isMine(app, topic) && <Interest app={app} topic={topic} />}
      </div>
    </li>
  );
}

/** `id`: of the title's element, for what is told of it. */
export function Words({ app, id, title, words: text }: { app: App; id: string; title: string; words?: string }) {
  return (
    <>
      <p class="name" lang={words(app)} id={`tt-${id}`}>{title}</p>
      {text && <p class="voice words" lang={words(app)}>{text}</p>}
    </>
  );
}

/** When and where, once it is on the wall, and how many would go. */
export function Where({ app, id }: { app: App; id: string }) {
  const session = app.store.get('session', id);
  const slot = session && app.store.get('slot', session.slot);
  const space = session && app.store.get('space', session.space);
  if (!slot || !space) return null;
  return (
    <p class="where small">
      <b class="num">{slotName(slot)}</b> · <b lang={words(app)}>{space.name}</b>
      {stateName(session) && <> · {stateName(session)}</>}
      {!!session.interest && <> · {ngettext('{n} person interested', '{n} people interested', session.interest)}</>}
    </p>
  );
}

/** Of a session, in words; "" before it begins. */
export function stateName({ state }: Pick<SessionRecord, 'state'>): string {
  return state === 'running' ? _('now on') : state === 'over' ? _('over') : '';
}

export function Merged({ app, merged }: { app: App; merged: TopicRecord[] }) {
  if (!merged.length) return null;
  return <p class="small soft">{_('Merged into it:')} {merged.map(({ id, title }, i) => <span key={id}>{i > 0 && ', '}<span class="voice" lang={words(app)}>{title}</span></span>)}</p>;
}

/** Once it is over, nothing is asked any more. */
export function Interest({ app, topic }: { app: App; topic: TopicRecord }) {
  const on = interests(app).has(topic.id);
  const over = app.store.get('session', topic.id)?.state === 'over';
  if (over) return null;
  return (
    <button class="btn small" aria-pressed={on} aria-describedby={`tt-${topic.id}`} onClick={() => mark(app, topic.id, !on)}>
      {on && <Icon name="tick" small />}{_('It interests me')}
    </button>
  );
}
