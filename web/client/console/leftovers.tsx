// What an earlier page sent and the server refused: its words are shown once more, to be copied or let go.

import { _ } from '../i18n';
import type { Item } from '../outbox';
import { Icon, refusal } from '../parts';
import { Close } from './bits';
import type { Desk } from './desk';

const started = Date.now();

export function Leftovers({ desk }: { desk: Desk }) {
  const left = desk.app.outbox.items.value.filter(item => item.refused && !item.for && item.at < started);
  return (
    <div role="alert">
      {left.slice(0, 3).map(item => (
        <div key={`${item.client}${item.cseq}`} class="note refused">
          <Icon name="cross" />
          <p class="grow">
            <strong>{_('Something done earlier was refused.')}</strong> {refusal(desk.app, item.refused!).said} <span class="voice">{words(item)}</span>
          </p>
          <Close onClick={() => desk.app.dismiss(item)} />
        </div>
      ))}
    </div>
  );
}

function words({ command }: Item): string {
  switch (command.type) {
    case 'AddIdeas': return command.ideas.map(({ text }) => text).join('\n');
    case 'AddStep':
    case 'EditStep': return [command.step.title, command.step.prompt].filter(Boolean).join(' · ');
    case 'DescribeWorkshop': return command.title;
    case 'HideIdea': return command.reason;
    default: return 'name' in command ? (command.name ?? '') : '';
  }
}
