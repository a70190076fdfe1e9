// A round under way: the question, and how many have finished. What anyone sticks is nowhere in it.

import { _, ngettext } from '../i18n';
import type { RoundRecord, Vote } from '../protocol';
import { Prompt } from './bits';
import type { Reader } from './room';

/** Above this many they are too small to tell anything: the number alone does. */
const SEATS = 120;

export function Voting({ room, about, round }: { room: Reader; about: Vote; round: RoundRecord | undefined }) {
  const { people = 0, done = 0 } = room.get('crowd', 'this') ?? {};
  const over = round && round.state !== 'open';
  return (
    <div class="work wide voting">
      <Prompt room={room}>{about.prompt || about.title}</Prompt>
      <Rules room={room} about={about} />
      {over && <p class="over">{round.state === 'suspended' ? _('The vote is paused.') : _('The vote is closed. The result will appear here.')}</p>}
      {!over && <Finished done={done} people={people} />}
    </div>
  );
}

/** What may be stuck where; and, where the totals take the page, how many have finished. */
export function Rules({ room, about, finished }: { room: Reader; about: Vote; finished?: boolean }) {
  const { people = 0, done = 0 } = room.get('crowd', 'this') ?? {};
  return (
    <p class="rules soft">
      <span>{ngettext('{n} dot each', '{n} dots each', about.budget)}</span>
      {about.maximum < about.budget && <span>{ngettext('{n} at most on one choice', '{n} at most on one choice', about.maximum)}</span>}
      {about.per_theme ? <span>{ngettext('{n} at most under one theme', '{n} at most under one theme', about.per_theme)}</span> : null}
      {about.totals !== 'shown' && <span>{_('secret until the reveal')}</span>}
      {finished && <span><b class="num">{done}</b> {ngettext('has finished, of {people}', 'have finished, of {people}', done, { people })}</span>}
    </p>
  );
}

function Finished({ done, people }: { done: number; people: number }) {
  return (
    <div class="finished">
      <p>
        <b class="num">{done}</b> {ngettext('has finished, of {people}', 'have finished, of {people}', done, { people })}
      </p>
      {people <= SEATS && (
        <div class={`seats ${people > 48 ? 'many' : ''}`} aria-hidden="true">
          {Array.from({ length: people }, (_seat, i) => (
            <i key={i} class={i < done ? 'done' : ''} />
          ))}
        </div>
      )}
    </div>
  );
}
