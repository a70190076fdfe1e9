// What the server does beside the workshop's own log: a code for a lost phone, a copy, a test of the network.

import type { App, PageData } from '../app';
import { _ } from '../i18n';
import { refusal } from '../parts';

type Method = 'GET' | 'POST';
export type Answer<T> = { ok: T } | { ok: null; why: string };

/** `path`: below the console's own. `why`: in words. */
export async function call<T>(app: App, path: string, method: Method = 'POST'): Promise<Answer<T>> {
  const { face, token } = app.data as PageData & { token?: string };
  try {
    const headers = { 'x-gommette-token': token ?? '' };
    const answer = await fetch(face + path, { method, headers, credentials: 'same-origin', cache: 'no-store' });
    if (answer.ok) return { ok: (await answer.json()) as T };
    const { reason } = (await answer.json()) as { reason: string };
    const { said, then } = refusal(app, { reason });
    return { ok: null, why: `${said} ${then}` };
  } catch {
    return { ok: null, why: _('The server did not answer. Try again in a moment.') };
  }
}
