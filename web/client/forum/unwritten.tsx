// Words typed in a report when it could be written no more: in sight, on this device, until it can.

import type { App } from '../app';
import { circleOf, meeting } from '../grid';
import { _ } from '../i18n';
import { Icon, words } from '../parts';
import type { StepRecord } from '../protocol';

const WRITTEN = /^(report|propose|line):([^.:]+)/;

export function Unwritten({ app, step }: { app: App; step?: StepRecord }) {
  if (meeting(app.store, step) || step?.about.kind === 'proceedings') return null;
  const drafts = ['report:', 'propose:', 'line:'].flatMap(kind => app.drafts.names(kind));
  const typed = drafts.map(name => ({ session: WRITTEN.exec(name)![2]!, text: app.drafts.box(name).value }));
  const refused = app.outbox.items.value.flatMap(({ command, refused }) => (refused && 'session' in command && 'text' in command ? [command] : []));
  const all = [...typed, ...refused].filter(({ text }) => text.trim());
  if (!all.length) return null;
  return (
    <div class="unwritten">
      <p class="note"><Icon name="lock" /><span><b>{_('What you were writing in a report is kept on this device.')}</b> {_('It goes on its way when reports can be written again.')}</span></p>
      {all.map(({ session, text }, i) => (
        <blockquote key={i} class="paper pad">
          <p class="small soft" lang={words(app)}>{circleOf(app.store, session)?.topic.title}</p>
          <p class="voice words" lang={words(app)}>{text}</p>
        </blockquote>
      ))}
    </div>
  );
}
