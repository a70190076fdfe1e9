// Parts of the console that come when they are first asked for; and once the desk is quiet, so that a lost network does not miss them.

import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { _ } from '../i18n';
import { Modal } from './bits';
import type { Desk } from './desk';

const QUIET = 4_000;
const all: (() => void)[] = [];

/** A dialog whose code is fetched apart. */
export function later<P extends { desk: Desk }>(fetch: () => Promise<ComponentType<P>>): ComponentType<P> {
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
    return part.value ? <Missing desk={props.desk} again={get} /> : null;
  };
}

function Missing({ desk, again }: { desk: Desk; again: () => void }) {
  return (
    <Modal title={_('Not here yet')} onClose={() => (desk.dialog.value = null)}>
      <div class="db">
        <p>{_('This part of the console could not be fetched: the network is away.')}</p>
        <button type="button" class="btn main" data-first onClick={again}>
          {_('Try again')}
        </button>
      </div>
    </Modal>
  );
}

export function fetchTheRest(): void {
  setTimeout(() => all.forEach(get => get()), QUIET);
}
