// One topic, whole: its words, who convenes it, where and how it meets, where it comes from, what was merged into it.

import { useSignal, type Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { giveBack } from '../../focus';
import { titleOf } from '../../grid';
import { _ } from '../../i18n';
import type { TopicRecord } from '../../protocol';
import { Act, Modal, Refusal } from '../bits';
import type { Desk } from '../desk';
import { refocus } from '../lists';
import { openPlacing, takeOff } from './acts';
import { ConveneForm, HideForm } from './changing';
import { MergeForm, Merged, Offers, Unmerge } from './merging';
import { TopicWords } from './new';
import { Origin } from './origin';
import { convenedIn } from './reading';
import { Meeting } from './session';
import { placeOf } from './slots';
import { useWords } from './words';

export type Doing = 'look' | 'convene' | 'merge' | 'hide';

export function TopicDialog({ desk, id }: { desk: Desk; id: string }) {
  const topic = desk.reader.get('topic', id);
  const doing = useSignal<Doing>('look');
  const close = () => (desk.dialog.value = null);
  const back = () => (doing.value = 'look');
  useEffect(() => desk.forget('topic'), []);
  useEffect(() => focusFirst(), [doing.value]);
  const titles = { look: topic ? _('Topic no. {n}', { n: topic.n }) : _('Topic'), convene: _('Who convenes it'), merge: _('Merge into…'), hide: _('Hide it from the room') };
  return (
    <Modal class={doing.value === 'merge' ? 'move tall' : ''} title={titles[doing.value]} onClose={close}>
      {!topic && <div class="db"><p class="empty">{_('Its convener has withdrawn it.')}</p></div>}
      {topic && doing.value === 'look' && <Look desk={desk} topic={topic} doing={doing} />}
      {topic && doing.value === 'convene' && <ConveneForm desk={desk} topic={topic} back={back} />}
      {topic && doing.value === 'hide' && <HideForm desk={desk} topic={topic} back={back} />}
      {topic && doing.value === 'merge' && <MergeForm desk={desk} topic={topic} back={back} />}
    </Modal>
  );
}

/** Another part of the dialog has come in the place of what was focused. */
function focusFirst(): void {
  setTimeout(() => {
    const dialog = document.querySelector<HTMLElement>('dialog[open]');
    if (dialog && !dialog.contains(document.activeElement)) (dialog.querySelector<HTMLElement>('[data-first]') ?? dialog.querySelector<HTMLElement>('button'))?.focus();
  });
}

function Look({ desk, topic, doing }: { desk: Desk; topic: TopicRecord; doing: Signal<Doing> }) {
  const { id, into } = topic;
  const other = into ? desk.reader.get('topic', into) : undefined;
  return (
    <>
      <div class="db">
        {into && <p class="note">{_('Merged into “{title}”.', { title: other ? titleOf(other) : '' })}</p>}
        {topic.hidden && <Hidden desk={desk} topic={topic} />}
        {!into && !topic.hidden && <Placed desk={desk} topic={topic} />}
        <Meeting desk={desk} id={id} />
        <Words desk={desk} topic={topic} />
        <div class="row wrap topic-about">
          <p class="grow small">{convenedIn(desk, topic)}</p>
          <button type="button" class="btn small" onClick={() => (doing.value = 'convene')}>{_('Change who convenes it…')}</button>
        </div>
        <Origin desk={desk} topic={topic} />
        <Offers desk={desk} topic={topic} />
        <Merged desk={desk} topic={topic} />
        <Refusal desk={desk} at="topic" />
        <div class="row wrap">
          {into && <Unmerge desk={desk} topic={topic} />}
          {!into && <button type="button" class="btn small" onClick={() => (doing.value = 'merge')}>{_('Merge into…')}</button>}
          {!topic.hidden && !into && <button type="button" class="btn small" onClick={() => (doing.value = 'hide')}>{_('Hide from the room…')}</button>}
        </div>
      </div>
    </>
  );
}

function Placed({ desk, topic }: { desk: Desk; topic: TopicRecord }) {
  const place = placeOf(desk.reader, topic.id);
  const off = async ({ currentTarget }: { currentTarget: HTMLElement }) => {
    const dialog = currentTarget.closest('dialog');
    await takeOff(desk, topic.id, 'topic');
    setTimeout(() => refocus(dialog));
  };
  return (
    <div class="row wrap topic-placed">
      <p class="grow">{place ? <b>{place}</b> : _('It has no place on the wall yet.')}</p>
      <button type="button" class="btn small" data-first onClick={() => openPlacing(desk, topic.id)}>{place ? _('Place elsewhere…') : _('Place at…')}</button>
      {place && <button type="button" class="btn small" onClick={event => void off(event)}>{_('Take off the wall')}</button>}
    </div>
  );
}

function Hidden({ desk, topic: { id } }: { desk: Desk; topic: TopicRecord }) {
  return (
    <div class="note">
      <p class="grow">{_('This topic is hidden from the room: {reason}', { reason: desk.reader.get('aside', id)?.reason ?? '' })}</p>
      <Act desk={desk} at="topic" class="small" command={{ type: 'RestoreTopic', topic: id }}>{_('Restore')}</Act>
    </div>
  );
}

/** Saved by its own button: a dialog that closes keeps what was typed on this device. */
function Words({ desk, topic }: { desk: Desk; topic: TopicRecord }) {
  const { id, title, words: text = '' } = topic;
  const words = useWords(desk, `topic:${id}`, { title, words: text });
  const first = useRef(words.differs).current;
  const was = useRef(`${title}\n${text}`);
  const form = useRef<HTMLFormElement | null>(null);
  const checked = useSignal(false);
  const theirs = was.current !== `${title}\n${text}`;
  const save = async (event: Event) => {
    event.preventDefault();
    checked.value = true;
    if (words.wrong()) return;
    const to = words.value;
    if (!(await desk.act('topic', { type: 'EditTopic', topic: id, title: to.title, words: to.words }))) return;
    was.current = `${to.title.trim()}\n${to.words.trim()}`;
    words.keep();
    desk.say(_('The topic is changed.'));
    // The button that was pressed goes with what it saved.
    giveBack(() => form.current?.querySelector<HTMLElement>('.field'));
  };
  return (
    <form ref={form} class="fieldset topic-words" onSubmit={event => void save(event)}>
      {words.differs && (theirs || first) && (
        <p class="note straw">
          <span class="grow">{theirs ? _('Someone has just changed it. Saving puts yours in its place.') : _('What you had begun to change is still here.')}</span>
          <button type="button" class="btn bare tiny" onClick={() => words.keep()}>{_('Start from how it is now')}</button>
        </p>
      )}
      <TopicWords desk={desk} words={words} checked={checked.value} />
      {words.differs && <button class="btn main small">{_('Save')}</button>}
    </form>
  );
}
