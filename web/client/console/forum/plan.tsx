// A place suggested for every topic that has none: taken one by one, or whole; nothing happens by itself.

import { useSignal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { titleOf } from '../../grid';
import { _, ngettext } from '../../i18n';
import { refusal } from '../../parts';
import type { TopicRecord } from '../../protocol';
import { Modal } from '../bits';
import { call } from '../calls';
import type { Desk } from '../desk';
import { placeName, placeOf } from './slots';

interface Line {
  topic: string;
  slot: string;
  space: string;
}

interface Plan {
  plan: Line[];
  /** Topics for which there is no place. */
  left: string[];
}

/** By topic, why it was refused. */
type Refusals = Signal<ReadonlyMap<string, string>>;

export function PlanDialog({ desk }: { desk: Desk }) {
  const plan = useSignal<Plan | null>(null);
  const failed = useSignal('');
  const refused: Refusals = useSignal<ReadonlyMap<string, string>>(new Map());
  const ask = async () => {
    refused.value = new Map();
    const answer = await call<Plan>(desk.app, '/suggest-all', 'GET');
    failed.value = answer.ok ? '' : answer.why;
    plan.value = answer.ok;
  };
  const close = () => (desk.dialog.value = null);
  useEffect(() => void ask(), []);
  return (
    <Modal class="move tall" title={_('Suggest a place for all')} onClose={close}>
      {plan.value ? <Suggested desk={desk} plan={plan.value} refused={refused} again={() => void ask()} close={close} /> : (
        <div class="db" role="status">
          {failed.value ? <p class="wrong">{failed}</p> : <p>{_('Looking for places…')}</p>}
          {failed.value && <button type="button" class="btn" onClick={() => void ask()}>{_('Try again')}</button>}
        </div>
      )}
    </Modal>
  );
}

interface Suggested {
  desk: Desk;
  plan: Plan;
  refused: Refusals;
  again: () => void;
  close: () => void;
}

function Suggested({ desk, plan, refused, again, close }: Suggested) {
  const done = useSignal('');
  const there = (topic: string) => desk.reader.get('topic', topic);
  const waiting = plan.plan.filter(line => there(line.topic) && !desk.reader.get('session', line.topic));
  const left = plan.left.map(there).filter((topic): topic is TopicRecord => !!topic && !desk.reader.get('session', topic.id));
  const take = async (lines: Line[]) => {
    const found = await Promise.all(lines.map(line => put(desk, line, refused)));
    const placed = found.filter(Boolean).length;
    done.value = ngettext('{n} topic placed.', '{n} topics placed.', placed);
  };
  return (
    <>
      <p class="quoted small soft">{_('The topics that most people marked come first, and nobody convenes two circles at once. Nothing is placed until you say so.')}</p>
      <ul class="list wall-plan" aria-label={_('Places suggested')}>
        {plan.plan.map(line => <Row key={line.topic} desk={desk} line={line} why={refused.value.get(line.topic)} take={() => void take([line])} />)}
        {left.length > 0 && <li class="th tool">{ngettext('{n} topic for which no place is left', '{n} topics for which no place is left', left.length)}</li>}
        {left.map(topic => <li key={topic.id} class="opt voice"><span class="grow">{titleOf(topic)}</span></li>)}
        {!plan.plan.length && !left.length && <li class="empty">{_('Every topic has its place.')}</li>}
      </ul>
      <div class="df">
        <span class="grow small soft" role="status">{done}</span>
        <button type="button" class="btn" onClick={again}>{_('Suggest again')}</button>
        <button type="button" class="btn main" data-first onClick={() => (waiting.length ? void take(waiting) : close())}>
          {waiting.length ? ngettext('Place the one left', 'Place all {n}', waiting.length) : _('Close')}
        </button>
      </div>
    </>
  );
}

function Row({ desk, line, why, take }: { desk: Desk; line: Line; why: string | undefined; take: () => void }) {
  const topic = desk.reader.get('topic', line.topic);
  if (!topic) return null;
  const now = placeOf(desk.reader, line.topic);
  const where = placeName(desk.reader, desk.reader.get('slot', line.slot), desk.reader.get('space', line.space));
  return (
    <li class="opt">
      <span class="grow">
        <span class="voice">{titleOf(topic)}</span>
        <span class="says">{now ? _('placed: {place}', { place: now }) : where || _('That place is not there any more.')}</span>
        {why && !now && <span class="says wrong">{why}</span>}
      </span>
      {!now && where && (
        <button type="button" class="btn small" onClick={take}>
          {_('Place it')}
          <span class="sr"> {titleOf(topic)}</span>
        </button>
      )}
    </li>
  );
}

async function put(desk: Desk, { topic, slot, space }: Line, refused: Refusals): Promise<boolean> {
  const command = { type: 'PlaceTopic', topic, slot, space } as const;
  const verdict = await desk.app.send(command);
  if (verdict.ok) return true;
  const told = refusal(desk.app, verdict);
  desk.refuse('plan', command, told);
  desk.forget('plan');
  refused.value = new Map(refused.value).set(topic, told.said);
  return false;
}
