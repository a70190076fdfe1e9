// « En faire un sujet »: the ideas and clusters of earlier steps, each with the one gesture that makes a topic of it.

import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { App } from '../app';
import { topicTheme } from '../grid';
import { _, ngettext } from '../i18n';
import { More, onBoard, PAGE } from '../ideas';
import { Over } from '../over';
import { Gommette, words } from '../parts';
import { plain } from '../text';
import { Chain } from './chain';
import { Find } from './joining';
import { take } from './propose';

const MANY = 8;

interface Seed {
  /** `idea:ID` or `cluster:ID`. */
  at: string;
  text: string;
  /** Ideas in a cluster. */
  ideas?: number;
}

/** Clusters in board order, then ideas, newest first. */
export function seedsOf(app: App): Seed[] {
  const places = [...app.store.all('place').values()];
  const clusters = [...app.store.all('cluster').values()].sort((a, b) => a.order - b.order)
    .map(({ id, name }): Seed => ({ at: `cluster:${id}`, text: name, ideas: places.filter(({ cluster }) => cluster === id).length }));
  const ideas = [...app.store.all('board').keys()].flatMap(board => onBoard(app, board)).map(({ id, text }): Seed => ({ at: `idea:${id}`, text }));
  return [...clusters, ...ideas];
}

export function SeedsButton({ app }: { app: App }) {
  const open = useSignal(false);
  const opener = useRef<HTMLAnchorElement>(null);
  if (!app.store.all('idea').size) return null;
  const show = (event: Event) => {
    event.preventDefault();
    open.value = true;
  };
  return (
    <p class="seeds">
      <a class="btn bare small flush" ref={opener} href={`${app.data.face}/topics/from`} onClick={show}>{_('Start from an idea or a cluster…')}</a>
      {open.value && <Over title={_('Make a topic of it')} from={opener.current} onClose={() => (open.value = false)}><Seeds app={app} /></Over>}
    </p>
  );
}

function Seeds({ app }: { app: App }) {
  const search = useSignal('');
  const limit = useSignal(PAGE);
  const all = seedsOf(app);
  const wanted = plain(search.value);
  const found = all.filter(({ text }) => plain(text).includes(wanted));
  const choose = ({ at, text }: Seed) => {
    document.querySelector<HTMLDialogElement>('dialog[open]')?.close();
    take(app, at, text);
  };
  return (
    <div class="sheet-list" tabIndex={0} role="group" aria-label={_('Make a topic of it')}>
      {all.length > MANY && <Find of={_('Search the ideas and clusters')} search={search} />}
      <ul>{found.slice(0, limit.value).map(seed => <Sown key={seed.at} app={app} seed={seed} onChoose={() => choose(seed)} />)}</ul>
      {!found.length && <p class="empty">{wanted ? _('Nothing with these words.') : _('There is no idea yet.')}</p>}
      {found.length > limit.value && <More left={found.length - limit.value} onMore={() => (limit.value += PAGE)} />}
    </div>
  );
}

function Sown({ app, seed: { at, text, ideas }, onChoose }: { app: App; seed: Seed; onChoose: () => void }) {
  const theme = topicTheme(app.store, { origin: at });
  return (
    <li class="paper">
      <p class={ideas === undefined ? 'voice words' : 'name'} lang={words(app)} id={`seed-${at}`}>{text}</p>
      <Chain app={app} at={at} />
      <div class="row">
        <span class="state grow">
          {theme && <Gommette hue={theme.hue} />}
          <span>{theme && <span lang={words(app)}>{theme.name}</span>}{theme && ideas !== undefined && ' · '}{ideas !== undefined && ngettext('{n} idea', '{n} ideas', ideas)}</span>
        </span>
        <button class="btn small" aria-describedby={`seed-${at}`} onClick={onChoose}>{_('Make it a topic')}</button>
      </div>
    </li>
  );
}
