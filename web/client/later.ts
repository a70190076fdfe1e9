// What most phones never need comes as a chunk of its own: the tools for bringing ideas together, where a step lets everyone.

import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { StepRecord } from './protocol';

/** Between two tries to load it on a bad network. Meanwhile one reads along, and the plain page moves ideas too. */
const AGAIN = 5_000;

const tools = signal<typeof import('./arrange') | null>(null);
let asked = false;

export const everyone = (step: StepRecord | undefined) => step?.about.kind === 'cluster' && step.about.by === 'everyone';

/** Null until they are there, and where nobody but facilitators may. */
export function useTools(step: StepRecord | undefined) {
  const wanted = everyone(step);
  useEffect(() => {
    if (wanted) load();
  }, [wanted]);
  return wanted ? tools.value : null;
}

function load(): void {
  if (asked) return;
  asked = true;
  import('./arrange').then(found => (tools.value = found), () => setTimeout(() => {
    asked = false;
    load();
  }, AGAIN));
}
