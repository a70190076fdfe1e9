// Two errands beside the workshop: a test of the network with a phone in hand, and a copy for the next time.

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { giveBack } from '../focus';
import { _, ngettext } from '../i18n';
import { Modal } from './bits';
import { call } from './calls';
import type { Desk } from './desk';

const EVERY = 2_000;

interface Test {
  url: string;
  qr: string;
}

export function TestDialog({ desk }: { desk: Desk }) {
  const test = useSignal<Test | null>(null);
  const phones = useSignal(0);
  const failed = useSignal('');
  useEffect(() => {
    let over = false;
    const count = async () => {
      const found = await call<{ phones: number }>(desk.app, '/test', 'GET');
      if (over) return;
      if (found.ok) phones.value = found.ok.phones;
      setTimeout(() => void count(), EVERY);
    };
    void call<Test>(desk.app, '/test/start').then(found => {
      if (over) return;
      test.value = found.ok;
      failed.value = found.ok ? '' : found.why;
      if (found.ok) void count();
    });
    return () => {
      over = true;
    };
  }, []);
  return (
    <Modal title={_('Test the network with a phone')} onClose={() => (desk.dialog.value = null)}>
      <div class="db door">
        <p class="small soft">{_('In the room, scan this with the phones you can find. Nothing is asked, nothing is kept.')}</p>
        {/* The server's own drawing. */}
        {test.value && <div class="qr" role="img" aria-label={_('QR code to {address}', { address: test.value.url })} dangerouslySetInnerHTML={{ __html: test.value.qr }} />}
        {test.value && <p class="small">{test.value.url}</p>}
        <p role="status">
          {test.value && <b class="num">{phones.value ? ngettext('{n} phone reaches Gommette.', '{n} phones reach Gommette.', phones.value) : _('No phone yet.')}</b>}
          {failed}
        </p>
        {test.value && !phones.value && <p class="small soft">{_('If the page does not open: the phone must be on the same network as this computer.')}</p>}
      </div>
    </Modal>
  );
}

export function CopyDialog({ desk }: { desk: Desk }) {
  const made = useSignal<string | null>(null);
  const failed = useSignal('');
  const link = useRef<HTMLAnchorElement>(null);
  const copy = async () => {
    const found = await call<{ href: string }>(desk.app, '/duplicate');
    made.value = found.ok && found.ok.href;
    failed.value = found.ok ? '' : found.why;
    giveBack(() => link.current);
  };
  return (
    <Modal title={_('Duplicate this workshop')} onClose={() => (desk.dialog.value = null)}>
      <div class="db">
        <p>{_('The new workshop has the agenda, prompts, lengths, rules, themes, spaces and slots of this one; none of its people, nor what they wrote.')}</p>
        <p class="wrong" role="alert">{failed}</p>
      </div>
      <div class="df">
        {made.value ? (
          <a class="btn main" href={made.value} ref={link}>{_('Open the new workshop')}</a>
        ) : (
          <button type="button" class="btn main" data-first onClick={() => void copy()}>{_('Duplicate')}</button>
        )}
      </div>
    </Modal>
  );
}
