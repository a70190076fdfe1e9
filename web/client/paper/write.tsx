// Ideas in a row: the box keeps the focus, Enter goes to the next slip, whose number comes by itself.

import { useSignal, type Signal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useRef } from 'preact/hooks';
import type { App } from '../app';
import { _, ngettext, number } from '../i18n';
import type { GatherStep } from '../ideas';
import { LIMITS } from '../limits';
import { refusal, words } from '../parts';
import { length, whole } from '../text';
import type { Desk, Person } from './desk';
import { lastSlip, lines, ofSlip, post } from './entered';
import { Row } from './row';

const HIGHEST = 9_999;
/** The draft of the slip's number is everybody's: slips go on from one person to the next. */
const SLIP = 'paper-slip';

interface Wrong {
  at: 'text' | 'slip';
  says: string;
}

/** The number typed in a slip's box; 0: none; null: no such number. */
export function slipOf(text: string): number | null {
  if (!text.trim()) return 0;
  const n = /^\d{1,4}$/.test(text.trim()) ? Number(text) : null;
  return n && n <= HIGHEST ? n : null;
}

/** What keeps this from being entered, as far as this page can tell. */
function wrongWith(app: App, text: string, slip: number | null): Wrong | null {
  const over = length(text) - (app.data.limits.idea ?? LIMITS.idea);
  const before = slip ? ofSlip(app, slip) : undefined;
  if (slip === null) return { at: 'slip', says: _('The number of a slip is from 1 to {highest}.', { highest: HIGHEST }) };
  if (!text.trim()) return { at: 'text', says: _('There is nothing in the box yet.') };
  if (over > 0) return { at: 'text', says: ngettext('{n} character too many.', '{n} characters too many.', over) };
  return before ? { at: 'slip', says: _('Slip {n} is entered already: “{text}”', { n: slip, text: brief(before.text) }) } : null;
}

/** Enough of it to recognise it by. */
const brief = (text: string) => (text.length > 60 ? `${text.slice(0, 60).replace(/[\s.,;:!?]+$/, '')}…` : text).replace(/\n/g, ' ');

interface Props {
  desk: Desk;
  person: Person;
  step: GatherStep;
}

export function Write({ desk, person, step }: Props) {
  const { app, said } = desk;
  const { board } = step.about;
  const name = `paper:${person.id}:${board}`;
  const wrong = useSignal<Wrong | null>(null);
  const [box, small] = [useRef<HTMLTextAreaElement>(null), useRef<HTMLInputElement>(null)];
  const late = step.state !== 'open';

  function save(event: Event): void {
    event.preventDefault();
    const text = whole(app.drafts.box(name).peek());
    const slip = slipOf(app.drafts.box(SLIP).peek());
    wrong.value = wrongWith(app, text, slip);
    if (wrong.value?.at === 'slip') return small.current?.select();
    box.current?.focus();
    if (wrong.value || slip === null) return;
    // At once, since the next one is already being typed; the draft itself is kept a moment longer.
    app.drafts.write(name, '');
    if (slip) app.drafts.write(SLIP, String(Math.min(slip + 1, HIGHEST)));
    void post(app, { person: person.id, board, text, slip }).then(verdict => {
      said.value = !verdict.ok ? refusal(app, verdict).said : slip ? _('Slip {n} saved', { n: slip }) : _('Idea saved');
    });
  }

  return (
    <>
      <form class="write" onSubmit={save}>
        {!late && <p class="voice prompt" lang={words(app)}>{step.about.prompt || step.about.title}</p>}
        <div class="pair">
          <Slip app={app} box={small} wrong={wrong} onNext={() => box.current?.focus()} />
          <Words app={app} person={person} name={name} box={box} wrong={wrong} first={!late} onSave={save} />
        </div>
        <div class="row act"><Says app={app} wrong={wrong} /><button class="btn main">{late ? _('Enter it as late') : _('Enter this idea')}</button></div>
      </form>
      <Lines desk={desk} person={person} step={step} />
    </>
  );
}

interface Box<T> {
  app: App;
  box: RefObject<T | null>;
  wrong: Signal<Wrong | null>;
}

function Slip({ app, box, wrong, onNext }: Box<HTMLInputElement> & { onNext: () => void }) {
  return (
    <div class="slip-no">
      <label class="lab" for="paper-slip">{_('Slip')}</label>
      <input
        id="paper-slip" class="field num" ref={box} value={app.drafts.box(SLIP)} inputMode="numeric" autocomplete="off" maxLength={4} placeholder={String(lastSlip(app) + 1)}
        aria-invalid={wrong.value?.at === 'slip' || undefined} aria-describedby="paper-says"
        onInput={event => app.drafts.write(SLIP, event.currentTarget.value)} onFocus={event => event.currentTarget.select()}
        onKeyDown={event => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          onNext();
        }}
      />
    </div>
  );
}

interface WordsProps extends Box<HTMLTextAreaElement> {
  person: Person;
  name: string;
  first: boolean;
  onSave: (event: Event) => void;
}

function Words({ app, person, name, box, wrong, first, onSave }: WordsProps) {
  return (
    <div class="grow">
      <label class="lab" for="paper-idea">{person.number ? _('An idea of no. {n}', { n: person.number }) : _('An idea')}</label>
      <textarea
        id="paper-idea" class="field voice" rows={3} ref={box} value={app.drafts.box(name)} lang={words(app)} data-first={first ? '' : undefined} enterkeyhint="next"
        aria-invalid={wrong.value?.at === 'text' || undefined} aria-describedby="paper-says"
        onInput={event => app.drafts.write(name, event.currentTarget.value)}
        onKeyDown={event => event.key === 'Enter' && !event.shiftKey && !event.isComposing && onSave(event)}
      />
    </div>
  );
}

function Says({ app, wrong }: Pick<Box<never>, 'app' | 'wrong'>) {
  return (
    <span class="tiny softer grow" id="paper-says" role={wrong.value ? 'alert' : undefined}>
      {wrong.value ? <b class="too-much">{wrong.value.says}</b>
        : app.outbox.stored.value ? _('Enter: the next one. Shift + Enter: a new line. The draft is kept on this device.')
        : <b>{_('This browser keeps nothing: leave this page open until all is saved.')}</b>}
    </span>
  );
}

function Lines({ desk, person, step }: Props) {
  const { board } = step.about;
  const mine = lines(desk.app, person.id).filter(line => line.board === board);
  return (
    <section class="lines" aria-labelledby={`lines-${board}`}>
      <h3 id={`lines-${board}`} tabIndex={-1}>{_('Entered for them')} <span class="soft num">({number(mine.length)})</span></h3>
      {mine.length ? <ul>{mine.map(line => <Row key={line.id} desk={desk} line={line} open={step.state === 'open'} />)}</ul> : <p class="empty">{_('What you enter is listed here.')}</p>}
    </section>
  );
}
