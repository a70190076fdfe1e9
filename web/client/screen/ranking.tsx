// The reveal: each row fills with its dots, ten by ten, so that a room can count them.

import { useRef } from 'preact/hooks';
import { topicTheme } from '../grid';
import { _, ngettext } from '../i18n';
import { Gommette } from '../parts';
import type { Count, StepRecord, TallyRecord, Vote } from '../protocol';
import { Clock, languageOf, Rich, sizeOf } from './bits';
import { useFit } from './fit';
import type { Tick } from './forum/times';
import { hueOf, themesOf, type Reader } from './room';
import { Rules } from './voting';

const MOST_ROWS = 16;
const FILLING_S = 1.2;
const STILL_OVER = 1000;
const UNITS = [1, 5, 10, 20, 50, 100, 200, 500];

interface Row extends Count {
  name: string;
  hue: number;
}

/** Up to so many rows the dots are drawn larger, for they have the page to themselves. */
const FEW = 5;

interface Ranking {
  room: Reader;
  step: StepRecord;
  about: Vote;
  tally: TallyRecord;
  /** The round still runs: its totals are shown as they change. */
  live: boolean;
  tick: Tick;
}

export function Ranking({ room, step, about, tally, live, tick }: Ranking) {
  const { dots = 0, voters = 0, counts = [] } = tally;
  const rows = rowsOf(room, counts);
  const [box, whole] = useFit(rows.map(row => row.name).join(' '));
  const most = Math.max(0, ...rows.map(row => row.dots));
  const unit = UNITS.find(size => size > 1 ? most / size <= 100 : most <= 100) ?? 500;
  const shown = rows.slice(0, whole);
  return (
    <div class="ranking">
      <header class="top">
        <h1 class={`grow ${sizeOf(about.prompt || about.title, 45, 100)}`}>{about.prompt || about.title}</h1>
        <span class="totals soft">
          <Rich text={ngettext('{n} dot', '{n} dots', dots)} />, <Rich text={ngettext('{n} person', '{n} people', voters)} />
        </span>
        {live && <Clock step={step} tick={tick} />}
      </header>
      {live && <Rules room={room} about={about} finished />}
      {unit > 1 && <p class="unit soft">{_('One dot drawn for {n} dots stuck', { n: unit })}</p>}
      {!rows.length && <p class="empty">{_('Nobody stuck a dot in this round.')}</p>}
      <ol lang={languageOf(room)} class={`rank fit ${most / unit > 70 ? 'dense' : rows.length <= FEW && most / unit <= 30 ? 'few' : ''}`} ref={box as never}>
        {rows.map(row => (
          <li key={row.on} data-fit>
            <span class="place num">{row.rank}</span>
            <b class="name clamp">{row.name}</b>
            <Dots n={Math.max(1, Math.round(row.dots / unit))} most={most / unit} hue={row.hue} moving={!live && dots <= STILL_OVER} />
            <b class="total num">{row.dots}</b>
          </li>
        ))}
      </ol>
      <Tail others={Math.max(0, (tally.choices ?? 0) - shown.length)} left={dots - shown.reduce((sum, row) => sum + row.dots, 0)} on={about.on} />
      <Key room={room} rows={shown} />
    </div>
  );
}

function rowsOf(room: Reader, counts: Count[]): Row[] {
  return counts.slice(0, MOST_ROWS).map(count => {
    const topic = room.get('topic', count.on);
    if (topic) return { ...count, name: topic.title || _('Topic {n}', { n: topic.n }), hue: topicTheme(room, topic)?.hue ?? 0 };
    const cluster = room.get('cluster', count.on) ?? room.get('cluster', room.get('place', count.on)?.cluster ?? '');
    const name = room.get('cluster', count.on)?.name ?? room.get('idea', count.on)?.text ?? '';
    return { ...count, name, hue: hueOf(room, cluster) };
  });
}

function Dots({ n, most, hue, moving }: { n: number; most: number; hue: number; moving: boolean }) {
  // Seen for the first time it moves; it does not move again when a delta draws it again.
  const moves = useRef(moving);
  const tens = Math.ceil(n / 10);
  const pause = FILLING_S / Math.max(1, Math.ceil(most / 10));
  return (
    <span class="dots" aria-hidden="true">
      {Array.from({ length: tens }, (_ten, i) => (
        <span key={i} class={`ten ${moves.current ? 'lands' : ''}`} style={moves.current ? { animationDelay: `${(i * pause).toFixed(2)}s` } : undefined}>
          {Array.from({ length: Math.min(10, n - i * 10) }, (_dot, j) => (
            <Dot key={j} hue={hue} />
          ))}
        </span>
      ))}
    </span>
  );
}

function Dot({ hue }: { hue: number }) {
  return (
    <svg class="g">
      <use href={`#m${hue ? ((hue - 1) % 8) + 1 : 0}`} />
    </svg>
  );
}

interface Rest {
  others: number;
  left: number;
  on: Vote['on'];
}

function Tail({ others, left, on }: Rest) {
  if (!others) return <p class="beyond soft" />;
  const what = {
    clusters: ngettext('{n} other cluster', '{n} other clusters', others),
    ideas: ngettext('{n} other idea', '{n} other ideas', others),
    both: ngettext('{n} other choice', '{n} other choices', others),
    reports: ngettext('{n} other report', '{n} other reports', others),
  }[on];
  const dots = ngettext('{n} dot', '{n} dots', left);
  const then = left
    ? _('Then {others} and {dots}. All stay in the report.', { others: what, dots })
    : _('Then {others} without a dot. All stay in the report.', { others: what });
  return (
    <p class="beyond soft">
      <Rich text={then} />
    </p>
  );
}

function Key({ room, rows }: { room: Reader; rows: Row[] }) {
  const hues = new Set(rows.map(row => row.hue));
  const themes = themesOf(room).filter(theme => hues.has(theme.hue));
  return (
    <p class="key voice">
      {themes.map(theme => (
        <span key={theme.id}>
          <Gommette hue={theme.hue} />
          <span class="clamp-1">{theme.name}</span>
        </span>
      ))}
    </p>
  );
}
