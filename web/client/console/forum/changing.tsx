// Who convenes a topic, and hiding it: parts of its dialog.

import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { titleOf } from '../../grid';
import { _ } from '../../i18n';
import type { TopicRecord } from '../../protocol';
import { Refusal } from '../bits';
import type { Desk } from '../desk';
import { Conveners } from './choosing';

interface Part {
  desk: Desk;
  topic: TopicRecord;
  back: () => void;
}

export function ConveneForm({ desk, topic, back }: Part) {
  const chosen = useSignal<readonly string[]>(topic.conveners ?? []);
  const save = async (event: Event) => {
    event.preventDefault();
    if (!(await desk.act('topic', { type: 'ConveneTopic', topic: topic.id, conveners: [...chosen.value] }))) return;
    desk.say(_('Who convenes it is changed.'));
    back();
  };
  return (
    <form onSubmit={event => void save(event)}>
      <div class="db">
        <p class="paper voice cited">{titleOf(topic)}</p>
        <Conveners desk={desk} chosen={chosen} />
      </div>
      <Refusal desk={desk} at="topic" />
      <Foot back={back} verb={_('Save')} />
    </form>
  );
}

export function HideForm({ desk, topic, back }: Part) {
  const box = useRef<HTMLInputElement | null>(null);
  const hide = async (event: Event) => {
    event.preventDefault();
    if (!(await desk.act('topic', { type: 'HideTopic', topic: topic.id, reason: box.current?.value ?? '' }))) return;
    desk.say(_('The topic is hidden from the room.'));
    back();
  };
  return (
    <form onSubmit={event => void hide(event)}>
      <div class="db">
        <p class="paper voice cited">{titleOf(topic)}</p>
        <div class="fieldset">
          <label class="lab" for="reason">{_('Hide it from the room: why?')}</label>
          <input id="reason" class="field" data-first ref={box} required maxLength={desk.app.data.limits.title ?? 200} autocomplete="off" aria-describedby="reason-hint" />
          <p class="hint" id="reason-hint">{_('Who convenes it reads this reason. It leaves the wall; restored, it is to be placed again.')}</p>
        </div>
      </div>
      <Refusal desk={desk} at="topic" />
      <Foot back={back} verb={_('Hide')} />
    </form>
  );
}

function Foot({ back, verb }: { back: () => void; verb: string }) {
  return (
    <div class="df">
      <button type="button" class="btn" onClick={back}>{_('Back')}</button>
      <button class="btn main">{verb}</button>
    </div>
  );
}
