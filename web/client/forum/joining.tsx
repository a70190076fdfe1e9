// Two topics become one: by who convenes both at once, else as an offer that a convener of the other accepts or declines.

import { signal, useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { App } from '../app';
import { topicsOf } from '../grid';
import { _, ngettext } from '../i18n';
import { PAGE } from '../ideas';
import { Over } from '../over';
import { Icon, words } from '../parts';
import type { AnyCommand, TopicRecord } from '../protocol';
import { plain } from '../text';
import type { Asked } from './own';
import { conveners, isMine } from './topics';

/** From here on the topics of the dialog are searched. */
const MANY = 8;

/** Of one's own topic: offers that wait for an answer, ours or theirs, and what went into it. */
export function Joins({ app, topic, merged }: { app: App; topic: TopicRecord; merged: TopicRecord[] }) {
  const all = app.store.all('topic');
  const named = (ids: string[] = []) => ids.flatMap(id => all.get(id) ?? []);
  const goes = (into: TopicRecord, ours: boolean) => <Offer key={into.id} app={app} from={topic} into={into} other={into} ours={ours} />;
  const comes = (from: TopicRecord, ours: boolean) => <Offer key={from.id} app={app} from={from} into={topic} other={from} ours={ours} />;
  return (
    <>
      {named(topic.offers).map(from => comes(from, false))}
      {named(topic.asks).map(from => comes(from, true))}
      {[...all.values()].filter(({ asks }) => asks?.includes(topic.id)).map(into => goes(into, false))}
      {[...all.values()].filter(({ offers }) => offers?.includes(topic.id)).map(into => goes(into, true))}
      {merged.map(one => (
        <p key={one.id} class="row joined">
          <span class="grow small soft">{_('Merged into it:')} <span class="voice" lang={words(app)} id={`j-${one.id}`}>{one.title}</span></span>
          {waits(app, 'UnmergeTopic', one.id) ? <Waiting /> : <button class="btn bare" aria-describedby={`j-${one.id}`} onClick={() => separate(app, one)}>{_('Separate it')}</button>}
        </p>
      ))}
    </>
  );
}

/** The topic that came out of another just now, and whose place is taken. */
export const displaced = signal('');

/** It takes its place again; else that is told. */
function separate(app: App, { id, stood }: TopicRecord): void {
  void app.send({ type: 'UnmergeTopic', topic: id }).then(({ ok }) => {
    if (!ok || !stood || app.store.get('session', id)) return;
    displaced.value = id;
    app.said.value = _('Its place on the wall is taken now.');
  });
}

const Waiting = () => <span class="small soft"><Icon name="wait" small /> {_('On its way')}</span>;

interface Offered {
  app: App;
  from: TopicRecord;
  into: TopicRecord;
  /** The one of the two that is not one's own. */
  other: TopicRecord;
  /** Asked for by who convenes one's own. */
  ours: boolean;
}

function Offer({ app, from, into, other, ours }: Offered) {
  const id = `o-${from.id}-${into.id}`;
  const decline = () => void app.send({ type: 'DeclineMerge', topic: from.id, into: into.id });
  const title = <span class="voice" lang={words(app)}>{other.title}</span>;
  return (
    <div class="note offer">
      <div>
        <p id={id}>
          {ours ? _('You have offered to merge it with:') : _('Its conveners offer to merge it with yours:')} {title} <span class="soft">({conveners(other)})</span>.
          {!ours && <> {other === into ? _('Yours would go into that one.') : _('That one would go into yours.')}</>}
        </p>
        {waits(app, 'DeclineMerge', from.id, into.id) || waits(app, 'MergeTopics', from.id, into.id) ? <Waiting /> : (
          <p class="row acts">
            {!ours && <button class="btn small" aria-describedby={id} onClick={() => void app.send({ type: 'MergeTopics', topic: from.id, into: into.id })}>{_('Merge them')}</button>}
            <button class="btn bare small" aria-describedby={id} onClick={decline}>{ours ? _('Take the offer back') : _('Decline')}</button>
          </p>
        )}
      </div>
    </div>
  );
}

function waits(app: App, type: AnyCommand['type'], topic: string, into?: string): boolean {
  return app.outbox.pending.value.some(({ command }) => command.type === type && 'topic' in command && command.topic === topic && (!into || ('into' in command && command.into === into)));
}

/** Which other topic one's own goes into. */
export function Merging({ app, asked }: { app: App; asked: Asked }) {
  const now = asked.value;
  const topic = now && app.store.get('topic', now.topic);
  if (!now || !topic) return null;
  return (
    <Over title={_('Merge with another topic')} from={now.from} onClose={() => (asked.value = null)}>
      <Others app={app} topic={topic} onDone={() => document.querySelector<HTMLDialogElement>('dialog[open]')?.close()} />
    </Over>
  );
}

function Others({ app, topic, onDone }: { app: App; topic: TopicRecord; onDone: () => void }) {
  const into = useSignal('');
  const search = useSignal('');
  const limit = useSignal(PAGE);
  const list = useRef<HTMLUListElement>(null);
  const all = topicsOf(app.store).filter(({ id }) => id !== topic.id);
  const wanted = plain(search.value);
  const found = all.filter(({ title, words: text = '' }) => plain(`${title} ${text}`).includes(wanted));
  const chosen = all.find(({ id }) => id === into.value);

  function merge(event: Event): void {
    event.preventDefault();
    if (!chosen) return list.current?.querySelector('input')?.focus();
    const said = isMine(app, chosen) ? _('They are one circle now') : _('The merge is offered');
    void app.send({ type: 'MergeTopics', topic: topic.id, into: chosen.id }).then(({ ok }) => ok && (app.said.value = said));
    onDone();
  }

  return (
    <form class="merge" onSubmit={merge}>
      <div class="sheet-list">
        <p class="small soft">{_('Yours goes into the one you choose, with its conveners and the interest in it. The two are one circle; it can be undone.')}</p>
        <blockquote class="paper pad name" lang={words(app)}>{topic.title}</blockquote>
        {all.length > MANY && <Find of={_('Search the topics')} search={search} />}
        <ul ref={list}>
          {found.slice(0, limit.value).map(other => (
            <li key={other.id}>
              <label class="paper choice">
                <input type="radio" name="into" checked={into.value === other.id} onChange={() => (into.value = other.id)} />
                <b lang={words(app)}>{other.title}</b>
                <span class="says"><span class="num">{other.n}</span> · <bdi>{conveners(other)}</bdi></span>
              </label>
            </li>
          ))}
        </ul>
        {!found.length && <p class="empty">{wanted ? _('No topic with these words.') : _('There is no other topic yet.')}</p>}
        {found.length > limit.value && <More left={found.length - limit.value} onMore={() => (limit.value += PAGE)} />}
      </div>
      <div class="df">
        <span class="small soft grow" role="status">{chosen && !isMine(app, chosen) && (chosen.conveners?.length ? _('Its conveners are asked first.') : '')}</span>
        <button class="btn main" aria-disabled={!chosen || undefined}>{chosen && !isMine(app, chosen) ? _('Offer to merge') : _('Merge')}</button>
      </div>
    </form>
  );
}

/** Not of type search: there Escape would empty it instead of closing the dialog. */
export function Find({ of, search }: { of: string; search: { value: string } }) {
  return (
    <div class="find">
      <Icon name="search" />
      <input class="field" type="text" role="searchbox" aria-label={of} placeholder={of} value={search.value} autocomplete="off" onInput={event => (search.value = event.currentTarget.value)} />
    </div>
  );
}

export function More({ left, onMore }: { left: number; onMore: () => void }) {
  const n = Math.min(left, PAGE);
  return <button type="button" class="btn more" onClick={onMore}>{ngettext('{n} more topic', '{n} more topics', n)}</button>;
}

/** How many are found, said while one searches. */
export function Found({ n, all, wanted }: { n: number; all: number; wanted: string }) {
  return <p class="tiny soft" role="status">{wanted && ngettext('{n} topic of {all}.', '{n} topics of {all}.', n, { all })}</p>;
}
