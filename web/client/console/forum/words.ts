// A topic's words as they are typed: kept on this device until they are saved, so that a closed dialog loses nothing.

import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Desk } from '../desk';
import { problemOf } from '../fields';

interface Texts {
  title: string;
  words: string;
}

export interface Words {
  value: Texts;
  set: (value: Texts) => void;
  problems: () => Texts;
  wrong: () => boolean;
  /** Saved: nothing is left to keep here. */
  keep: () => void;
  /** Typed here or in an earlier page, and not saved. */
  differs: boolean;
}

/** `now`: as the server has them. */
export function useWords(desk: Desk, name: string, now: Texts): Words {
  const typed = useSignal<Texts | null>(useRef(restored(desk, name)).current);
  const value = typed.value ?? now;
  const problems = () => ({
    title: problemOf(value.title, desk.app.data.limits.title ?? 200, true),
    words: problemOf(value.words, desk.app.data.limits.topic_words ?? 500, false),
  });
  return {
    value,
    set(to) {
      const same = to.title === now.title && to.words === now.words;
      typed.value = same ? null : to;
      desk.app.drafts.write(name, same ? '' : JSON.stringify(to));
    },
    problems,
    wrong: () => Object.values(problems()).some(Boolean),
    keep() {
      typed.value = null;
      desk.app.drafts.write(name, '');
    },
    differs: !!typed.value && (typed.value.title !== now.title || typed.value.words !== now.words),
  };
}

function restored(desk: Desk, name: string): Texts | null {
  const text = desk.app.drafts.box(name).peek();
  return text ? (JSON.parse(text) as Texts) : null;
}
