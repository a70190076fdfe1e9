// The chain: what a topic is born of, what came out of an idea. Each link opens what it leads to over the page; without the
// script it is a page.

import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { App } from '../app';
import { mergedInto, topicTheme } from '../grid';
import { _, ngettext } from '../i18n';
import { Idea } from '../ideas';
import { Over } from '../over';
import { Gommette, words } from '../parts';
import type { IdeaRecord } from '../protocol';
import { bornOf } from './topics';
import { Topic } from './topic';

/** `topic:ID`, `idea:ID` or `cluster:ID`. */
type Ref = string;

const looked = signal<{ at: Ref; from: HTMLElement } | null>(null);

const PAGES: Record<string, string> = { topic: 'topics', session: 'topics', idea: 'ideas', cluster: 'clusters' };

/** A link to a topic, an idea or a cluster. */
export function To({ app, at, children }: { app: App; at: Ref; children: ComponentChildren }) {
  const [kind = '', id = ''] = at.split(':');
  const show = (event: Event & { currentTarget: HTMLElement }) => {
    event.preventDefault();
    looked.value = { at, from: looked.peek()?.from ?? event.currentTarget };
  };
  return <a href={`${app.data.face}/${PAGES[kind]}/${id}`} onClick={show}>{children}</a>;
}

/** What a topic is born of, under its theme's colour. */
export function Born({ app, origin }: { app: App; origin?: string | null }) {
  if (!origin) return null;
  const [kind, id = ''] = origin.split(':');
  const text = kind === 'cluster' ? app.store.get('cluster', id)?.name : app.store.get('idea', id)?.text;
  if (text === undefined) return null;
  const theme = topicTheme(app.store, { origin });
  return (
    <p class="chain small soft">
      {theme && <><Gommette hue={theme.hue} /> <span class="sr">{theme.name}</span></>}
      {kind === 'cluster' ? _('From the cluster:') : _('From the idea:')} <To app={app} at={origin}><span class="voice" lang={words(app)}>{brief(text)}</span></To>
    </p>
  );
}

/** What came of an idea or a cluster, and of an idea the circle that proposes it. */
export function Chain({ app, at }: { app: App; at: Ref }) {
  const born = bornOf(app, at);
  const [kind, id = ''] = at.split(':');
  const origin = kind === 'idea' ? app.store.get('idea', id)?.origin : null;
  const circle = origin && app.store.get('topic', origin.slice('session:'.length));
  if (!born.length && !circle) return null;
  return (
    <p class="chain small soft">
      {circle && <span>{_('Proposed by the circle:')} <To app={app} at={`topic:${circle.id}`}><span class="voice" lang={words(app)}>{circle.title}</span></To></span>}
      {born.length > 0 && <span>{ngettext('Became a topic:', 'Became {n} topics:', born.length)} {born.map(({ id, title }, i) => <span key={id}>{i > 0 && ', '}<To app={app} at={`topic:${id}`}><span class="voice" lang={words(app)}>{title}</span></To></span>)}</span>}
    </p>
  );
}

const MOST = 140;

/** An idea may be pages long: its beginning, up to a word; the whole is behind the link. */
export function brief(text: string): string {
  const line = text.split('\n', 1)[0]!.trim();
  if (line.length <= MOST) return line === text.trim() ? line : `${line} …`;
  return `${line.slice(0, MOST).replace(/\s+\S*$/, '')}…`;
}

/** What a link leads to, over the page; drawn once. */
export function Looked({ app }: { app: App }) {
  const now = looked.value;
  const [kind, id = ''] = now?.at.split(':') ?? [];
  const topic = kind === 'topic' || kind === 'session' ? app.store.get('topic', id) : undefined;
  const cluster = kind === 'cluster' ? app.store.get('cluster', id) : undefined;
  const idea = kind === 'idea' ? app.store.get('idea', id) : undefined;
  if (!now || !(topic || cluster || idea)) return null;
  const title = topic ? _('A topic') : cluster ? cluster.name : _('An idea');
  return (
    <Over title={title} voice={!!cluster} lang={cluster && words(app)} from={now.from} onClose={() => (looked.value = null)}>
      <div class="sheet-list" tabIndex={0} aria-label={title} role="group">
        {topic && <ul><Topic app={app} topic={topic} merged={mergedInto(app.store, topic.id)} /></ul>}
        {cluster && <><Chain app={app} at={now.at} /><ul>{inside(app, id).map(each => <Idea key={each.id} app={app} idea={each} />)}</ul></>}
        {idea && <ul><Idea app={app} idea={idea} /></ul>}
        {idea && <Put app={app} idea={idea} />}
      </div>
    </Over>
  );
}

function Put({ app, idea }: { app: App; idea: IdeaRecord }) {
  const place = app.store.get('place', idea.id);
  const cluster = place && app.store.get('cluster', place.cluster);
  return cluster ? <p class="small soft">{_('In the cluster:')} <To app={app} at={`cluster:${cluster.id}`}><span class="voice" lang={words(app)}>{cluster.name}</span></To></p> : null;
}

export function inside(app: App, cluster: string): IdeaRecord[] {
  const places = app.store.all('place');
  return [...app.store.all('idea').values()].filter(({ id }) => places.get(id)?.cluster === cluster).sort((a, b) => (a.n ?? 0) - (b.n ?? 0));
}
