// What participants asked to have read again: each idea with their reasons, to hide or to leave.

import { _, ngettext } from '../i18n';
import type { Desk } from './desk';

export function Reported({ desk }: { desk: Desk }) {
  const n = reported(desk).length;
  if (!n) return null;
  return (
    <p class="note straw">
      <Flag />
      <span class="grow">
        {ngettext('{n} reported idea to read.', '{n} reported ideas to read.', n)}{' '}
        <button type="button" class="btn bare tiny flush" onClick={() => (desk.dialog.value = { is: 'reports' })}>
          {_('Read')}
        </button>
      </span>
    </p>
  );
}

export function Flag() {
  return (
    <svg class="ic" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M6 20V5h11l-2.5 4L17 13H6" />
    </svg>
  );
}

export function reported({ reader }: Desk): string[] {
  const hidden = reader.all('hidden');
  return [...reader.all('reported').values()].map(({ id }) => id).filter(id => reader.get('idea', id) && !hidden.has(id));
}

export function Whys({ count, whys }: { count: number; whys: readonly string[] }) {
  return (
    <div class="whys">
      <p class="small soft">{ngettext('Reported by {n} person', 'Reported by {n} people', count)}</p>
      {whys.filter(Boolean).map((why, i) => <p key={i} class="small voice">{_('“{text}”', { text: why })}</p>)}
    </div>
  );
}
