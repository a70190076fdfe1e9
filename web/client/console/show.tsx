// Everything that can be shown to the room alone.

import { circlesOf, hasReport, isRunning, slotsOf, topicsOf } from '../grid';
import { _ } from '../i18n';
import { Gommette } from '../parts';
import { asRoom, hueOf, stepsOf, tallyOf, themesOf } from '../screen/room';
import { Modal } from './bits';
import type { Desk } from './desk';
import { nameOf, pointedAt } from './stagehand';

export function ShowDialog({ desk }: { desk: Desk }) {
  const { reader } = desk;
  const rounds = [...reader.all('round').values()].filter(round => tallyOf(reader, round));
  const pointed = pointedAt(desk);
  const room = asRoom(reader);
  const clusters = [...room.all('cluster').values()];
  const keys = [
    ...(pointed ? [pointed] : []),
    'agenda:this',
    'door:this',
    ...stepsOf(reader).filter(step => !step.later).map(step => `step:${step.id}`),
    ...slotsOf(room).map(slot => `slot:${slot.id}`),
    ...circlesOf(room).filter(({ session }) => isRunning(session)).map(({ id }) => `session:${id}`),
    ...circlesOf(room).filter(({ id }) => hasReport(room, id)).map(({ id }) => `report:${id}`),
    ...rounds.map(round => `tally:${round.id}`),
    ...themesOf(reader).map(theme => `theme:${theme.id}`),
    ...clusters.sort((a, b) => a.order - b.order).map(cluster => `cluster:${cluster.id}`),
    ...topicsOf(room).map(topic => `topic:${topic.id}`),
  ];
  return (
    <Modal title={_('Show the room')} onClose={() => (desk.dialog.value = null)}>
      <p class="quoted small soft">{_('It stays on the screen until another step opens, or you follow the step again.')}</p>
      <ul class="list shows">
        {[...new Set(keys)].map((key, i) => (
          <li key={key}>
            <Choice desk={desk} on={key} first={i === 0} />
          </li>
        ))}
      </ul>
    </Modal>
  );
}

function Choice({ desk, on, first }: { desk: Desk; on: string; first: boolean }) {
  const [kind, id = ''] = on.split(':');
  const { reader } = desk;
  const hue = kind === 'theme' ? reader.get('theme', id)?.hue : kind === 'cluster' ? hueOf(reader, reader.get('cluster', id)) : undefined;
  const show = async () => {
    desk.dialog.value = null;
    if (await desk.act('screen', { type: 'Spotlight', on })) desk.say(_('On the screen: {what}', { what: nameOf(reader, on) }));
  };
  const words = kind === 'idea' || kind === 'theme' || kind === 'cluster';
  return (
    <button type="button" class={`opt wide ${words ? 'voice' : ''}`} data-first={first ? '' : undefined} onClick={() => void show()}>
      {hue !== undefined && <Gommette hue={hue || undefined} />}
      <span class="grow">{nameOf(reader, on)}</span>
    </button>
  );
}
