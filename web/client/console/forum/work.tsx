// The work of an open forum's steps: the wall, the slots as they run, and the reports.

import { circlesOf, hasReport } from '../../grid';
import { _ } from '../../i18n';
import type { StepRecord } from '../../protocol';
import type { Desk } from '../desk';
import { Reports } from './reports';
import { Running } from './running';
import { ForumWall } from './wall';

export function Forum({ desk, step }: { desk: Desk; step: StepRecord }) {
  if (step.about.kind === 'proceedings') return <Reports desk={desk} step={step} />;
  if (step.about.kind === 'sessions') return <Circles desk={desk} step={step} />;
  return <ForumWall key={step.id} desk={desk} step={step} />;
}

function Circles({ desk, step }: { desk: Desk; step: StepRecord }) {
  return (
    <>
      <div class="over-work" data-region>
        <Which desk={desk} />
        <Running desk={desk} step={step} />
      </div>
      {desk.reading.value.reports ? <Reports desk={desk} step={step} /> : <ForumWall key={step.id} desk={desk} step={step} />}
    </>
  );
}

/** The wall, or the reports. */
function Which({ desk }: { desk: Desk }) {
  const { reports } = desk.reading.value;
  const all = circlesOf(desk.reader);
  const done = all.filter(({ id }) => hasReport(desk.reader, id)).length;
  const go = (to: boolean) => (desk.reading.value = { ...desk.reading.value, reports: to });
  return (
    <div class="which" role="group" aria-label={_('Look at')}>
      <button type="button" class="btn small" aria-pressed={!reports} onClick={() => go(false)}>{_('Wall')}</button>
      <button type="button" class="btn small" aria-pressed={reports} onClick={() => go(true)}>
        {_('Reports')} {all.length > 0 && <span class="num soft">{_('{n} of {all}', { n: done, all: all.length })}</span>}
      </button>
    </div>
  );
}
