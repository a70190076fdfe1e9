// Ideas as they arrive: the last ones in full where the room may read them, a blank slip for each where it may not yet.

import { useEffect, useRef, useState } from 'preact/hooks';
import { _, ngettext } from '../i18n';
import type { Gather, IdeaRecord, Talk } from '../protocol';
import { languageOf, Prompt, Rich } from './bits';
import { useFit } from './fit';
import { Beside } from './joining';
import { ideasOf, type Door, type Reader } from './room';

const LAST = 6;
const SLIPS = 120;
const UNITS = [1, 5, 10, 25, 50];
const NEW_FOR_MS = 4000;

interface Gathering {
  room: Reader;
  door: Door;
  about: Gather;
  open: boolean;
  /** How many of the last ideas are drawn. */
  onLast: (n: number) => void;
}

export function Gathering({ room, door, about, open, onLast }: Gathering) {
  const ideas = ideasOf(room, about.board);
  const waiting = room.get('board', about.board)?.waiting ?? 0;
  const hidden = about.private !== 'no' && room.get('board', about.board)?.revealed !== 'room';
  return (
    <div class="two">
      <Beside room={room} door={door} />
      <div class="work">
        <Prompt room={room}>{about.prompt}</Prompt>
        {ideas.length ? <Last language={languageOf(room)} ideas={ideas} waiting={waiting} onLast={onLast} /> : hidden ? <Slips n={waiting} /> : <Empty open={open} />}
      </div>
    </div>
  );
}

export function Speaking({ room, door, about }: { room: Reader; door: Door; about: Talk }) {
  return (
    <div class="two">
      <Beside room={room} door={door} />
      <div class="work said">
        <Prompt room={room}>{about.prompt || about.title}</Prompt>
      </div>
    </div>
  );
}

function Empty({ open }: { open: boolean }) {
  return <p class="empty">{open ? _('The first ideas will appear here as they are written.') : _('No idea was written here.')}</p>;
}

function Last({ language, ideas, waiting, onLast }: { language: string | undefined; ideas: IdeaRecord[]; waiting: number; onLast: (n: number) => void }) {
  const last = ideas.slice(-LAST).reverse();
  const fresh = useFresh(ideas);
  const [box, whole] = useFit(last.map(idea => idea.id + idea.text).join(' '));
  const shown = Math.min(whole, last.length);
  useEffect(() => onLast(shown), [shown]);
  return (
    <>
      <ul class="ideas fit" lang={language} ref={box as never}>
        {last.map(idea => (
          <li key={idea.id} data-fit class={`paper voice ${fresh.has(idea.id) ? 'new' : ''}`}>
            <span class="clamp">{idea.text}</span>
          </li>
        ))}
      </ul>
      {waiting > 0 && (
        <p class="beyond soft">
          <Rich text={ngettext('{n} more is written in private.', '{n} more are written in private.', waiting)} />
        </p>
      )}
    </>
  );
}

function Slips({ n }: { n: number }) {
  const unit = UNITS.find(size => n <= size * SLIPS) ?? 50;
  const slips = Math.ceil(n / unit);
  if (!n) return <p class="empty">{_('Each idea will leave a blank slip here. We will read them together.')}</p>;
  return (
    <>
      <p class="written">
        <b class="num">{n}</b> {ngettext('idea written. We will read it together.', 'ideas written. We will read them together.', n)}
      </p>
      <div class={`slips ${slips > 96 ? 'many' : ''}`} aria-hidden="true">
        {Array.from({ length: slips }, (_slip, i) => (
          <i key={i} />
        ))}
      </div>
      {unit > 1 && <p class="beyond soft">{_('One slip for {n} ideas', { n: unit })}</p>}
    </>
  );
}

/** Ids of what came while we looked, for a few seconds. `ideas`: or topics. */
export function useFresh(ideas: { id: string }[]): ReadonlySet<string> {
  const known = useRef<Set<string> | null>(null);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const newest = ideas[ideas.length - 1]?.id;
  useEffect(() => {
    const before = known.current;
    known.current = new Set(ideas.map(idea => idea.id));
    const came = before ? ideas.filter(idea => !before.has(idea.id)).map(idea => idea.id) : [];
    if (!came.length) return;
    setFresh(new Set(came));
    const timer = setTimeout(() => setFresh(new Set()), NEW_FOR_MS);
    return () => clearTimeout(timer);
  }, [newest, ideas.length]);
  return fresh;
}
