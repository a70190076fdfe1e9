// One thing alone, as large as it can be: what the console put in the light.

import type { ComponentChildren } from 'preact';
import { _, ngettext } from '../i18n';
import { Gommette } from '../parts';
import type { ClusterRecord, IdeaRecord } from '../protocol';
import { languageOf, sizeOf } from './bits';
import { useFit } from './fit';
import type { Tick } from './forum/times';
import { clustersOf, hueOf, ideasOf, sizesOf, stepsOf, type Reader } from './room';
import { clustersSeen, ideasSeen, useTurns } from './turning';

/** Of a cluster, laid out for one page at most. */
const IDEAS = 24;

export function IdeaAlone({ room, idea }: { room: Reader; idea: IdeaRecord }) {
  const cluster = room.get('cluster', room.get('place', idea.id)?.cluster ?? '');
  const author = room.get('author', idea.id)?.name;
  const theme = cluster?.theme ? room.get('theme', cluster.theme) : undefined;
  return (
    <div class="alone" lang={languageOf(room)}>
      <h1 class="sr">{_('An idea')}</h1>
      <div class={`paper voice ${sizeOf(idea.text, 70, 160, 320, 700)}`}>
        <span class="clamp">{idea.text}</span>
      </div>
      <p class="from">
        {idea.n ? <b class="num">{_('no. {n}', { n: idea.n })}</b> : null}
        {author && <span class="voice">{author}</span>}
        {cluster && <Of name={cluster.name} hue={hueOf(room, cluster)} />}
        {theme && <span class="soft voice">{theme.name}</span>}
      </p>
    </div>
  );
}

function Of({ name, hue }: { name: string; hue: number }) {
  return (
    <span class="voice">
      <Gommette hue={hue || undefined} /> {name}
    </span>
  );
}

export function ClusterAlone({ room, tick, cluster }: { room: Reader; tick: Tick; cluster: ClusterRecord }) {
  const places = room.all('place');
  const ideas = ideasOf(room, cluster.board).filter(idea => places.get(idea.id)?.cluster === cluster.id);
  const theme = cluster.theme ? room.get('theme', cluster.theme) : undefined;
  const [from, seen] = useTurns(room, tick, ideas.length);
  const page = ideas.slice(from, from + IDEAS);
  const [box, whole] = useFit(page.map(idea => idea.id + idea.text).join(), ['l', 'm']);
  const to = from + Math.min(whole, page.length);
  seen(to - from);
  return (
    <div class="work wide group" lang={languageOf(room)}>
      <Title text={cluster.name} hue={hueOf(room, cluster)} count={ngettext('{n} idea', '{n} ideas', ideas.length)} aside={theme?.name} />
      {!ideas.length && <p class="empty">{_('No idea in it.')}</p>}
      <ul class="papers fit" ref={box as never}>
        {page.map(idea => (
          <li key={idea.id} data-fit class="paper voice">
            <span class="clamp">{idea.text}</span>
          </li>
        ))}
      </ul>
      <p class="beyond soft num">{ideasSeen(from, to, ideas.length)}</p>
    </div>
  );
}

export function ThemeAlone({ room, tick, id }: { room: Reader; tick: Tick; id: string }) {
  const theme = room.get('theme', id);
  const boards = [...room.all('board').keys()];
  const clusters = boards.flatMap(board => clustersOf(room, board)).filter(cluster => cluster.theme === id);
  const sizes = sizesOf(room);
  const [from, seen] = useTurns(room, tick, clusters.length);
  const page = clusters.slice(from);
  const [box, whole] = useFit(page.map(cluster => cluster.name).join(), ['l', 'm']);
  const to = from + Math.min(whole, page.length);
  seen(to - from);
  if (!theme) return null;
  return (
    <div class="work wide group" lang={languageOf(room)}>
      <Title text={theme.name} hue={theme.hue} count={ngettext('{n} cluster', '{n} clusters', clusters.length)} />
      <div class="rows fit" ref={box as never}>
        {page.map(cluster => (
          <p key={cluster.id} data-fit class="cluster voice">
            <span class="clamp-2">{cluster.name}</span>
            <span class="num">{sizes.get(cluster.id) ?? 0}</span>
          </p>
        ))}
      </div>
      <p class="beyond soft num">{clustersSeen(from, to, clusters.length)}</p>
    </div>
  );
}

interface Title {
  text: string;
  hue: number;
  count: ComponentChildren;
  aside?: string;
}

function Title({ text, hue, count, aside }: Title) {
  return (
    <header class="title">
      <h1 class={sizeOf(text, 60, 110)}>
        <Gommette hue={hue || undefined} />
        {text}
      </h1>
      <p class="soft">
        {aside && <span class="voice">{aside}</span>}
        <span class="num">{count}</span>
      </p>
    </header>
  );
}

/** The running order: what is over, where we are, what comes. */
export function Order({ room }: { room: Reader }) {
  const steps = stepsOf(room);
  const open = room.get('agenda', 'this')?.open;
  const [box] = useFit(steps.map(step => step.about.title).join(), ['l', 'm', 's', 'xs']);
  return (
    <div class="work wide order" lang={languageOf(room)}>
      <h1 class={sizeOf(room.get('workshop', 'this')?.title ?? '', 50, 100)}>{room.get('workshop', 'this')?.title}</h1>
      <ol class="fit" ref={box as never}>
        {steps.map(({ id, n, about, state, later }) => (
          <li key={id} data-fit class={id === open ? 'now' : state === 'closed' && !later ? 'past' : ''} aria-current={id === open ? 'step' : undefined}>
            <span class="num">{state === 'closed' && !later ? '✓' : n}</span>
            <span class="voice clamp-1">{about.title}</span>
            <span class="minutes num">{about.minutes ? _('{n} min', { n: about.minutes }) : ''}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
