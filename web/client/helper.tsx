// The helper's own face: what people on paper wrote is entered here, on a phone or a laptop.

import { useEffect } from 'preact/hooks';
import { Header, Hush, openStep } from './agenda';
import { boot, type App } from './app';
import { _ } from './i18n';
import { Paper } from './paper';
import { onPaper } from './paper/desk';
import { lines } from './paper/entered';
import { Offline, stopped, words } from './parts';

function Helper({ app }: { app: App }) {
  const step = openStep(app);
  const over = stopped(app);
  const title = app.store.get('workshop', 'this')?.title ?? '';
  const name = [_('Paper'), title, 'Gommette'].join(' · ');
  useEffect(() => {
    document.title = name;
  }, [name]);
  if (over) return <><Header app={app} />{over}<Unsent app={app} /></>;
  return (
    <>
      {step && <Header app={app} step={step} />}
      <Offline app={app} />
      <Hush app={app} />
      <main id="main" tabIndex={-1}>
        <div class="lead row">
          <h1 class="grow" lang={words(app)}>{title}</h1>
          <a class="btn small" href={`${app.data.face}/paper`}>{_('To print')}</a>
        </div>
        <Paper app={app} />
      </main>
    </>
  );
}

/** What was typed and never left, for whoever holds the slips still. */
function Unsent({ app }: { app: App }) {
  const boards = [...app.store.all('board').keys()];
  const drafts = onPaper(app).flatMap(({ id }) => boards.map(board => app.drafts.box(`paper:${id}:${board}`).value));
  const topics = onPaper(app).flatMap(({ id }) => [app.drafts.box(`topic:${id}`).value, app.drafts.box(`topic-words:${id}`).value]);
  const reports = ['report:', 'propose:', 'aside:'].flatMap(kind => app.drafts.names(kind)).map(name => app.drafts.box(name).value.replace(/^\d+=/, ''));
  const texts = [...drafts, ...topics, ...reports, ...lines(app).filter(({ state }) => state === 'pending' || state === 'refused').map(({ text }) => text)].filter(text => text.trim());
  if (!texts.length) return null;
  return (
    <section class="unsent" aria-labelledby="unsent">
      <h2 id="unsent">{_('Typed here and not sent')}</h2>
      <ul>{texts.map((text, at) => <li class="paper voice" key={at}>{text}</li>)}</ul>
    </section>
  );
}

void boot(Helper);
