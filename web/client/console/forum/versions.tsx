// What a report said before: each version with who wrote it and when, what it said at its end, and the way back to it.

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { _, hour } from '../../i18n';
import type { VersionLine } from '../../protocol';
import { Act } from '../bits';
import type { Desk } from '../desk';
import { canvasOf } from './slots';

interface Props {
  desk: Desk;
  session: string;
  /** One has the pen: what a version said can be put back. */
  mine: boolean;
}

export function Versions({ desk, session, mine }: Props) {
  const open = useSignal(false);
  return (
    <details class="versions" onToggle={event => (open.value = event.currentTarget.open)}>
      <summary class="k">{_('What it said before')}</summary>
      {open.value && <Lines desk={desk} session={session} mine={mine} />}
    </details>
  );
}

function Lines({ desk, session, mine }: Props) {
  useEffect(() => desk.app.watch([`versions:${session}`]), [session]);
  const shown = useSignal<number | null>(null);
  const record = desk.app.store.get('versions', session);
  const lines = [...(record?.versions ?? [])].reverse();
  if (!record) return <p class="small soft" role="status">{_('Fetching…')}</p>;
  if (!lines.length) return <p class="small soft">{_('Nothing has been written yet.')}</p>;
  return (
    <ol>
      {lines.map(line => (
        <li key={line.n}>
          <button type="button" class="version" aria-expanded={shown.value === line.n} onClick={() => (shown.value = shown.value === line.n ? null : line.n)}>
            <Line desk={desk} line={line} />
          </button>
          {shown.value === line.n && <Texts desk={desk} session={session} n={line.n} mine={mine} />}
        </li>
      ))}
    </ol>
  );
}

function Line({ desk, line }: { desk: Desk; line: VersionLine }) {
  const titles = canvasOf(desk.reader).filter(({ id }) => line.fields?.includes(id)).map(({ title }) => title);
  const who = line.name || (line.staff ? _('a facilitator or helper') : '');
  const when = hour(line.since) === hour(line.until) ? hour(line.since) : _('{from} to {to}', { from: hour(line.since), to: hour(line.until) });
  return (
    <>
      <span class="num">{when}</span>
      <span class="grow">
        {[who, ...titles].filter(Boolean).join(' · ')}
        {line.aside && <span class="aside-mark">{_('written without the pen: not in the report')}</span>}
      </span>
    </>
  );
}

function Texts({ desk, session, n, mine }: Props & { n: number }) {
  const key = `${session}.${n}`;
  useEffect(() => desk.app.watch([`version:${key}`]), [key]);
  const texts = desk.app.store.get('version', key)?.texts;
  if (!texts) return <p class="small soft" role="status">{_('Fetching…')}</p>;
  return (
    <div class="version-texts">
      {canvasOf(desk.reader).filter(({ id }) => id in texts).map(({ id, title }) => (
        <section key={id}>
          <h4 class="k">{title}</h4>
          <p class="voice said">{texts[id] || <span class="softer">{_('(empty)')}</span>}</p>
          {mine && (
            <Act desk={desk} at="report" class="small" command={{ type: 'WriteReport', session, field: id, text: texts[id] ?? '' }}>
              {_('Put this back in the report')}
            </Act>
          )}
        </section>
      ))}
    </div>
  );
}
