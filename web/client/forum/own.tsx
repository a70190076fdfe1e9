// One's own topics: pending, saved, refused or hidden, each in its own shape and words; edited, placed, merged, withdrawn.

import { useSignal, type Signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { App } from '../app';
import { giveBack } from '../focus';
import { mergedInto, slotName } from '../grid';
import { _ } from '../i18n';
import { newId } from '../ids';
import type { Item } from '../outbox';
import { Icon, inFull, refusal, State, words } from '../parts';
import type { EditTopic, ProposeTopic, StepRecord, TopicRecord } from '../protocol';
import { useStill } from '../still';
import { whole } from '../text';
import { Born } from './chain';
import { displaced, Joins } from './joining';
import { isOpen, ownTopics, type OwnTopic } from './topics';
import { Where, Words } from './topic';

/** What a dialog is about, and what opened it. */
export type Asked = Signal<{ topic: string; from: HTMLElement } | null>;

interface Props {
  app: App;
  step?: StepRecord;
  placing: Asked;
  merging: Asked;
  /** Something else is looked at. */
  busy?: boolean;
}

/** All that is read: what comes above it must not move it. */
const main = {
  get current() {
    return document.getElementById('main');
  },
};

/** `step`: the open one; where it is not for topics, only what still needs its author is shown. */
export function OwnTopics(props: Props) {
  const { app, step, busy } = props;
  void app.store.all('session'); // as in the list of the others
  useStill(main);
  const here = isOpen(step) && !busy;
  const own = ownTopics(app).filter(({ state, id }) => here || !step || step.about.kind === 'talk' || state === 'pending' || state === 'refused' || refusedOf(app, id));
  if (!own.length && !here) return null;
  return (
    <section class="mine topics" aria-labelledby="my-topics">
      <h2 id="my-topics" tabIndex={-1}>{_('My topics')} <span class="soft num">({own.length})</span></h2>
      {own.length ? <ul>{own.map(topic => <Mine key={topic.key} {...props} own={topic} />)}</ul> : <p class="empty">{_('What you propose is listed here.')}</p>}
    </section>
  );
}

function Mine({ own, ...props }: Props & { own: OwnTopic }) {
  const { app, step, placing, merging } = props;
  const draft = app.drafts.box(`edit:${own.key}`);
  // A reload finds what was being changed, and does not take the focus for it.
  const open = useSignal<'no' | 'found' | 'asked'>(draft.peek() ? 'found' : 'no');
  const opener = useRef<HTMLButtonElement>(null);
  const act = isOpen(step) && own.topic && own.state !== 'hidden';
  const placed = app.store.get('session', own.id);

  function edit(): void {
    if (!draft.peek()) {
      app.drafts.write(`edit:${own.key}`, own.title);
      app.drafts.write(`edit:${own.key}:words`, own.words);
    }
    open.value = 'asked';
  }
  function close(): void {
    app.drafts.write(`edit:${own.key}`, '');
    app.drafts.write(`edit:${own.key}:words`, '');
    open.value = 'no';
    // What one was in may be gone, or be another paper now.
    giveBack(() => opener.current ?? document.getElementById('my-topics'));
  }

  return (
    <li class={`paper topic ${own.state}`} data-key={`topic:${own.id}`} data-grab={act ? '' : undefined}>
      {open.value !== 'no' ? <Editor app={app} own={own} focus={open.value === 'asked'} onClose={close} /> : (
        <>
          <Words app={app} id={own.key} title={own.title} words={own.words} />
          <div class="row"><OwnState app={app} own={own} /></div>
          {own.topic && <Told app={app} id={own.id} />}
          <Where app={app} id={own.id} />
          <Born app={app} origin={own.origin} />
          {own.topic && <Joins app={app} topic={own.topic} merged={mergedInto(app.store, own.id)} />}
          <div class="row acts">
            {act && <button class={placed ? 'btn small' : 'btn small strong'} aria-describedby={`tt-${own.key}`} onClick={event => (placing.value = { topic: own.id, from: event.currentTarget })}>{placed ? _('Move…') : _('Place at…')}</button>}
            {(own.topic || own.state === 'refused') && <button class="btn bare" ref={opener} aria-describedby={`tt-${own.key}`} onClick={edit}>{own.state === 'refused' ? again(own) : _('Edit')}</button>}
            {act && <button class="btn bare" aria-describedby={`tt-${own.key}`} onClick={event => (merging.value = { topic: own.id, from: event.currentTarget })}>{_('Merge…')}</button>}
          </div>
        </>
      )}
    </li>
  );
}

const again = ({ item }: OwnTopic) => (['too_long', 'too_big'].includes(item!.refused!.reason) ? _('Shorten') : _('Take it up again'));

function OwnState({ app, own }: { app: App; own: OwnTopic }) {
  switch (own.state) {
    case 'pending': return <State icon="wait">{slow(app, own.item!) ? _('Waiting to be sent: it leaves by itself') : _('On its way')}</State>;
    case 'refused': return <State icon="cross">{refusal(app, own.item!.refused!).said}</State>;
    case 'hidden': return <State icon="hidden">{hidden(app.store.get('aside', own.id)?.reason)}</State>;
    case 'saved': return <State icon="tick">{_('Proposed')} · <span class="num">{own.topic!.n}</span>{others(app, own.topic!)}{unplaced(app, own.id)}</State>;
  }
}

const hidden = (reason: string | undefined) => (reason ? _('The facilitator has hidden it: {reason}', { reason }) : _('The facilitator has hidden it'));

const slow = (app: App, { at }: Item) => app.state.value !== 'online' || (app.tick.value > 0 && Date.now() - at > 5000);

function others(app: App, { conveners = [], names = [] }: TopicRecord) {
  const with_ = names.filter((name, i) => name && conveners[i] !== app.data.person);
  return with_.length ? <> · {_('with {names}', { names: with_.join(', ') })}</> : null;
}

const unplaced = (app: App, id: string) => (app.store.get('session', id) ? null : <> · {displaced.value === id ? _('its place on the wall is taken now') : _('not on the wall yet')}</>);

/** What was refused about it beside its words, until that is read; where it is on its way to. */
function Told({ app, id }: { app: App; id: string }) {
  const refused = refusedOf(app, id);
  const told = refused && refusal(app, refused.refused!);
  const going = app.outbox.pending.value.map(({ command }) => command).filter(command => (command.type === 'PlaceTopic' || command.type === 'UnplaceTopic') && command.topic === id).pop();
  const slot = going?.type === 'PlaceTopic' && app.store.get('slot', going.slot);
  const space = going?.type === 'PlaceTopic' && app.store.get('space', going.space);
  return (
    <>
      <div role="alert">
        {refused && (
          <div class="note refused">
            <Icon name="cross" />
            <p class="grow">{inFull(told!, refused.command)}</p>
            <button class="btn bare small" onClick={() => app.dismiss(refused)}>{_('Close')}</button>
          </div>
        )}
      </div>
      {going && <p class="state"><Icon name="wait" small /><span>{slot && space ? _('On its way to {slot}, {space}', { slot: slotName(slot), space: space.name }) : _('On its way off the wall')}</span></p>}
    </>
  );
}

/** Something other than its words was refused. */
function refusedOf(app: App, id: string): Item | undefined {
  return app.outbox.items.value.filter(({ refused, command }) => refused && 'topic' in command && command.topic === id && !('title' in command)).pop();
}

/** In the paper itself. Its words are a draft like any other. */
function Editor({ app, own, focus, onClose }: { app: App; own: OwnTopic; focus: boolean; onClose: () => void }) {
  const box = useRef<HTMLInputElement>(null);
  const sure = useSignal(false);
  const [name, few] = [`edit:${own.key}`, `edit:${own.key}:words`];
  const [title, text] = [app.drafts.box(name), app.drafts.box(few)];
  const refused = own.state === 'refused' ? own.item : undefined;
  // What its circle reports is the circle's: it is not withdrawn any more.
  const says = !refused && !!app.store.get('report', own.id)?.filled?.length;

  useLayoutEffect(() => {
    if (!focus) return;
    box.current?.focus();
    // Its buttons too, which the bar at the foot may cover.
    box.current?.form?.scrollIntoView({ block: 'nearest' });
  }, []);

  function save(event: Event): void {
    event.preventDefault();
    const [what, said] = [whole(title.peek()), whole(text.peek())];
    if (!what.trim()) return box.current?.focus();
    if (!refused && what === own.title && said === own.words) return onClose();
    void app.send(change(own, what, said), undefined, () => {
      if (refused) app.dismiss(refused);
      onClose();
    });
  }
  function remove(): void {
    if (refused) app.dismiss(refused);
    else if (app.store.get('session', own.id) && !sure.peek()) return void (sure.value = true);
    else return void app.send({ type: 'WithdrawTopic', topic: own.id }, undefined, onClose);
    onClose();
  }

  return (
    <form class="edit" onSubmit={save} onKeyDown={event => event.key === 'Escape' && onClose()}>
      <label class="lab" for={name}>{_('Its title')}</label>
      <input id={name} class="field voice" lang={words(app)} ref={box} value={title} autocomplete="off" onInput={event => app.drafts.write(name, event.currentTarget.value)} />
      <label class="lab" for={few}>{_('A few words on it (if you wish)')}</label>
      <textarea id={few} class="field voice" lang={words(app)} rows={2} value={text} onInput={event => app.drafts.write(few, event.currentTarget.value)} />
      {refused && <p class="small soft">{refusal(app, refused.refused!).then}</p>}
      <div class="row acts">
        <button class="btn">{refused ? _('Propose the topic') : _('Save')}</button>
        <button type="button" class="btn bare" onClick={onClose}>{_('Cancel')}</button>
        {!says && <button type="button" class="btn bare" onClick={remove}>{refused ? _('Throw away') : sure.value ? _('Withdraw it all the same') : _('Withdraw')}</button>}
      </div>
      <p class="small" role="status">{sure.value && _('It is on the wall: withdrawn, it leaves it, and nothing brings it back.')}</p>
    </form>
  );
}

/** A refused proposal gets a new id, a refused change is asked again of the same topic. */
function change(own: OwnTopic, title: string, text: string): ProposeTopic | EditTopic {
  const was = own.item?.command;
  if (own.state === 'refused' && was?.type === 'ProposeTopic') return { type: 'ProposeTopic', topic: newId(), title, words: text, origin: was.origin };
  return { type: 'EditTopic', topic: own.id, title, words: text };
}
