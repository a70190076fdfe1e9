// Topics of somebody on paper: proposed, put right, withdrawn, and placed on the wall.

import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { App } from '../app';
import { giveBack } from '../focus';
import { slotName } from '../grid';
import { _, number } from '../i18n';
import { newId } from '../ids';
import { LIMITS } from '../limits';
import { refusal, State, words } from '../parts';
import type { AnyCommand } from '../protocol';
import { length, whole } from '../text';
import type { Desk, Person } from './desk';
import { placeOf, forumOpen, takesTopics, topicsBy, type Topic } from './forum';
import { PlaceAt } from './placing';

interface Props {
  desk: Desk;
  person: Person;
}

export function Topics({ desk, person }: Props) {
  const { app } = desk;
  const all = topicsBy(app, person.id);
  const takes = takesTopics(app);
  if (!takes && !all.length) return null;
  return (
    <>
      {takes && <Propose desk={desk} person={person} />}
      <section class="lines" aria-labelledby="their-topics">
        <h3 id="their-topics" tabIndex={-1}>{_('Topics they convene')} <span class="soft num">({number(all.length)})</span></h3>
        {all.length ? <ul>{all.map(topic => <Row key={topic.id} desk={desk} person={person} topic={topic} />)}</ul> : <p class="empty">{_('What you enter is listed here.')}</p>}
      </section>
    </>
  );
}

/** What keeps this from being entered, as far as this page can tell. */
function wrongWith(app: App, title: string, text: string): string {
  const { limits } = app.data;
  const most = { title: limits.title ?? LIMITS.title, words: limits.topic_words ?? LIMITS.topic_words };
  if (!title.trim()) return _('A topic needs a title.');
  if (length(title) > most.title) return _('The title is too long: {limit} characters at most.', { limit: most.title });
  return length(text) > most.words ? _('The words about it are too long: {limit} characters at most.', { limit: most.words }) : '';
}

function dismiss(app: App, command: AnyCommand): void {
  const item = app.outbox.items.peek().find(item => item.command === command);
  if (item) app.dismiss(item);
}

function Propose({ desk, person }: Props) {
  const { app, said } = desk;
  const [title, text] = [app.drafts.box(`topic:${person.id}`), app.drafts.box(`topic-words:${person.id}`)];
  const wrong = useSignal('');
  const box = useRef<HTMLInputElement>(null);
  const prompt = [...app.store.all('step').values()].find(step => step.state === 'open' && step.about.kind === 'market')?.about.prompt;

  function save(event: Event): void {
    event.preventDefault();
    const command: AnyCommand = { type: 'ProposeTopic', topic: newId(), title: whole(title.peek()), words: whole(text.peek()) };
    wrong.value = wrongWith(app, command.title, command.words ?? '');
    box.current?.focus();
    if (wrong.value) return;
    app.drafts.write(`topic:${person.id}`, '');
    app.drafts.write(`topic-words:${person.id}`, '');
    void app.send(command, person.id).then(verdict => {
      if (verdict.ok) return void (said.value = _('Topic {n} saved', { n: app.store.get('topic', command.topic)?.n ?? 0 }));
      dismiss(app, command);
      // Its words are back in the box, unless something else is being typed there.
      if (!title.peek() && !text.peek()) {
        app.drafts.write(`topic:${person.id}`, command.title);
        app.drafts.write(`topic-words:${person.id}`, command.words ?? '');
      }
      wrong.value = Object.values(refusal(app, verdict)).join(' ');
    });
  }

  return (
    <form class="write topic-form" onSubmit={save}>
      {prompt && <p class="voice prompt" lang={words(app)}>{prompt}</p>}
      <Boxes app={app} title={title.value} text={text.value} wrong={!!wrong.value} box={box} first
        onTitle={value => app.drafts.write(`topic:${person.id}`, value)} onText={value => app.drafts.write(`topic-words:${person.id}`, value)} />
      <div class="row act">
        <span class="tiny softer grow" id="topic-says" role={wrong.value ? 'alert' : undefined}>{wrong.value ? <b class="too-much">{wrong.value}</b> : _('Its number comes by itself: write it on the card.')}</span>
        <button class="btn main">{_('Enter this topic')}</button>
      </div>
    </form>
  );
}

interface BoxesProps {
  app: App;
  title: string;
  text: string;
  wrong: boolean;
  box: { current: HTMLInputElement | null };
  first?: boolean;
  onTitle: (value: string) => void;
  onText: (value: string) => void;
}

function Boxes({ app, title, text, wrong, box, first, onTitle, onText }: BoxesProps) {
  const id = first ? 'topic' : 'topic-edit';
  return (
    <>
      <label class="lab" for={id}>{_('A topic')}</label>
      <input id={id} class="field voice" ref={box} value={title} lang={words(app)} autocomplete="off" data-first={first ? '' : undefined} aria-invalid={wrong || undefined} aria-describedby={first ? 'topic-says' : undefined} onInput={event => onTitle(event.currentTarget.value)} />
      <label class="lab" for={`${id}-words`}>{_('A few words about it, if there are any')}</label>
      <textarea id={`${id}-words`} class="field voice" rows={2} value={text} lang={words(app)} onInput={event => onText(event.currentTarget.value)} />
    </>
  );
}

function Row({ desk, person, topic }: Props & { topic: Topic }) {
  const { app, said } = desk;
  const doing = useSignal<'' | 'edit' | 'place'>('');
  const place = useRef<HTMLDivElement>(null);
  const wrong = useSignal('');
  const done = () => {
    doing.value = '';
    giveBack(() => place.current?.querySelector('button') ?? document.getElementById('their-topics'));
  };
  const act = async (command: AnyCommand, told: string) => {
    wrong.value = '';
    const verdict = await app.send(command, person.id);
    if (verdict.ok) return void (said.value = told);
    dismiss(app, command);
    wrong.value = Object.values(refusal(app, verdict)).join(' ');
  };
  const withdraw = () => {
    document.getElementById('their-topics')?.focus();
    void act({ type: 'WithdrawTopic', topic: topic.id }, _('Withdrawn'));
  };
  const saved = !topic.item;
  return (
    <li class={`paper line-${saved ? 'saved' : 'pending'}`}>
      {doing.value === 'edit' ? <Editor desk={desk} topic={topic} onSave={command => void act(command, _('Topic saved'))} onClose={done} /> : (
        <>
          <p class="voice words title" lang={words(app)}>{topic.title}</p>
          {topic.words && <p class="voice words" lang={words(app)}>{topic.words}</p>}
          <p class="row"><Standing app={app} topic={topic} /></p>
          {topic.n > 0 && (
            <div class="row acts" ref={place}>
              {forumOpen(app) && <button type="button" class="btn bare small" aria-expanded={doing.value === 'place'} onClick={() => (doing.value = doing.value ? '' : 'place')}>{_('Place…')}</button>}
              <button type="button" class="btn bare small" onClick={() => (doing.value = 'edit')}>{_('Edit')}</button>
              <button type="button" class="btn bare small" onClick={withdraw}>{_('Withdraw')}</button>
            </div>
          )}
          {doing.value === 'place' && <PlaceAt app={app} topic={topic} act={act} onClose={done} />}
          <p class="hint" role="status">{wrong}</p>
        </>
      )}
    </li>
  );
}

function Standing({ app, topic }: { app: App; topic: Topic }) {
  if (topic.item) return <State icon="wait">{app.state.value === 'online' ? _('On its way') : _('Waiting to be sent, it will go by itself')}</State>;
  const at = placeOf(app, topic.id);
  const [slot, space] = [app.store.get('slot', at?.slot ?? ''), app.store.get('space', at?.space ?? '')];
  return (
    <State icon="tick">
      {_('Topic saved')} · <b class="num">{_('no. {n}', { n: topic.n })}</b> · {slot && space ? _('{space}, {time}', { space: space.name, time: slotName(slot) }) : _('not on the wall')}
    </State>
  );
}

function Editor({ desk: { app }, topic, onSave, onClose }: { desk: Desk; topic: Topic; onSave: (command: AnyCommand) => void; onClose: () => void }) {
  const [title, text, wrong] = [useSignal(topic.title), useSignal(topic.words), useSignal('')];
  const box = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => box.current?.focus(), []);
  function save(event: Event): void {
    event.preventDefault();
    wrong.value = wrongWith(app, title.peek(), text.peek());
    if (wrong.value) return box.current?.focus();
    if (title.peek() !== topic.title || text.peek() !== topic.words) onSave({ type: 'EditTopic', topic: topic.id, title: whole(title.peek()), words: whole(text.peek()) });
    onClose();
  }
  return (
    <form class="edit topic-form" onSubmit={save} onKeyDown={event => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      onClose();
    }}>
      <Boxes app={app} title={title.value} text={text.value} wrong={!!wrong.value} box={box} onTitle={value => (title.value = value)} onText={value => (text.value = value)} />
      <p class="hint" role="alert">{wrong}</p>
      <div class="row acts">
        <button class="btn small">{_('Save')}</button>
        <button type="button" class="btn bare small" onClick={onClose}>{_('Cancel')}</button>
      </div>
    </form>
  );
}
