// Small things every face is made of. They never hold state, and look the same as what the templates draw.

import type { ComponentChildren } from 'preact';
import type { App } from './app';
import { _, fill, ngettext } from './i18n';
import type { Facts } from './outbox';
import type { AnyCommand } from './protocol';

const SHAPES = {
  lock: <><rect x="5" y="11" width="14" height="9" rx="1" /><path d="M8 11V8a4 4 0 0 1 8 0v3" /></>,
  wait: <><circle cx="12" cy="12" r="8" stroke-dasharray="3 3.4" /><path d="M12 8v4.2l2.6 1.6" /></>,
  cross: <><circle cx="12" cy="12" r="8.5" /><path d="m9 9 6 6m0-6-6 6" /></>,
  tick: <path d="m5 13 4.5 4.5L19 7" />,
  cloud: <path d="M7 18a4 4 0 0 1-.5-8A6 6 0 0 1 18 9a4.5 4.5 0 0 1-.5 9M4 4l16 16" />,
  eye: <><path d="M3 12s3.5-6 9-6 9 6 9 6-3.5 6-9 6-9-6-9-6z" /><circle cx="12" cy="12" r="2.6" /></>,
  hidden: <><path d="M3 12s3.5-6 9-6 9 6 9 6-3.5 6-9 6-9-6-9-6z" /><path d="M4 4l16 16" /></>,
  plus: <path d="M12 5v14M5 12h14" />,
  minus: <path d="M5 12h14" />,
  close: <path d="m6 6 12 12M18 6 6 18" />,
  search: <><circle cx="11" cy="11" r="6" /><path d="m16 16 4 4" /></>,
};

/** That many, drawn one after the other. */
export const times = <T,>(n: number, draw: (at: number) => T): T[] => [...Array(n).keys()].map(draw);

export function Icon({ name, small }: { name: keyof typeof SHAPES; small?: boolean }) {
  return <svg class={small ? 'ic small' : 'ic'} viewBox="0 0 24 24" aria-hidden="true">{SHAPES[name]}</svg>;
}

/** Disc, edge and mark of a theme. Undyed without one; from the ninth theme on, hues come again with the number beside. */
export function Gommette({ hue, kind = '' }: { hue?: number; kind?: string }) {
  const mark = hue ? ((hue - 1) % 8) + 1 : 0;
  return (
    <>
      <svg class={`g ${kind}`} aria-hidden="true"><use href={`#m${mark}`} /></svg>
      {hue !== undefined && hue > 8 && <span class="tiny num">{hue}</span>}
    </>
  );
}

/** A paper with someone's words, and one line that says its state. */
export function State({ icon, children }: { icon?: keyof typeof SHAPES; children: ComponentChildren }) {
  return <p class="state grow">{icon && <Icon name={icon} small />}<span>{children}</span></p>;
}

/** The language of people's words, where it is not the reader's. */
export function words(app: App): string | undefined {
  const language = app.store.get('workshop', 'this')?.language;
  return language === app.data.language ? undefined : language;
}

/** What happened and what to do next, in words. */
export function refusal(app: App, { reason, facts = {} }: { reason: string; facts?: Facts }): { said: string; then: string } {
  const [said, then] = app.data.reasons[reason] ?? app.data.reasons.bad_command ?? [reason, ''];
  return { said: fill(said, facts), then: fill(then, facts) };
}

/** Of what is told but not shown again: a name that was refused is not lost with it. */
export function inFull({ said, then }: { said: string; then: string }, command: AnyCommand): string {
  const written = 'name' in command && command.name ? ' ' + _('You had written: “{text}”', { text: command.name }) : '';
  return `${said} ${then}${written}`;
}

/** Says once, to everyone, that nothing reaches the server for now. Its place is always there, or it would not be read aloud. */
export function Offline({ app }: { app: App }) {
  return <div role="status">{app.state.value === 'offline' && <p class="banner"><Icon name="cloud" /><span>{offline(app)}</span></p>}</div>;
}

function offline(app: App) {
  const pending = app.outbox.pending.value;
  const ideas = pending.filter(({ command }) => command.type === 'PostIdea').length;
  const title = <b>{_('Offline.')}</b>;
  if (!pending.length) return <>{title} {_('You can go on: everything will leave when the network is back.')}</>;
  const where = app.outbox.stored.value;
  if (ideas !== pending.length) {
    return <>{title} {where
      ? ngettext('{n} change is kept on this device and will leave when the network is back.', '{n} changes are kept on this device and will leave when the network is back.', pending.length)
      : ngettext('{n} change waits in this page: leave it open.', '{n} changes wait in this page: leave it open.', pending.length)}</>;
  }
  return <>{title} {where
    ? ngettext('Your idea is kept on this device and will leave when the network is back.', 'Your {n} ideas are kept on this device and will leave when the network is back.', ideas)
    : ngettext('Your idea waits in this page: leave it open.', 'Your {n} ideas wait in this page: leave it open.', ideas)}</>;
}

/** The page can do no more: what happened, what is safe, one button. Null while all is well. */
export function stopped(app: App) {
  const why = { elsewhere: 'superseded', revoked: 'revoked', outdated: 'version_old' }[app.state.value as string];
  if (!why) return null;
  const { said, then } = refusal(app, { reason: why });
  return (
    <main id="main" tabIndex={-1} class="stopped">
      <div role="alert"><h1 class="tool">{said}</h1><p>{then}</p></div>
      {why !== 'revoked' && <p><button class="btn main" onClick={() => location.reload()}>{_('Reload the page')}</button></p>}
    </main>
  );
}
