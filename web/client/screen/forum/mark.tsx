// The gommette of the theme that a topic comes from; nothing where it comes from none.

import { topicTheme } from '../../grid';
import { Gommette } from '../../parts';
import type { TopicRecord } from '../../protocol';
import type { Reader } from '../room';

export function Mark({ room, topic }: { room: Reader; topic: TopicRecord }) {
  const theme = topicTheme(room, topic);
  return theme ? (
    <>
      <Gommette hue={theme.hue} />
      <span class="sr">{theme.name}</span>
    </>
  ) : null;
}
