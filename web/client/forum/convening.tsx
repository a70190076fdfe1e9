// What whoever convenes a circle does with it while it runs: it goes on, it is over. Nothing is over by itself.

import type { App } from '../app';
import { clockAt, stateOf, type Circle } from '../grid';
import { _ } from '../i18n';
import { endOf, isConvener, runs } from './circles';
import { placing } from './opening';

const MORE = 10;

export function Convening({ app, circle }: { app: App; circle: Circle }) {
  const { id, session, topic } = circle;
  const begun = session && stateOf(session) !== 'to_come';
  if (!begun || !isConvener(app, circle)) return null;
  const end = endOf(circle);
  const title = `t-${id}`;
  if (!runs(circle)) {
    return (
      <p class="convening row wrap">
        <span class="small soft grow">{_('You convene this circle; it is over.')}</span>
        <button class="btn small" aria-describedby={title} onClick={() => void app.send({ type: 'EndSession', topic: topic.id, over: false })}>{_('It goes on after all')}</button>
      </p>
    );
  }
  return (
    <div class="convening">
      <p class="small soft">{_('You convene this circle.')} {session.ends_at && end ? _('It goes on until {hour}.', { hour: clockAt(end) }) : ''}</p>
      <p class="row wrap">
        <button class="btn small" aria-describedby={title} onClick={() => void app.send({ type: 'ExtendSession', topic: topic.id, minutes: MORE })}>{_('{n} minutes more', { n: MORE })}</button>
        <button class="btn small" aria-describedby={title} onClick={() => void app.send({ type: 'EndSession', topic: topic.id })}>{_('The circle is over')}</button>
        <button class="btn bare small" aria-describedby={title} onClick={event => (placing.value = { topic: topic.id, from: event.currentTarget })}>{_('Move it…')}</button>
      </p>
    </div>
  );
}
