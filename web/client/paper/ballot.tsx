// The whole ballot of somebody on paper, typed at once: always an empty sheet, for a ballot is shown to nobody.

import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { App } from '../app';
import { _, ngettext } from '../i18n';
import { Gommette, Icon, refusal, words } from '../parts';
import type { RoundRecord, Vote } from '../protocol';
import type { VoteStep } from '../voting';
import { finished, forget, refused, underWay, type Desk, type Person } from './desk';
import { begun, fits, gone, most, parts, sheetOf, sum, taken, write, type Choice, type Dots, type Part, type Sum } from './sheets';

/** From so many choices on, or where one has gone, there is a box that goes to one by its number. */
const MANY = 8;

interface Props {
  desk: Desk;
  person: Person;
  step: VoteStep;
  round: RoundRecord;
  onDone: () => void;
}

export function Ballot(props: Props) {
  const { desk: { app }, person, round } = props;
  const again = useSignal(false);
  if (!taken(round)) return <p class="note"><Icon name="lock" /><span><b>{_('The round is closed.')}</b> {_('No ballot can be entered any more.')}</span></p>;
  if (underWay(app, person.id)) return <p class="note"><Icon name="wait" /><span><b>{_('The ballot is on its way.')}</b> {_('It is kept on this device until the server has it.')}</span></p>;
  const open = again.value || begun(round.id, person.id) || refused.value.has(person.id);
  if (finished(app, person) && !open) {
    return (
      <div class="note in">
        <Icon name="tick" />
        <div>
          <p><b>{_('No. {n} has finished.', { n: person.number })}</b> {_('A ballot that was entered is shown to nobody, not even here.')}</p>
          <button type="button" class="btn small" onClick={() => (again.value = true)}>{_('Enter a ballot')}</button>
        </div>
      </div>
    );
  }
  return <Sheet {...props} />;
}

function Sheet({ desk, person, step, round, onDone }: Props) {
  const { app, said } = desk;
  const form = useRef<HTMLFormElement>(null);
  const about = step.about;
  const all = parts(app, about, round.id);
  const choices = all.flatMap(part => part.choices);
  const missing = Object.keys(app.store.get('paper', round.id)?.gone ?? {}).length > 0;
  const dots = sheetOf(round.id, person.id);
  const at = sum(about, choices, dots);

  function set(id: string, n: number): void {
    forget(person.id);
    write(round.id, person.id, { ...sheetOf(round.id, person.id), [id]: n });
  }
  function send(again: boolean): void {
    if (!fits(at)) return void form.current?.querySelector<HTMLElement>('[aria-invalid], .mend')?.focus();
    forget(person.id);
    const sent = app.send({ type: 'EnterBallot', round: round.id, dots: { ...dots }, again }, person.id, clear);
    void sent.then(verdict => (said.value = verdict.ok ? _('The ballot of no. {n} is entered.', { n: person.number }) : refusal(app, verdict).said));
  }
  function clear(): void {
    write(round.id, person.id, null);
    forget(person.id);
    onDone();
  }

  return (
    <form class="ballot" ref={form} onSubmit={event => {
      event.preventDefault();
      send(false);
    }}>
      <p class="voice prompt" lang={words(app)}>{about.prompt || about.title}</p>
      <Rule about={about} />
      <Why app={app} person={person} onAgain={() => send(true)} onCancel={clear} />
      {choices.length === 0 && <p class="empty">{_('There is nothing to vote on yet.')}</p>}
      {(choices.length >= MANY || missing) && <Go form={form} choices={choices} why={n => nowhere(app, round, n)} />}
      {at.gone.length > 0 && <Gone onBack={() => at.gone.forEach(id => set(id, 0))} />}
      {all.map(part => <Theme key={part.id} desk={desk} part={part} about={about} dots={dots} at={at} onSet={set} />)}
      <Foot at={at} about={about} onCancel={clear} />
    </form>
  );
}

/** Why it was not taken. */
function Why({ app, ...rest }: { app: App; person: Person; onAgain: () => void; onCancel: () => void }) {
  const why = refused.value.get(rest.person.id);
  if (!why) return null;
  if (why.reason === 'ballot_entered') return <Twice {...rest} />;
  const { said, then } = refusal(app, why);
  return <div class="note refused" role="alert"><Icon name="cross" /><p><strong>{said}</strong> {then}</p></div>;
}

/** Ungrouped, hidden or withdrawn while this was typed. */
function Gone({ onBack }: { onBack: () => void }) {
  return (
    <div class="note refused" role="alert">
      <Icon name="cross" />
      <p>{_('Something that had dots is no longer on the board.')} <button type="button" class="btn small mend" onClick={onBack}>{_('Take them back')}</button></p>
    </div>
  );
}

function Rule({ about }: { about: Vote }) {
  return (
    <p class="small soft">
      {ngettext('{n} dot', '{n} dots', about.budget)}, {ngettext('{n} at most on one choice', '{n} at most on one choice', most(about))}
      {about.per_theme > 0 && <>, {ngettext('{n} at most under one theme', '{n} at most under one theme', about.per_theme)}</>}
      {'. '}{_('Once it is entered, this ballot is shown to nobody.')}
    </p>
  );
}

/** What was entered before is not shown: it is replaced whole, or stays. */
function Twice({ person, onAgain, onCancel }: { person: Person; onAgain: () => void; onCancel: () => void }) {
  return (
    <div class="note refused" role="alert">
      <Icon name="cross" />
      <div>
        <p><strong>{_('A ballot of no. {n} has been entered already.', { n: person.number })}</strong> {_('It can be replaced by this one, whole.')}</p>
        <p class="row acts">
          <button type="button" class="btn" onClick={onAgain}>{_('Replace it')}</button>
          <button type="button" class="btn bare" onClick={onCancel}>{_('Keep the first one')}</button>
        </p>
      </div>
    </div>
  );
}

/** Why a number that somebody read on a ballot leads to no choice. */
function nowhere(app: App, round: RoundRecord, n: number): string {
  switch (gone(app, round.id, n)) {
    case 'hidden': return _('No. {n} has been hidden: it takes no dots.', { n });
    case 'gone': return _('No. {n} is no longer on the board: it takes no dots.', { n });
    default: return _('There is no such choice.');
  }
}

interface GoProps {
  form: { current: HTMLFormElement | null };
  choices: readonly Choice[];
  why: (n: number) => string;
}

/** The number printed before a choice leads to it; Enter there comes back here. */
function Go({ form, choices, why }: GoProps) {
  const none = useSignal('');
  return (
    <div class="go row">
      <label for="go" class="small">{_('Choice no.')}</label>
      <input
        id="go" class="field num short" inputMode="numeric" autocomplete="off" maxLength={4} data-first="" aria-invalid={!!none.value || undefined} aria-describedby="go-says"
        onKeyDown={event => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          const box = event.currentTarget;
          const choice = choices.find(({ n }) => String(n) === box.value.trim());
          // Nothing typed: there is no more to enter.
          if (!box.value.trim()) return form.current?.querySelector<HTMLElement>('#enter-ballot')?.focus();
          none.value = choice ? '' : why(Number(box.value));
          if (!choice) return box.select();
          box.value = '';
          form.current?.querySelector<HTMLInputElement>(`#dots-${choice.id}`)?.focus();
        }}
      />
      <span class="small soft grow" id="go-says" role="status">{none.value || _('Its number, Enter, its dots, Enter.')}</span>
    </div>
  );
}

interface ThemeProps {
  desk: Desk;
  part: Part;
  about: Vote;
  dots: Dots;
  at: Sum;
  onSet: (id: string, n: number) => void;
}

function Theme({ desk, part, about, dots, at, onSet }: ThemeProps) {
  const over = part.choices.some(({ theme }) => at.themes.has(theme));
  return (
    <section aria-labelledby={part.name ? `part-${part.id}` : undefined}>
      {part.name && <h3 class="th" id={`part-${part.id}`}><Gommette hue={part.hue} /> <span lang={words(desk.app)}>{part.name}</span></h3>}
      {over && <p class="small too-much" role="alert">{ngettext('{n} dot at most under one theme: take some back.', '{n} dots at most under one theme: take some back.', about.per_theme)}</p>}
      <ol>{part.choices.map(choice => <Pick key={choice.id} desk={desk} choice={choice} about={about} n={dots[choice.id] ?? 0} at={at} onSet={onSet} />)}</ol>
    </section>
  );
}

interface PickProps extends Omit<ThemeProps, 'part' | 'dots'> {
  choice: Choice;
  n: number;
}

function Pick({ desk, choice, about, n, at, onSet }: PickProps) {
  const { id } = choice;
  const limit = most(about);
  const over = at.over.has(id);
  const no = n >= limit || at.left <= 0;

  function keys(event: KeyboardEvent & { currentTarget: HTMLInputElement }): void {
    if (event.key === 'ArrowUp' && !no) onSet(id, n + 1);
    else if (event.key === 'ArrowDown' && n > 0) onSet(id, n - 1);
    else if (event.key === 'Enter') next(event.currentTarget);
    else return;
    event.preventDefault();
  }

  return (
    <li class="pick">
      <span class="at num" aria-hidden="true">{choice.n}</span>
      <label for={`dots-${id}`} id={`name-${id}`} class={choice.idea ? 'voice words grow' : 'name grow'} lang={words(desk.app)}><span class="sr">{choice.n}. </span>{choice.name}<Since choice={choice} /></label>
      <span class="pm">
        <button type="button" class="btn" tabIndex={-1} aria-label={_('Take a dot back')} aria-describedby={`name-${id}`} aria-disabled={n === 0 || undefined} onClick={() => n > 0 && onSet(id, n - 1)}><Icon name="minus" /></button>
        <input
          id={`dots-${id}`} class="field num dots-n" inputMode="numeric" autocomplete="off" maxLength={2} value={n || ''} placeholder="0" data-first=""
          aria-invalid={over || (at.left < 0 && n > 0) || undefined} aria-describedby={over ? `why-${id}` : undefined}
          onFocus={event => event.currentTarget.select()} onKeyDown={keys}
          onInput={event => {
            const typed = event.currentTarget.value.replace(/\D/g, '');
            event.currentTarget.value = typed;
            onSet(id, Number(typed));
          }}
        />
        <button type="button" class="btn" tabIndex={-1} aria-label={_('Stick a dot')} aria-describedby={`name-${id}`} aria-disabled={no || undefined} onClick={() => !no && onSet(id, n + 1)}><Icon name="plus" /></button>
      </span>
      {over && <p class="why small too-much" id={`why-${id}`} role="alert">{ngettext('{n} dot at most here.', '{n} dots at most here.', limit)}</p>}
    </li>
  );
}

/** What became of it since it was printed. */
function Since({ choice: { into, cluster } }: { choice: Choice }) {
  if (!into && !cluster) return null;
  return <span class="since"> {into ? _('merged into “{name}”', { name: into }) : _('in the cluster “{name}” now', { name: cluster! })}</span>;
}

/** On to the box for a number, else to the choice below; after the last one, to the button. */
function next(box: HTMLInputElement): void {
  const all = [...box.form!.querySelectorAll<HTMLElement>('.dots-n, #enter-ballot')];
  (box.form!.querySelector<HTMLElement>('#go') ?? all[all.indexOf(box) + 1])?.focus();
}

function Foot({ at, about, onCancel }: { at: Sum; about: Vote; onCancel: () => void }) {
  return (
    <div class="ballot-foot">
      <p class="grow" role="status"><Left at={at} about={about} /></p>
      <button type="button" class="btn bare small" onClick={onCancel}>{_('Cancel')}</button>
      <button class="btn main" id="enter-ballot" aria-disabled={!fits(at) || undefined}>{at.left === about.budget ? _('Enter a blank ballot') : _('Enter the ballot')}</button>
    </div>
  );
}

function Left({ at, about }: { at: Sum; about: Vote }) {
  if (at.left < 0) return <b class="too-much">{ngettext('{n} dot too many: take it back.', '{n} dots too many: take them back.', -at.left)}</b>;
  return <><b class="num">{ngettext('{n} dot left', '{n} dots left', at.left)}</b> <span class="of">{_('of {budget}', { budget: about.budget })}</span></>;
}
