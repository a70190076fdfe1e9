// The room's screen: it follows the open step by itself, and holds nothing that can be pressed.

import { useEffect, useState } from 'preact/hooks';
import { boot, type App } from './app';
import { _ } from './i18n';
import { doorOf } from './screen/door';
import { stepShown } from './screen/room';
import { Stage } from './screen/stage';

const door = doorOf();

function Screen({ app }: { app: App }) {
  const lost = useLost(app);
  const title = app.store.get('workshop', 'this')?.title ?? '';
  const step = stepShown(app.store)?.about.title;
  useEffect(() => {
    document.title = [step, title, _('Screen')].filter(Boolean).join(' · ');
  }, [step, title]);
  if (app.state.value === 'revoked') return <p class="gone">{_('This screen link was withdrawn. Open a new one from the console.')}</p>;
  return <Stage room={app.store} door={door} tick={app.tick} watch={app.watch} lost={lost} lasting />;
}

/** Since when the connection is lost, once that is worth saying: the last known state stays meanwhile. */
function useLost(app: App): number | null {
  const [since, setSince] = useState<number | null>(null);
  const online = app.state.value === 'online' || app.state.value === 'connecting';
  useEffect(() => setSince(online ? null : app.now()), [online]);
  return since;
}

void boot(Screen);
