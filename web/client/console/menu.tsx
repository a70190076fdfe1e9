// The menu: what is prepared, printed, taken away and shared; most of it pages of their own.

import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { _, ngettext } from '../i18n';
import { stepsOf } from '../screen/room';
import type { Desk, Dialog } from './desk';

export function Menu({ desk }: { desk: Desk }) {
  const menu = useRef<HTMLDetailsElement | null>(null);
  const open = desk.menu.value;
  const opener = useRef<HTMLElement | null>(null);
  const shut = () => (desk.menu.value = false);
  useEffect(() => {
    const away = (event: Event) => menu.current?.contains(event.target as Node) || shut();
    document.addEventListener('pointerdown', away);
    document.addEventListener('focusin', away);
    return () => {
      document.removeEventListener('pointerdown', away);
      document.removeEventListener('focusin', away);
    };
  }, []);
  useLayoutEffect(() => {
    if (!open) return;
    opener.current = document.activeElement as HTMLElement;
    // Opened from elsewhere ("Take the results away"), it takes the focus there.
    if (!menu.current?.contains(opener.current)) menu.current?.querySelector('a')?.focus();
  }, [open]);
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !open) return;
    shut();
    (opener.current?.isConnected ? opener.current : menu.current?.querySelector('summary'))?.focus();
  };
  return (
    <details class="menu" ref={menu} open={open} onToggle={event => (desk.menu.value = event.currentTarget.open)} onKeyDown={leave}>
      <summary class="btn">{_('Menu')}</summary>
      {open && <Sheet desk={desk} />}
    </details>
  );
}

function Sheet({ desk }: { desk: Desk }) {
  const pending = desk.app.outbox.pending.value.length;
  return (
    <div class="sheet paper">
      <div class="columns">
        <Results desk={desk} />
        <Printing desk={desk} />
        <Preparing desk={desk} />
        <Ways desk={desk} />
      </div>
      <p class="tiny soft keys">
        {_('Keys: F6 goes from one part to the next, the arrows through a list; Space ticks, Enter opens, D moves. In the agenda, Alt and an arrow move a step.')}
      </p>
      {pending > 0 && <p class="tiny soft">{ngettext('{n} change is on its way.', '{n} changes are on their way.', pending)}</p>}
    </div>
  );
}

function Results({ desk }: { desk: Desk }) {
  const { face } = desk.app.data;
  return (
    <Part title={_('Results')}>
      <Link href={`${face}/export/html`}>{_('Draft proposals, to print (HTML)')}</Link>
      <Link href={`${face}/export/md`}>{_('Draft proposals (Markdown)')}</Link>
      <Link href={`${face}/export/decidim`}>{_('Proposals for Decidim (CSV)')}</Link>
      <Link href={`${face}/export/csv`}>{_('Ideas (CSV)')}</Link>
      {isForum(desk) && <>
        <Link href={`${face}/export/proceedings-html`}>{_('Proceedings, to print (HTML)')}</Link>
        <Link href={`${face}/export/proceedings-md`}>{_('Proceedings (Markdown)')}</Link>
        <Link href={`${face}/export/ics`}>{_('The wall, for a calendar (iCalendar)')}</Link>
      </>}
      <Link href={`${face}/export/json`}>{_('The whole workshop (JSON)')}</Link>
      <li class="tiny soft">{_('Participants read theirs on their own device.')}</li>
    </Part>
  );
}

function Printing({ desk }: { desk: Desk }) {
  const { face } = desk.app.data;
  return (
    <Part title={_('To print')}>
      <Link href={`${face}/poster`}>{_('Poster with code and QR')}</Link>
      <Link href={`${face}/print/agenda`}>{_('Agenda')}</Link>
      <Link href={`${face}/paper`}>{_('Slips and ballots, for people on paper')}</Link>
      {isForum(desk) && <Link href={`${face}/paper#forum`}>{_('Open forum: cards, wall, report forms')}</Link>}
    </Part>
  );
}

function Preparing({ desk }: { desk: Desk }) {
  return (
    <Part title={_('Prepare')}>
      <Opens desk={desk} dialog={{ is: 'workshop' }}>{_('Title and organiser…')}</Opens>
      <Opens desk={desk} dialog={{ is: 'paste', board: '' }}>{_('Paste ideas, clusters, themes…')}</Opens>
      <Opens desk={desk} dialog={{ is: 'test' }}>{_('Test the network with a phone…')}</Opens>
      <Opens desk={desk} dialog={{ is: 'copy' }}>{_('Duplicate this workshop…')}</Opens>
      <Link href="/import">{_('Open a workshop from a file')}</Link>
    </Part>
  );
}

function Ways({ desk }: { desk: Desk }) {
  const { face } = desk.app.data;
  return (
    <Part title={_('Access and help')}>
      <Link href={`${face}/links`}>{_('Links for facilitators, helpers, the screen')}</Link>
      <Link href="/guide">{_('Guide')}</Link>
      <Languages desk={desk} />
    </Part>
  );
}

const isForum = ({ reader }: Desk) => stepsOf(reader).some(({ about }) => about.kind === 'market' || about.kind === 'sessions');

function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section>
      <h2 class="k">{title}</h2>
      <ul>{children}</ul>
    </section>
  );
}

function Link({ href, children }: { href: string; children: string }) {
  return <li><a class="btn bare small" href={href}>{children}</a></li>;
}

function Opens({ desk, dialog, children }: { desk: Desk; dialog: Dialog; children: string }) {
  const open = () => {
    desk.menu.value = false;
    // The dialog gives the focus back to what is still there.
    document.querySelector<HTMLElement>('.menu summary')?.focus();
    desk.dialog.value = dialog;
  };
  return <li><button type="button" class="btn bare small" onClick={open}>{children}</button></li>;
}

const LANGUAGES = { en: 'English', fr: 'Français' };

function Languages({ desk }: { desk: Desk }) {
  const { language, face } = desk.app.data;
  return (
    <>
      {Object.entries(LANGUAGES).filter(([code]) => code !== language).map(([code, name]) => (
        <li key={code}><a class="btn bare small" lang={code} hreflang={code} href={`/language/${code}?to=${encodeURIComponent(face)}`}>{name}</a></li>
      ))}
    </>
  );
}
