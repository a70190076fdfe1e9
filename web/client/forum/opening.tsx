// What is opened from a circle. Which report it is stands after #, so that the device's own "back" closes it and a reload finds it again.

import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { openStep } from '../agenda';
import type { App } from '../app';
import { meeting, span, type Circle } from '../grid';
import { _ } from '../i18n';
import { words } from '../parts';

/** The topic that is being placed, and what asked for it. */
export const placing = signal<{ topic: string; from: HTMLElement } | null>(null);

const NAME = '#report-';
const asked = signal(location.hash);
let from: string | null = null;

addEventListener('hashchange', () => (asked.value = location.hash));

export const open = {
  /** The id of the session whose report is open. */
  get report(): string | null {
    return asked.value.startsWith(NAME) ? decodeURIComponent(asked.value.slice(NAME.length)) : null;
  },
  /** The id of the link that opened it: the focus goes back there. */
  get opener(): string | null {
    return from;
  },
  go(id: string, opener: string): void {
    from = opener;
    location.hash = NAME.slice(1) + id;
  },
  /** Back to where it was opened; from a link that was followed straight to it, to the list. */
  back(): void {
    if (from) history.back();
    else {
      history.replaceState(null, '', location.pathname + location.search);
      asked.value = '';
    }
  },
  closed(): void {
    from = null;
  },
};

/** Where reports are not what the step is about, and without the script, it is a page. `at`: where it stands; `about`: the id of what it is read with, if it does not say that itself. */
export function ReportLink({ app, id, at, about, children }: { app: App; id: string; at: string; about?: string; children: ComponentChildren }) {
  const name = `to-${at}`;
  const show = (event: MouseEvent) => {
    const here = meeting(app.store, openStep(app)) || openStep(app)?.about.kind === 'proceedings';
    if (!here || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open.go(id, name);
  };
  return <a class="btn bare small to-report" id={name} href={`${app.data.face}/sessions/${id}`} aria-describedby={about} onClick={show}>{children}</a>;
}

/** When and where a circle meets, and who convenes it. */
export function Place({ app, circle: { slot, space, topic, session }, hours = true }: { app: App; circle: Circle; hours?: boolean }) {
  const names = topic.names?.filter(Boolean) ?? [];
  return (
    <p class="place small soft">
      {hours && slot && <><span class="num">{span(slot)}</span> · </>}
      {space ? <b lang={words(app)}>{space.name}</b> : !session && _('on the wall no more')}
      {names.length > 0 && <> · <bdi>{names.join(', ')}</bdi></>}
    </p>
  );
}
