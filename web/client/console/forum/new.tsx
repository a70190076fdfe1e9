// A topic that a facilitator enters: for somebody on paper, for people who joined, or for nobody yet.

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { drawn } from '../../focus';
import { _ } from '../../i18n';
import { newId } from '../../ids';
import { Modal, Refusal } from '../bits';
import type { Desk } from '../desk';
import { Text } from '../fields';
import { Conveners } from './choosing';
import { useWords, type Words } from './words';

export function NewTopicDialog({ desk }: { desk: Desk }) {
  const words = useWords(desk, 'topic:new', { title: '', words: '' });
  const chosen = useSignal<readonly string[]>([]);
  const checked = useSignal(false);
  const id = useRef(newId());
  const sending = useRef(false);
  const form = useRef<HTMLFormElement | null>(null);
  useEffect(() => desk.forget('topic'), []);
  const close = () => (desk.dialog.value = null);
  const save = async (event: Event) => {
    event.preventDefault();
    checked.value = true;
    if (words.wrong()) return void drawn(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
    if (sending.current) return;
    sending.current = true;
    const { title } = words.value;
    const done = await propose(desk, id.current, words.value, chosen.value);
    sending.current = false;
    if (!done) return;
    words.keep();
    desk.say(_('Added: “{title}”.', { title }));
    if (desk.dialog.peek()?.is === 'forum') close();
  };
  return (
    <Modal title={_('New topic')} onClose={close}>
      <form ref={form} onSubmit={event => void save(event)}>
        <div class="db">
          <TopicWords desk={desk} words={words} checked={checked.value} first />
          <Conveners desk={desk} chosen={chosen} />
        </div>
        <Refusal desk={desk} at="topic" />
        <div class="df"><button class="btn main">{_('Add the topic')}</button></div>
      </form>
    </Modal>
  );
}

/** Its title, and a few words. */
export function TopicWords({ desk, words, checked, first }: { desk: Desk; words: Words; checked: boolean; first?: boolean }) {
  const { limits } = desk.app.data;
  const { title, words: text } = words.value;
  const wrong = checked ? words.problems() : { title: '', words: '' };
  return (
    <>
      <Text label={_('Title')} value={title} set={value => words.set({ title: value, words: text })} limit={limits.title ?? 200} first={first} problem={wrong.title} />
      <Text label={_('A few words, if you like')} value={text} set={value => words.set({ title, words: value })} limit={limits.topic_words ?? 500} lines={3} problem={wrong.words} />
    </>
  );
}

/** One person on paper proposes it as anybody would; else it is the facilitator's, for others to convene. */
async function propose(desk: Desk, topic: string, { title, words }: { title: string; words: string }, chosen: readonly string[]): Promise<boolean> {
  const [first] = chosen;
  const paper = chosen.length === 1 && desk.reader.get('person', first!)?.paper ? first : undefined;
  if (!desk.reader.get('topic', topic) && !(await desk.act('topic', { type: 'ProposeTopic', topic, title, words }, paper))) return false;
  return !!paper || !first || desk.act('topic', { type: 'ConveneTopic', topic, conveners: [...chosen] });
}
