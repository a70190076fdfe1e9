// The board as it is being sorted: themes, their clusters and how many ideas each holds; of a large board, the themes alone.

import { _, ngettext } from '../i18n';
import { Gommette } from '../parts';
import type { Arrange } from '../protocol';
import { languageOf, Prompt, Rich } from './bits';
import { useFit } from './fit';
import { hueOf, shelvesOf, sizesOf, type Reader, type Shelf } from './room';

/** Above this many, no projector shows them all: then rather every theme than the clusters of the first ones. */
const LARGE = 40;

export function Themes({ room, about }: { room: Reader; about: Arrange }) {
  const shelves = shelvesOf(room, about.board).filter(shelf => shelf.clusters.length);
  const all = shelves.reduce((sum, shelf) => sum + shelf.clusters.length, 0);
  return (
    <div class="work wide">
      <Prompt room={room}>{about.prompt}</Prompt>
      {!all && <p class="empty">{_('The clusters will appear here as ideas are brought together.')}</p>}
      {all > 0 && (all > LARGE && shelves.length > 1 ? <Overview room={room} shelves={shelves} /> : <Shelves room={room} shelves={shelves} all={all} />)}
    </div>
  );
}

interface Props {
  room: Reader;
  shelves: Shelf[];
}

function Shelves({ room, shelves, all }: Props & { all: number }) {
  const sizes = sizesOf(room);
  const what = shelves.map(({ theme, clusters }) => `${theme?.name}:${clusters.map(cluster => cluster.name).join()}`).join();
  const [box, whole] = useFit(what, ['l', 'm', 's', 'xs', 'xs flow']);
  const others = Math.max(0, all - whole);
  return (
    <>
      <div class="shelves fit" lang={languageOf(room)} ref={box as never}>
        {shelves.map(({ theme, clusters }) => (
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
      <p class="beyond soft">
        {others > 0 && <Rich text={ngettext('Then {n} other cluster. All are on your device.', 'Then {n} other clusters. All are on your device.', others)} />}
      </p>
    </>
  );
}

function Overview({ room, shelves }: Props) {
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
            <span class={`clamp ${shelf.theme ? '' : 'tool'}`}>{shelf.theme?.name ?? _('Under no theme')}</span>
            <span class="num">{counts(shelf).join(', ')}</span>
          </p>
        ))}
      </div>
      <p class="beyond soft">
        {others > 0 && <Rich text={ngettext('Then {n} other theme. All are on your device.', 'Then {n} other themes. All are on your device.', others)} />}
        {others === 0 && _('Every cluster is on your device.')}
      </p>
    </>
  );
}
