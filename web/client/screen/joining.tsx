// How to get in: the code, the address, and a QR large enough for the last row.

import { _ } from '../i18n';
import { languageOf, sizeOf } from './bits';
import { meetingOpen, type Door, type Reader } from './room';

export function Joining({ room, door }: { room: Reader; door: Door }) {
  const title = room.get('workshop', 'this')?.title ?? '';
  return (
    <div class="joining">
      <Qr door={door} />
      <div>
        <h1 lang={languageOf(room)} class={sizeOf(title, 40, 80)}>{title}</h1>
        <p class="how">{_('Scan the square, or go to')}</p>
        <p class="address">{door.address}</p>
        {meetingOpen(room) && <p class="how">{_('and type this code')}</p>}
        {meetingOpen(room) && <p class={`code num ${wide(door.code)}`}>{door.code}</p>}
        <p class="promise">{_('No account, no address, no password.')}</p>
      </div>
    </div>
  );
}

/** The same beside what is going on, for those who come late. */
export function Beside({ room, door }: { room: Reader; door: Door }) {
  return (
    <div class="beside">
      <Qr door={door} />
      {meetingOpen(room) && <p class={`code num ${wide(door.code)}`}>{door.code}</p>}
      <p class="address">{door.address}</p>
    </div>
  );
}

export function Qr({ door: { qr, address } }: { door: Door }) {
  // The server's own drawing, with its white margin.
  return qr ? <div class="qr" role="img" aria-label={_('QR code to {address}', { address })} dangerouslySetInnerHTML={{ __html: qr }} /> : null;
}

/** M, W and Q take as much room as two: a code of many of them is drawn smaller. */
const wide = (code: string) => (code.replace(/[^MWQ]/g, '').length > 2 ? 'broad' : '');
