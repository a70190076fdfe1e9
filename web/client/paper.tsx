// People on paper: who they are, and what is typed in for each. On the helper's own face, and in the console.

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { App } from './app';
import { _ } from './i18n';
import { onPaper, watchBallots, type Desk } from './paper/desk';
import { Entry } from './paper/entry';
import { Everybody } from './paper/people';
import { Forms, Typing } from './paper/reports';

interface Props {
  app: App;
  /** Whom it begins with; without one, the list. */
  person?: string;
  /** There is no list to go back to: one closes instead. */
  onClose?: () => void;
}

export function Paper({ app, person, onClose }: Props) {
  const desk: Desk = { app, chosen: useSignal(person ?? null), report: useSignal<string | null>(null), said: useSignal('') };
  useEffect(() => watchBallots(app), []);
  const one = onPaper(app).find(({ id }) => id === desk.chosen.value);
  // A facilitator has the reports on the console itself.
  const helps = app.data.role === 'helper';
  const report = helps ? desk.report.value : null;
  return (
    <div class={one || report ? 'paperwork one' : 'paperwork'}>
      <div class="everybody">
        <Everybody desk={desk} />
        {helps && <Forms desk={desk} />}
      </div>
      {report ? <Typing key={report} desk={desk} id={report} /> : one ? <Entry key={one.id} desk={desk} person={one} alone={!!person && one.id === person} onClose={onClose} /> : <p class="entry none empty">{_('Choose somebody, to enter what they wrote.')}</p>}
      <p class="sr" role="status">{desk.said}</p>
    </div>
  );
}
