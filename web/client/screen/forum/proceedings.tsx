// The newsroom's wall: all reports, a page at a time, as many on it as can be read.

import { circlesOf } from '../../grid';
import { _, ngettext } from '../../i18n';
import type { Proceedings as About, StepRecord } from '../../protocol';
import { Prompt, Rich } from '../bits';
import type { Reader } from '../room';
import { Pages } from './pages';
import { reported } from './read';
import type { Watch } from './report';
import { Head, type Tick } from './times';

interface Proceedings {
  room: Reader;
  tick: Tick;
  watch: Watch;
  step: StepRecord;
  about: About;
}

export function Proceedings({ room, tick, watch, step, about }: Proceedings) {
  const ids = reported(room);
  return (
    <>
      <Head room={room} tick={tick} title={about.title} step={step} />
      {ids.length ? (
        <Pages room={room} tick={tick} watch={watch} ids={ids} />
      ) : (
        <div class="work wide">
          <Prompt room={room}>{about.prompt}</Prompt>
          <p class="empty">{_('The reports of the circles will appear here as they are written.')}</p>
        </div>
      )}
    </>
  );
}

export function ReportAlone({ room, tick, watch, id }: { room: Reader; tick: Tick; watch: Watch; id: string }) {
  return <Pages room={room} tick={tick} watch={watch} ids={[id]} />;
}

export function ReportCounts({ room }: { room: Reader }) {
  const ids = reported(room);
  const missing = circlesOf(room).filter(({ topic }) => !ids.includes(topic.id)).length;
  return (
    <>
      <Rich text={ngettext('{n} session report', '{n} session reports', ids.length)} />
      {missing > 0 && ', '}
      {missing > 0 && <Rich text={ngettext('{n} circle has written nothing yet', '{n} circles have written nothing yet', missing)} />}
    </>
  );
}
