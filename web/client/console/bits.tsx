// Small things the console is made of.

import type { ComponentChildren, RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { _ } from '../i18n';
import { Icon } from '../parts';
import type { AnyCommand } from '../protocol';
import type { Desk } from './desk';
import { refocus } from './lists';

interface Act {
  desk: Desk;
  /** Its name among the console's acts: the one `desk.next()` gives is drawn in ink. */
  id?: string;
  /** Where a refusal is to be shown. */
  at: string;
  command: AnyCommand;
  class?: string;
  item?: boolean;
  /** Its name where it shows a sign alone. */
  label?: string;
  /** A second click at once means it again; else it is a double click, and the button may have changed under it. */
  again?: boolean;
  children: ComponentChildren;
}

/** A button that sends one command. */
export function Act({ desk, id, at, command, class: extra = '', item, label, again, children }: Act) {
  const main = id !== undefined && desk.next() === id;
  const act = async ({ currentTarget, detail }: { currentTarget: HTMLElement; detail: number }) => {
    if (detail > 1 && !again) return;
    const region = currentTarget.closest<HTMLElement>('[data-region], dialog');
    await desk.act(at, command);
    setTimeout(() => refocus(region));
  };
  return (
    <button type="button" class={`btn ${main ? 'main' : ''} ${extra}`} data-item={item ? '' : undefined} aria-label={label} onClick={event => void act(event)}>
      {children}
    </button>
  );
}

/** Why the last act here was refused, until it is read or tried again. */
export function Refusal({ desk, at }: { desk: Desk; at: string }) {
  const refusal = desk.refusals.value.get(at);
  return (
    <div role="alert">
      {refusal && (
        <div class="note refused">
          <Icon name="cross" />
          <p class="grow">
            <strong>{refusal.said}</strong> {refusal.then}
          </p>
          <Close onClick={() => desk.forget(at)} />
        </div>
      )}
    </div>
  );
}

export function Close({ onClick }: { onClick: () => void }) {
  return (
    <button type="button" class="btn bare sq" aria-label={_('Close')} onClick={onClick}>
      <Icon name="close" />
    </button>
  );
}

interface Modal {
  title: string;
  class?: string;
  onClose: () => void;
  children: ComponentChildren;
}

/** A native dialog: Escape closes it, and focus goes back to what opened it. */
export function Modal({ title, class: extra = '', onClose, children }: Modal) {
  const dialog = useRef<HTMLDialogElement | null>(null);
  useLayoutEffect(() => {
    const opener = document.activeElement as HTMLElement | null;
    const { current } = dialog;
    current?.showModal();
    // What is inside was drawn, and could not be focused, before the dialog was open.
    const first = current?.querySelector<HTMLElement>('[data-first]');
    first?.focus();
    if (first instanceof HTMLInputElement) first.select();
    if (first instanceof HTMLTextAreaElement) first.setSelectionRange(first.value.length, first.value.length);
    return () => {
      current?.close();
      if (opener?.isConnected) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={extra}
      aria-label={title}
      onCancel={event => {
        event.preventDefault();
        onClose();
      }}
      onClick={event => event.target === dialog.current && onClose()}
    >
      <div class="dh">
        <h2>{title}</h2>
        <Close onClick={onClose} />
      </div>
      {children}
    </dialog>
  );
}

interface Name {
  desk: Desk;
  id: string;
  box: RefObject<HTMLInputElement | null>;
  value: string;
}

/** The box a name is written in; its label stands before it. */
export function Name({ desk, id, box, value }: Name) {
  return <input id={id} class="field" data-first ref={box} required maxLength={desk.app.data.limits.title ?? 200} defaultValue={value} autocomplete="off" />;
}

export function Heading({ text, count }: { text: string; count?: ComponentChildren }) {
  return (
    <h2 class="k">
      <span class="grow">{text}</span>
      {count !== undefined && <span class="num">{count}</span>}
    </h2>
  );
}

export function Arrow({ up }: { up?: boolean }) {
  return (
    <svg class="ic" viewBox="0 0 24 24" aria-hidden="true">
      <path d={up ? 'M12 19V5m-6 6 6-6 6 6' : 'M12 5v14m-6-6 6 6 6-6'} />
    </svg>
  );
}
