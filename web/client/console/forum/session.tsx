// How a topic meets, once it has a place: who is there, when it ends, and its report.

import { hasReport, stateOf } from '../../grid';
import { _, ngettext } from '../../i18n';
import { Act, Refusal } from '../bits';
import type { Desk } from '../desk';
import { Show } from '../stagehand';
import { minutesLeft } from './reading';

const MORE = [5, 15];

export function Meeting({ desk, id }: { desk: Desk; id: string }) {
  const session = desk.reader.get('session', id);
  // Its report stays with it also off the wall (WALL8).
  if (!session) return hasReport(desk.reader, id) ? <p><Report desk={desk} id={id} /></p> : null;
  const state = stateOf(session);
  const { here = 0, been = 0 } = desk.app.store.get('attendance', id) ?? {};
  const capacity = desk.reader.get('space', session.space)?.capacity ?? 0;
  return (
    <section class="meeting-of">
      <p class="small">
        {state === 'to_come' && (session.interest ? ngettext('{n} person would come.', '{n} people would come.', session.interest) : _('Nobody has marked it yet.'))}
        {state === 'running' && (capacity ? _('It meets now: {n} there, {all} places.', { n: here, all: capacity }) : ngettext('It meets now: {n} there.', 'It meets now: {n} there.', here))}
        {state === 'over' && ngettext('It is over; {n} came.', 'It is over; {n} came.', been)}
        {state === 'running' && session.ends_at != null && ` ${extended(minutesLeft(desk, session.ends_at))}`}
      </p>
      <div class="row wrap">
        {state === 'running' && MORE.map(minutes => (
          <Act key={minutes} desk={desk} at="topic" class="small" again command={{ type: 'ExtendSession', topic: id, minutes }}>
            {ngettext('Extend by {n} min', 'Extend by {n} min', minutes)}
          </Act>
        ))}
        {state === 'running' && <Act desk={desk} at="topic" class="small" command={{ type: 'EndSession', topic: id }}>{_('End it')}</Act>}
        {state === 'over' && <Act desk={desk} at="topic" class="small" command={{ type: 'EndSession', topic: id, over: false }}>{_('Reopen it')}</Act>}
        <Report desk={desk} id={id} />
        <Show desk={desk} class="small" on={`session:${id}`} />
      </div>
      <Refusal desk={desk} at="screen" />
    </section>
  );
}

function extended(left: number): string {
  return left ? ngettext('Extended: {n} min left.', 'Extended: {n} min left.', left) : _('Extended: the time is up; nothing closes by itself.');
}

function Report({ desk, id }: { desk: Desk; id: string }) {
  return <button type="button" class="btn small" onClick={() => desk.read(id)}>{hasReport(desk.reader, id) ? _('Read its report') : _('Its report')}</button>;
}
