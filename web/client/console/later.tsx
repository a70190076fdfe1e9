// Parts of the console that come when they are first asked for; and once the desk is quiet, so that a lost network does not miss them.

import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { _ } from '../i18n';
import { Modal } from './bits';
import type { Desk } from './desk';

const QUIET = 4_000;
const all: (() => void)[] = [];

interface Away {
  desk: Desk;
  again: () => void;
}

/** A dialog, or (`Away`: what stands in its place while it cannot be had) a part of the desk, whose code is fetched apart. */
export function later<P extends { desk: Desk }>(fetch: () => Promise<ComponentType<P>>, Away: ComponentType<Away> = Missing): ComponentType<P> {
  const part = signal<{ is: ComponentType<P> | null } | null>(null);
  const get = () => {
    if (part.peek()?.is) return;
    part.value = null;
    fetch().then(is => (part.value = { is }), () => (part.value = { is: null }));
  };
  all.push(get);
  return function Later(props: P) {
    useEffect(get, []);
    const Part = part.value?.is;
    if (Part) return <Part {...props} />;
    return part.value ? <Away desk={props.desk} again={get} /> : null;
  };
}

function Missing({ desk, again }: Away) {
  return (
    <Modal title={_('Not here yet')} onClose={() => (desk.dialog.value = null)}>
      <div class="db"><Again again={again} /></div>
    </Modal>
  );
}

/** In the place of a step's work. */
export function MissingWork({ again }: Away) {
  return <section class="work" aria-label={_('Not here yet')}><div class="empty"><Again again={again} /></div></section>;
}

function Again({ again }: Pick<Away, 'again'>) {
  return (
    <>
      <p>{_('This part of the console could not be fetched: the network is away.')}</p>
      <button type="button" class="btn main" data-first onClick={again}>
        {_('Try again')}
      </button>
    </>
  );
}

export function fetchTheRest(): void {
  setTimeout(() => all.forEach(get => get()), QUIET);
}
