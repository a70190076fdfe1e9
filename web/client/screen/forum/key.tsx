// What the signs of the wall mean: the themes whose marks are on it, and the numbers.

import { topicTheme, type Placed } from '../../grid';
import { _ } from '../../i18n';
import { Gommette } from '../../parts';
import { languageOf } from '../bits';
import { themesOf, type Reader } from '../room';

/** Beside more themes than this there is no room to say what a number is. */
const FEW = 4;

export function Key({ room, circles }: { room: Reader; circles: Placed[] }) {
  const there = new Set(circles.map(({ topic }) => topicTheme(room, topic)?.id));
  const themes = themesOf(room).filter(theme => there.has(theme.id));
  return (
    <div class="key wallkey">
      {themes.map(theme => (
        <span key={theme.id} class="voice" lang={languageOf(room)}>
          <Gommette hue={theme.hue} />
          <span class="clamp-1">{theme.name}</span>
        </span>
      ))}
      {circles.length > 0 && themes.length <= FEW && <span class="soft">{_('A number: people there, or interested beforehand')}</span>}
    </div>
  );
}
