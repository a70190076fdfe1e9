// What the room may see, in the order it sees it. The screen reads its own records; the console's preview reads the
// facilitator's through `asRoom`, which leaves out what no screen is shown.

import type { ClusterRecord, IdeaRecord, Kind, RecordOf, RoundRecord, StepRecord, TallyRecord, ThemeRecord } from '../protocol';

export interface Reader {
  get<K extends Kind>(kind: K, id: string): RecordOf<K> | undefined;
  all<K extends Kind>(kind: K): ReadonlyMap<string, RecordOf<K>>;
}

/** How to get in: the page brings it, records never do. `qr`: an SVG. */
export interface Door {
  code: string;
  address: string;
  qr: string;
}

export interface Shelf {
  theme: ThemeRecord | null;
  clusters: ClusterRecord[];
}

export function stepsOf(room: Reader): StepRecord[] {
  return [...room.all('step').values()].sort((a, b) => a.n - b.n);
}

/** The open step; else the one that was open last, so that what it showed stays between two steps. */
export function stepShown(room: Reader): StepRecord | undefined {
  const open = room.get('agenda', 'this')?.open;
  if (open) return room.get('step', open);
  const opened = stepsOf(room).filter(step => step.opened_at && !step.later);
  return opened.sort((a, b) => b.opened_at! - a.opened_at!)[0];
}

export function meetingOpen(room: Reader): boolean {
  return room.get('agenda', 'this')?.meeting_open ?? true;
}

export function boardOf(step?: StepRecord): string {
  return step && 'board' in step.about ? step.about.board : '';
}

export function themesOf(room: Reader): ThemeRecord[] {
  return [...room.all('theme').values()].sort((a, b) => (a.order ?? a.hue) - (b.order ?? b.hue) || a.hue - b.hue);
}

export function clustersOf(room: Reader, board: string): ClusterRecord[] {
  return [...room.all('cluster').values()].filter(cluster => cluster.board === board).sort((a, b) => a.order - b.order);
}

/** The board as it is read: themes in order, their clusters under them, then those under no theme. */
export function shelvesOf(room: Reader, board: string): Shelf[] {
  const clusters = clustersOf(room, board);
  const shelves: Shelf[] = themesOf(room).map(theme => ({ theme, clusters: clusters.filter(cluster => cluster.theme === theme.id) }));
  const loose = clusters.filter(cluster => !cluster.theme || !room.get('theme', cluster.theme));
  return loose.length ? [...shelves, { theme: null, clusters: loose }] : shelves;
}

/** Ideas on a board, by number; those without one yet come last, in order of arrival. */
export function ideasOf(room: Reader, board: string): IdeaRecord[] {
  const last = Number.MAX_SAFE_INTEGER;
  return [...room.all('idea').values()].filter(idea => idea.board === board).sort((a, b) => (a.n || last) - (b.n || last));
}

/** How many ideas are in each cluster. */
export function sizesOf(room: Reader): Map<string, number> {
  const sizes = new Map<string, number>();
  const ideas = room.all('idea');
  for (const { id, cluster } of room.all('place').values()) if (ideas.has(id)) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  return sizes;
}

/** The latest round of a step. */
export function roundOf(room: Reader, step: string): RoundRecord | undefined {
  return [...room.all('round').values()].filter(round => round.step === step).pop();
}

/** Once revealed, or while the round runs, where its totals are shown. */
export function tallyOf(room: Reader, round?: RoundRecord): TallyRecord | undefined {
  return round && room.get('tally', round.id);
}

/** The theme whose colour and mark an item's dots take: 0 for none; a workshop without themes has only the first. */
export function hueOf(room: Reader, cluster?: ClusterRecord): number {
  if (!room.all('theme').size) return 1;
  return (cluster?.theme && room.get('theme', cluster.theme)?.hue) || 0;
}

const NOT_FOR_THE_ROOM: readonly Kind[] = ['person', 'late', 'hidden', 'author', 'history', 'mine', 'left', 'ballot', 'paper', 'entered', 'reported', 'aside', 'interest', 'whereabouts', 'versions', 'version'];

/** What the server would show a screen, out of what it shows a facilitator (IDEA4, 6, 7, 12, TOPIC5); what is put aside it says itself. */
export function asRoom(all: Reader): Reader {
  return {
    get(kind, id) {
      const record = all.get(kind, id);
      return record && sieve(all)(record) ? record : undefined;
    },
    all(kind) {
      const shows = sieve(all);
      return new Map([...all.all(kind)].filter(([, record]) => shows(record)));
    },
  };
}

function sieve(all: Reader): (record: RecordOf<Kind>) => boolean {
  const aside = new Set(all.get('screen', 'this')?.aside);
  const stepAside = (id = '') => !!all.get('step', id)?.later;
  const topicShown = (id: string) => !!all.get('topic', id) && !all.get('topic', id)!.hidden && !aside.has('topics');
  return record => {
    switch (record.kind) {
      case 'idea': return !!record.n && !all.all('hidden').has(record.id) && !all.all('late').has(record.id) && !aside.has(`ideas ${record.board}`);
      case 'cluster': return !aside.has(`clusters ${record.board}`);
      case 'place': return !aside.has(`clusters ${all.all('cluster').get(record.cluster)?.board}`);
      case 'theme': return !aside.has('themes');
      case 'round': return !stepAside(record.step);
      case 'topic': return !record.hidden && !aside.has('topics');
      // Of a topic that the room sees (TOPIC4, 5).
      case 'session':
      case 'attendance':
      case 'report': return topicShown(record.id);
      case 'text': return topicShown(record.session);
      case 'tally': return !stepAside(all.get('round', record.id)?.step);
      default: return !NOT_FOR_THE_ROOM.includes(record.kind);
    }
  };
}
