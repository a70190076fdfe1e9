// The names on the links: who entered what.

import { signal } from '@preact/signals';
import type { App } from '../app';
import { _ } from '../i18n';

const names = signal<Readonly<Record<string, string>>>({});
const asked = new Set<string>();

/** "entered by Kofi". The first link of a workshop has no name on it. */
export function enteredBy(app: App, by: string): string {
  if (by === app.data.person) return _('entered by you');
  if (!(by in names.value)) void ask(app, by);
  const name = names.value[by];
  return name ? _('entered by {name}', { name }) : _('entered by the facilitator');
}

async function ask(app: App, by: string): Promise<void> {
  if (asked.has(by)) return;
  asked.add(by);
  try {
    const answer = await fetch(`${app.data.face}/holders`, { credentials: 'same-origin' });
    if (answer.ok) names.value = { ...names.peek(), ...((await answer.json()) as Record<string, string>) };
  } catch {
    asked.delete(by); // no network: at the next drawing
  }
}
