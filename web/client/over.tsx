// A sheet of paper over the page: Escape, its cross and a press beside it close it, and the focus goes back to what opened it.

import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { lost } from './focus';
import { _ } from './i18n';
import { Icon } from './parts';

interface Sheet {
  title: string;
  /** The title is people's words, in this language where it is not the reader's. */
  voice?: boolean;
  lang?: string;
  from: HTMLElement | null;
  onClose: () => void;
  children: ComponentChildren;
}

export function Over({ title, voice, lang, from, onClose, children }: Sheet) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const close = () => {
    onClose();
    // The browser has given it back already, but where it does not focus what is pressed; and this is heard a moment later.
    if (lost()) from?.focus();
  };
  return (
    <dialog class="sheet" ref={dialog} aria-labelledby="over-title" onClose={close} onClick={event => event.target === dialog.current && dialog.current?.close()}>
      <div class="sheet-head">
        <h2 id="over-title" class={voice ? 'voice' : ''} lang={lang}>{title}</h2>
        <button class="btn bare" aria-label={_('Close')} onClick={() => dialog.current?.close()}><Icon name="close" /></button>
      </div>
      {children}
    </dialog>
  );
}
