// The board as it is being sorted: what waits, then themes, their clusters and how many ideas each holds; of a large board first the themes alone.

import { _, ngettext } from '../i18n';
import { Gommette } from '../parts';
import type { Arrange } from '../protocol';
import { languageOf, Prompt } from './bits';
import { useFit } from './fit';
import type { Tick } from './forum/times';
import { hueOf, ideasOf, shelvesOf, sizesOf, type Reader, type Shelf } from './room';
import { clustersSeen, ideasSeen, useTurns } from './turning';

/** Above this many, it takes several pages to tell them: every theme is told first. */
const LARGE = 40;
/** Ideas laid out for one page, at most. */
const IDEAS = 16;

interface Props {
  room: Reader;
  tick: Tick;
  about: Arrange;
}

export function Themes({ room, tick, about }: Props) {
  const shelves = shelvesOf(room, about.board).filter(shelf => shelf.clusters.length);
  const ideas = ideasOf(room, about.board);
  return (
    <div class="work wide">
      <Prompt room={room}>{about.prompt}</Prompt>
      {shelves.length > 0 ? <Clusters room={room} tick={tick} shelves={shelves} />
        : ideas.length > 0 ? <ToSort room={room} tick={tick} ideas={ideas} />
        : <p class="empty">{_('The clusters will appear here as ideas are brought together.')}</p>}
    </div>
  );
}

function ToSort({ room, tick, ideas }: Omit<Props, 'about'> & { ideas: ReturnType<typeof ideasOf> }) {
  const [from, seen] = useTurns(room, tick, ideas.length);
  const page = ideas.slice(from, from + IDEAS);
  const [box, whole] = useFit(page.map(({ id, text }) => id + text).join(' '));
  const to = from + Math.min(whole, page.length);
  seen(to - from);
  return (
    <>
      <ul class="ideas fit" lang={languageOf(room)} ref={box as never}>
        {page.map(({ id, text }) => (
          <li key={id} data-fit class="paper voice"><span class="clamp">{text}</span></li>
        ))}
      </ul>
      <p class="beyond soft num">{ideasSeen(from, to, ideas.length)}</p>
    </>
  );
}

interface Board {
  room: Reader;
  shelves: Shelf[];
}

function Clusters({ room, tick, shelves }: Board & { tick: Tick }) {
  const all = shelves.reduce((sum, { clusters }) => sum + clusters.length, 0);
  const [from, seen] = useTurns(room, tick, all, all > LARGE && shelves.length > 1 ? -1 : 0);
  return from < 0 ? <Overview room={room} shelves={shelves} /> : <Shelves room={room} shelves={shelves} all={all} from={from} seen={seen} />;
}

function Shelves({ room, shelves, all, from, seen }: Board & { all: number; from: number; seen: (whole: number) => void }) {
  const sizes = sizesOf(room);
  const here = since(shelves, from);
  const what = here.map(({ theme, clusters }) => `${theme?.name}:${clusters.map(cluster => cluster.name).join()}`).join();
  const [box, whole] = useFit(what, ['l', 'm', 'm flow']);
  const to = Math.min(all, from + whole);
  seen(to - from);
  return (
    <>
      <div class="shelves fit" lang={languageOf(room)} ref={box as never}>
        {here.map(({ theme, clusters }) => (
          <section key={theme?.id ?? ''} class={clusters.length > 8 ? 'long' : ''}>
            {(theme || shelves.length > 1) && (
              <h2 data-fit="heading">
                {theme && <Gommette hue={theme.hue} />}
                <span class={`clamp-2 ${theme ? '' : 'tool'}`}>{theme?.name ?? _('Under no theme')}</span>
              </h2>
            )}
            {clusters.map(cluster => (
              <p key={cluster.id} data-fit class="cluster voice">
                {!theme && shelves.length === 1 && <Gommette hue={hueOf(room, cluster) || undefined} />}
                <span class="clamp-2">{cluster.name}</span>
                <span class="num">{sizes.get(cluster.id) ?? 0}</span>
              </p>
            ))}
          </section>
        ))}
      </div>
      <p class="beyond soft num">{clustersSeen(from, to, all)}</p>
    </>
  );
}

/** From that cluster on, each under its theme. */
function since(shelves: Shelf[], from: number): Shelf[] {
  let skip = from;
  return shelves.flatMap(({ theme, clusters }) => {
    const left = clusters.slice(skip);
    skip = Math.max(0, skip - clusters.length);
    return left.length ? [{ theme, clusters: left }] : [];
  });
}

function Overview({ room, shelves }: Board) {
  const sizes = sizesOf(room);
  const [box, whole] = useFit(shelves.map(({ theme, clusters }) => `${theme?.name} ${clusters.length}`).join(), ['l', 'm']);
  const others = Math.max(0, shelves.length - whole);
  const counts = ({ clusters }: Shelf) => [
    ngettext('{n} cluster', '{n} clusters', clusters.length),
    ngettext('{n} idea', '{n} ideas', clusters.reduce((sum, cluster) => sum + (sizes.get(cluster.id) ?? 0), 0)),
  ];
  return (
    <>
      <div class="overview fit" ref={box as never}>
        {shelves.map(shelf => (
          <p key={shelf.theme?.id ?? ''} data-fit class="voice">
            {shelf.theme && <Gommette hue={shelf.theme.hue} />}
            <span class={`clamp ${shelf.theme ? '' : 'tool'}`} lang={shelf.theme ? languageOf(room) : undefined}>{shelf.theme?.name ?? _('Under no theme')}</span>
            <span class="num">{counts(shelf).join(', ')}</span>
          </p>
        ))}
      </div>
      <p class="beyond soft">{others > 0 && ngettext('Then {n} other theme. The clusters follow.', 'Then {n} other themes. The clusters follow.', others)}</p>
    </>
  );
}
