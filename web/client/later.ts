// What most phones never need comes in chunks of their own: the tools for bringing ideas together, where a step lets everyone;
// the open forum, where the workshop has one.

import { signal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { openStep, steps } from './agenda';
import type { App } from './app';
import type { StepRecord } from './protocol';

/** Between two tries to load one on a bad network. Meanwhile one reads along, and the plain pages do the same. */
const AGAIN = 5_000;

interface Later<T> {
  found: Signal<T | null>;
  /** Loads it once. The promise is kept when it is there, however long that takes. */
  ask: (app: App) => Promise<void>;
}

function later<T>(load: (app: App) => Promise<T>): Later<T> {
  const found = signal<T | null>(null);
  let coming: Promise<void> | undefined;
  const again = (app: App) => new Promise(go => setTimeout(go, AGAIN)).then(() => get(app));
  const get = (app: App): Promise<void> => load(app).then(it => void (found.value = it), () => again(app));
  return { found, ask: app => (coming ??= get(app)) };
}

const tools = later(() => import('./arrange'));
export const forum = later(app => import('./forum/forum').then(found => found.ready(app).then(() => found)));

export const everyone = (step: StepRecord | undefined) => step?.about.kind === 'cluster' && step.about.by === 'everyone';

/** The steps of an open forum. */
export const atForum = (step: StepRecord | undefined): step is StepRecord => /^(market|sessions|proceedings)$/.test(step?.about.kind ?? '');

/** Null until they are there, and where nobody but facilitators may. */
export const useTools = (app: App, step: StepRecord | undefined) => useLater(tools, app, everyone(step));

/** Something of it is to be drawn now. */
export const needsForum = (app: App) => atForum(openStep(app)) || app.store.all('topic').size > 0;

/** Null until it is there, and where the workshop has none. Before it is needed, the page goes first. */
export const useForum = (app: App) => useLater(forum, app, steps(app).some(atForum), needsForum(app) ? 0 : AGAIN);

function useLater<T>({ found, ask }: Later<T>, app: App, wanted: boolean, pause = 0): T | null {
  useEffect(() => {
    if (!wanted) return;
    const timer = setTimeout(() => void ask(app), pause);
    return () => clearTimeout(timer);
  }, [wanted, pause]);
  return wanted ? found.value : null;
}
