// The page can do no more. Whoever was removed reads it plainly, keeps what they had written, and finds the ways back.

import type { App } from './app';
import { _ } from './i18n';
import { stopped } from './parts';

export function Stopped({ app }: { app: App }) {
  if (app.state.value !== 'revoked') return stopped(app);
  const texts = unsent(app);
  return (
    <main id="main" tabIndex={-1} class="stopped">
      <div role="alert">
        <h1 class="tool">{_('Your place in this workshop has been withdrawn.')}</h1>
        <p>{_('If this comes as a surprise, ask the facilitator: they are in the room.')}</p>
      </div>
      {texts.length > 0 && (
        <section class="mine" aria-labelledby="unsent">
          <h2 id="unsent">{_('What you had written and not posted')}</h2>
          <ul>{texts.map((text, i) => <li class="paper" key={i}><p class="voice words">{text}</p></li>)}</ul>
        </section>
      )}
      <p><a class="btn" href="/join">{_('Type the room’s code')}</a></p>
      <p><a class="btn bare flush" href="/l">{_('I was already here: take my place back')}</a></p>
    </main>
  );
}

/** Drafts, and what was on its way. */
function unsent(app: App): string[] {
  const waiting = app.outbox.items.value.map(({ command }) => ('text' in command ? command.text : 'title' in command ? `${command.title}\n${'words' in command ? command.words : ''}` : ''));
  return [...app.drafts.names('').filter(name => name !== 'topic:origin').map(name => app.drafts.box(name).value), ...waiting].filter(text => text.trim());
}
