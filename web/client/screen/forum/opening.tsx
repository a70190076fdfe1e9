// The opening of an open forum: the question, what is said one under the other, and the one thing to keep in mind.

import type { Talk } from '../../protocol';
import { languageOf, Prompt } from '../bits';
import { useFit } from '../fit';
import { Beside } from '../joining';
import type { Door, Reader } from '../room';

export function Opening({ room, door, about }: { room: Reader; door: Door; about: Talk }) {
  const [box] = useFit([about.prompt, ...about.points, about.law].join(), ['l', 'm', 's', 'xs']);
  return (
    <div class="two">
      <Beside room={room} door={door} />
      <div class="work opening">
        <Prompt room={room}>{about.prompt || about.title}</Prompt>
        <div class="principles fit" lang={languageOf(room)} ref={box as never}>
          {about.points.length > 0 && (
            <ul>
              {about.points.map((point, i) => (
                <li key={i} data-fit class="voice">{point}</li>
              ))}
            </ul>
          )}
          {about.law && <p data-fit class="law paper voice">{about.law}</p>}
        </div>
      </div>
    </div>
  );
}
