// Ideas as they come: read, shown to the room, hidden with a reason, taken in when late.

import { useRef } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { _, ngettext } from '../i18n';
import { Icon } from '../parts';
import type { Gather, IdeaRecord, StepRecord } from '../protocol';
import { Edit } from './agenda';
import { Act, Heading, Refusal } from './bits';
import { listed, type Desk } from './desk';
import { useRoving, useSteady } from './lists';
import { Flag } from './reports';

const PAGE = 50;

export function Gathering({ desk, step, about }: { desk: Desk; step: StepRecord; about: Gather }) {
  const { reader } = desk;
  const ideas = [...reader.all('idea').values()].filter(idea => idea.board === about.board);
  const [hiddenOnes, lateOnes] = [reader.all('hidden'), reader.all('late')];
  const hidden = ideas.filter(({ id }) => hiddenOnes.has(id));
  const late = ideas.filter(({ id }) => lateOnes.has(id) && !hiddenOnes.has(id));
  const shown = ideas.filter(({ id }) => !lateOnes.has(id) && !hiddenOnes.has(id));
  return (
    <section class="work gathering" aria-label={about.title}>
      <Facts desk={desk} step={step} about={about} />
      <Unshown desk={desk} board={about.board} />
      <Refusal desk={desk} at="ideas" />
      {late.length > 0 && <Late desk={desk} ideas={late} />}
      {shown.length > 0 && <Ideas desk={desk} ideas={shown} />}
      {!ideas.length && !desk.unshown(about.board) && <p class="empty">{coming(step)}</p>}
      {hidden.length > 0 && <Hidden desk={desk} ideas={hidden} />}
    </section>
  );
}

function coming(step: StepRecord): string {
  if (listed(step)) return _('This list is yours to prepare: paste it, one idea per line. Phones show it, and have no box to write in.');
  return step.state === 'to_come' ? _('Ideas will appear here once this step is open.') : _('Ideas will appear here as they are written.');
}

function Facts({ desk, step, about }: { desk: Desk; step: StepRecord; about: Gather }) {
  const readers = {
    no: _('everyone reads at once'),
    participants: _('private writing, you read along'),
    everyone: _('private writing, you do not read either'),
  }[about.private];
  const authors = {
    shown: _('authors shown'),
    facilitators: _('authors shown to facilitators only'),
    nobody: _('no author shown to anybody'),
  }[about.authors];
  return (
    <>
      <Question desk={desk} step={step} />
      <p class="rules">
        {listed(step) && <span>{_('a list that facilitators prepare')}</span>}
        {!listed(step) && about.each > 0 && <span>{ngettext('{n} idea each at most', '{n} ideas each at most', about.each)}</span>}
        {!listed(step) && <span>{readers}</span>}
        {!listed(step) && <span>{authors}</span>}
        {!listed(step) && about.late && <span>{_('late ideas wait for you')}</span>}
        {desk.next() !== 'paste' && <Paste desk={desk} board={about.board} style="bare tiny" />}
      </p>
      {desk.next() === 'paste' && <p><Paste desk={desk} board={about.board} style="main" /></p>}
    </>
  );
}

function Paste({ desk, board, style }: { desk: Desk; board: string; style: string }) {
  return (
    <button type="button" class={`btn ${style}`} onClick={() => (desk.dialog.value = { is: 'paste', board })}>
      {_('Paste a list…')}
    </button>
  );
}

/** What people are asked, and the way to put it otherwise. */
export function Question({ desk, step }: { desk: Desk; step: StepRecord }) {
  return (
    <div class="row question" data-region>
      <p class="voice q grow">{step.about.prompt || step.about.title}</p>
      <Edit desk={desk} step={step} item={false} />
    </div>
  );
}

/** What was written in private and is not shown yet: read it, then show it, once its step is closed. */
export function Unshown({ desk, board }: { desk: Desk; board: string }) {
  const home = desk.unshown(board);
  if (!home) return null;
  const n = desk.reader.get('board', board)?.waiting ?? 0;
  const blind = desk.blind(board);
  const open = home.state === 'open';
  return (
    <div class="paper unshown" data-region>
      <p class="written">
        <b class="num">{n}</b>{' '}
        {blind ? ngettext('idea written', 'ideas written', n) : ngettext('idea that the room does not see yet', 'ideas that the room does not see yet', n)}
      </p>
      <p class="small soft">
        {blind
          ? _('Nobody reads them yet, not even you: first on the console, where you may hide some, then the room.')
          : _('You alone read them. Hide what must not be shown, then show the room.')}
      </p>
      {open && <p class="small soft">{_('They can be shown once the step is closed.')}</p>}
      <div class="row wrap">
        {blind ? (
          <Reveal desk={desk} id="read" board={board} to="facilitators" open={open}>
            {_('Read them on the console first')}
          </Reveal>
        ) : (
          <Reveal desk={desk} id="show" board={board} to="room" open={open}>
            {_('Show the room')}
          </Reveal>
        )}
      </div>
      <Refusal desk={desk} at="reveal" />
    </div>
  );
}

interface Reveal {
  desk: Desk;
  id: string;
  board: string;
  to: 'facilitators' | 'room';
  open: boolean;
  children: string;
}

function Reveal({ desk, id, board, to, open, children }: Reveal) {
  if (!open) return (
    <Act desk={desk} id={id} at="reveal" command={{ type: 'RevealIdeas', board, to }}>
      {children}
    </Act>
  );
  return (
    <button type="button" class="btn" aria-disabled="true" onClick={() => desk.say(_('They can be shown once the step is closed.'))}>
      {children}
    </button>
  );
}

function Late({ desk, ideas }: { desk: Desk; ideas: IdeaRecord[] }) {
  const box = useRef<HTMLUListElement | null>(null);
  useRoving(box);
  return (
    <section class="late" data-region>
      <Heading text={_('Came late')} count={ideas.length} />
      <ul class="cards" ref={box} aria-label={_('Came late')}>
        {ideas.map(idea => (
          <li key={idea.id} class="paper card">
            <p class="voice">{idea.text}</p>
            <div class="under">
              <Author desk={desk} idea={idea} />
              <Act desk={desk} at="ideas" class="small" item command={{ type: 'AcceptIdea', idea: idea.id }}>
                {_('Accept')}
              </Act>
              <Hide desk={desk} idea={idea} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Ideas({ desk, ideas }: { desk: Desk; ideas: IdeaRecord[] }) {
  const box = useRef<HTMLDivElement | null>(null);
  const pages = useSignal(1);
  useRoving(box);
  const newest = [...ideas].reverse().sort((a, b) => (b.n || Infinity) - (a.n || Infinity) || 0).map(idea => idea.id);
  const steady = useSteady(newest, box, 'top', desk.moved);
  const drawn = steady.shown.slice(0, pages.value * PAGE);
  const rest = steady.shown.length - drawn.length;
  return (
    <div class="stream" ref={box} data-region>
      <div class="row sticky">
        <Heading text={ngettext('{n} idea', '{n} ideas', ideas.length)} />
        {steady.waiting > 0 && (
          <button type="button" class="btn small" onClick={() => steady.release()}>
            {ngettext('{n} new idea', '{n} new ideas', steady.waiting)}
          </button>
        )}
      </div>
      <ul class="cards" aria-label={_('Ideas, newest first')}>
        {drawn.map(id => (
          <Card key={id} desk={desk} id={id} gone={steady.gone.has(id)} />
        ))}
      </ul>
      {rest > 0 && (
        <button type="button" class="btn" onClick={() => pages.value++}>
          {ngettext('Next one', 'Next {n}', Math.min(PAGE, rest))}
        </button>
      )}
    </div>
  );
}

function Card({ desk, id, gone }: { desk: Desk; id: string; gone: boolean }) {
  const idea = desk.reader.get('idea', id);
  const reported = desk.reader.get('reported', id);
  if (gone || !idea) return <li class="card gone">{idea ? _('Hidden from the room') : _('Withdrawn by its author')}</li>;
  return (
    <li class={`paper card ${reported ? 'reported' : ''}`} data-key={`idea:${id}`}>
      <p class="voice">{idea.text}</p>
      <div class="under">
        {reported && <Flag />}
        <Author desk={desk} idea={idea} />
        <Hide desk={desk} idea={idea} />
      </div>
    </li>
  );
}

function Author({ desk, idea }: { desk: Desk; idea: IdeaRecord }) {
  const author = desk.reader.get('author', idea.id);
  const entered = desk.reader.get('entered', idea.id);
  const said = [idea.n ? _('no. {n}', { n: idea.n }) : '', author?.name, entered && _('on paper'), idea.edited && _('edited')].filter(Boolean).join(' · ');
  return (
    <span class="grow tiny soft num">
      <button type="button" class="btn bare tiny" data-item onClick={() => (desk.dialog.value = { is: 'idea', idea: idea.id })}>
        {said || _('Open')}
        <span class="sr"> {_('Open the idea')}</span>
      </button>
    </span>
  );
}

function Hide({ desk, idea }: { desk: Desk; idea: IdeaRecord }) {
  return (
    <button type="button" class="btn bare small" data-item onClick={() => (desk.dialog.value = { is: 'idea', idea: idea.id, hiding: true })}>
      {_('Hide…')}
      <span class="sr"> {idea.text.slice(0, 80)}</span>
    </button>
  );
}

function Hidden({ desk, ideas }: { desk: Desk; ideas: IdeaRecord[] }) {
  const box = useRef<HTMLUListElement | null>(null);
  useRoving(box);
  return (
    <details class="hidden-ideas" data-region>
      <summary class="k">{ngettext('{n} hidden idea', '{n} hidden ideas', ideas.length)}</summary>
      <ul class="cards" ref={box}>
        {ideas.map(idea => (
          <li key={idea.id} class="paper card veiled">
            <p class="voice">{idea.text}</p>
            <p class="small soft row">
              <Icon name="hidden" /> {desk.reader.get('hidden', idea.id)?.reason}
            </p>
            <div class="under">
              <Author desk={desk} idea={idea} />
              <Act desk={desk} at="ideas" class="small" item command={{ type: 'RestoreIdea', idea: idea.id }}>
                {_('Restore')}
              </Act>
            </div>
          </li>
        ))}
      </ul>
    </details>
  );
}
