// "Move to…": the ideas quoted, then where they go; a search that finds nothing is the name of a new cluster.

import { useSignal, type Signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { _, ngettext } from '../i18n';
import { Modal, Name, Refusal } from './bits';
import { Choose, Themes } from './choose';
import type { Desk } from './desk';
import { nextAfter } from './lists';

const QUOTED = 3;

interface Props {
  desk: Desk;
  ideas: string[];
  board: string;
  making: Signal<boolean>;
  theme?: string | null;
}

interface Opened extends Omit<Props, 'making'> {
  /** It begins with the name of a new cluster, `theme` its theme. */
  making?: boolean;
}

export function MoveDialog({ making: start, ...props }: Opened) {
  const { desk, ideas } = props;
  const making = useSignal(!!start);
  return (
    <Modal class="move" title={making.value ? _('New cluster') : _('Move to…')} onClose={() => (desk.dialog.value = null)}>
      {ideas.length > 0 && <Quoted desk={desk} ideas={ideas} />}
      {making.value ? <New {...props} making={making} /> : <Where {...props} making={making} />}
    </Modal>
  );
}

function Quoted({ desk, ideas }: { desk: Desk; ideas: string[] }) {
  return (
    <div class="quoted">
      {ideas.slice(0, QUOTED).map(id => (
        <blockquote key={id} class="paper voice">{_('“{text}”', { text: desk.reader.get('idea', id)?.text ?? '' })}</blockquote>
      ))}
      {ideas.length > QUOTED && <p class="tiny soft">{ngettext('and {n} other', 'and {n} others', ideas.length - QUOTED)}</p>}
    </div>
  );
}

function Where({ desk, ideas, board, making }: Props) {
  const choose = (to: string | null) => {
    const next = nextAfter(ideas);
    desk.acts.move(ideas, to);
    next(to);
  };
  const out = ideas.some(id => desk.reader.get('place', id));
  return <Choose desk={desk} board={board} search={desk.search} verb={_('Move here')} out={out} choose={choose} fresh={() => (making.value = true)} />;
}

function New({ desk, ideas, board, making, theme: given }: Props) {
  const box = useRef<HTMLInputElement | null>(null);
  const theme = useSignal(given ?? '');
  useLayoutEffect(() => {
    box.current?.focus();
    box.current?.select();
  }, []);
  const submit = (event: Event) => {
    event.preventDefault();
    const name = box.current?.value.trim() ?? '';
    if (!name) return box.current?.focus();
    const next = nextAfter(ideas);
    next(desk.acts.make(board, name, theme.value || null, ideas));
  };
  return (
    <form onSubmit={submit}>
      <div class="db">
        <label class="lab" for="cluster-name">{_('Name')}</label>
        <Name desk={desk} id="cluster-name" box={box} value={desk.search.peek()} />
        <Themes desk={desk} chosen={theme} />
      </div>
      <Refusal desk={desk} at="move" />
      <div class="df">
        {ideas.length > 0 && (
          <button type="button" class="btn" onClick={() => (making.value = false)}>
            {_('Back to the list')}
          </button>
        )}
        <button class="btn main">{ideas.length ? _('Make it and move') : _('Make it')}</button>
      </div>
    </form>
  );
}
