// "Report": another's idea is told to those who run the workshop. Without the script it is a page.

import { signal } from '@preact/signals';
import type { App } from './app';
import { _ } from './i18n';
import { LIMITS } from './limits';
import { Over } from './over';
import { words } from './parts';
import { whole } from './text';

const asked = signal<{ idea: string; from: HTMLElement } | null>(null);
/** By this page: who reported what is told to nobody, so no record says it again. */
const told = signal<ReadonlySet<string>>(new Set());

export function ReportLink({ app, idea, about = `i-${idea}` }: { app: App; idea: string; about?: string }) {
  if (app.store.get('mine', idea)) return null;
  if (told.value.has(idea)) return <span class="report">{_('Reported')}</span>;
  const ask = (event: Event & { currentTarget: HTMLElement }) => {
    event.preventDefault();
    asked.value = { idea, from: event.currentTarget };
  };
  return <a class="report" href={`${app.data.face}/report/${idea}`} aria-describedby={about} onClick={ask}>{_('Report')}</a>;
}

/** Drawn once, wherever the idea stands. */
export function Report({ app }: { app: App }) {
  const now = asked.value;
  const idea = now && app.store.get('idea', now.idea);
  if (!now || !idea) return null;
  const why = app.drafts.box(`report:${idea.id}`);
  const close = () => (asked.value = null);
  function send(event: Event): void {
    event.preventDefault();
    void app.send({ type: 'ReportIdea', idea: idea!.id, why: whole(why.peek()) }, undefined, () => {
      app.drafts.write(`report:${idea!.id}`, '');
      told.value = new Set(told.peek()).add(idea!.id);
      app.said.value = _('The facilitator is told.');
      close();
    });
  }
  return (
    <Over title={_('Report this idea')} from={now.from} onClose={close}>
      <form class="sheet-list" onSubmit={send}>
        <blockquote class="paper pad voice words" lang={words(app)}>{idea.text}</blockquote>
        <p>{_('The facilitator reads it again and decides. Nobody is told that it was you.')}</p>
        <label class="lab" for="why">{_('Why (if you wish to say)')}</label>
        <input id="why" class="field" value={why} autocomplete="off" maxLength={app.data.limits.title ?? LIMITS.title} onInput={event => app.drafts.write(`report:${idea.id}`, event.currentTarget.value)} />
        <p class="row acts"><button class="btn main">{_('Report')}</button></p>
      </form>
    </Over>
  );
}
