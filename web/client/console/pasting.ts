// A pasted list: what each line would become, why some would be refused, and its sending, part by part. What is refused stays.

import { _ } from '../i18n';
import { newId } from '../ids';
import type { AnyCommand } from '../protocol';
import { plain } from '../text';
import type { Desk } from './desk';
import { problemOf } from './fields';

export type What = 'ideas' | 'clusters' | 'themes';

/** One line. Each of its three may be ''. `at`: its place. `problem`: why it stays in the box. */
export interface Row {
  at: number;
  text: string;
  cluster: string;
  theme: string;
  problem: string;
}

export interface List {
  rows: Row[];
  /** It came with columns: so it goes back into the box. */
  table: boolean;
}

const COLUMNS: Record<'text' | 'cluster' | 'theme', string[]> = {
  text: ['text', 'texte', 'idea', 'ideas', 'idee', 'idees'],
  cluster: ['cluster', 'clusters', 'regroupement', 'regroupements'],
  theme: ['theme', 'themes'],
};
const SEPARATORS = [',', ';', '\t'];

/** Its first line names columns that we know. */
export function isTable(text: string): boolean {
  const first = text.trimStart().split('\n', 1)[0] ?? '';
  const cells = first.split(/[,;\t]/).map(cell => plain(cell.replace(/^\ufeff|"/g, '')));
  return cells.some(cell => columnOf(cell)) && (cells.length > 1 || text.trim().includes('\n'));
}

function columnOf(cell: string): keyof typeof COLUMNS | undefined {
  return (Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]).find(name => COLUMNS[name].includes(cell));
}

export function readLines(text: string, what: What): List {
  const lines = text.split(/\r\n|\r|\n/).map(line => line.replace(/\t/g, ' ').trim()).filter(Boolean);
  const row = (line: string, at: number) => ({ at, text: '', cluster: '', theme: '', problem: '', [{ ideas: 'text', clusters: 'cluster', themes: 'theme' }[what]]: line });
  return { rows: lines.map(row), table: false };
}

/** The parser comes when a first table does. */
export async function readTable(text: string): Promise<List> {
  const { default: csv } = await import('papaparse');
  const [head = [], ...body] = csv.parse(text.replace(/^\ufeff/, ''), { delimitersToGuess: SEPARATORS, skipEmptyLines: 'greedy' }).data;
  const columns = head.map(cell => columnOf(plain(cell)));
  const cell = (cells: string[], name: keyof typeof COLUMNS) => (cells[columns.indexOf(name)] ?? '').trim();
  const rows = body.map((cells, at) => ({ at, text: cell(cells, 'text'), cluster: cell(cells, 'cluster'), theme: cell(cells, 'theme'), problem: '' }));
  return { rows: rows.filter(row => row.text || row.cluster || row.theme), table: true };
}

/** As it goes back into the box. */
export async function write({ rows, table }: List): Promise<string> {
  if (!table) return rows.map(row => row.text || row.cluster || row.theme).join('\n');
  if (!rows.length) return '';
  const { default: csv } = await import('papaparse');
  return csv.unparse([['text', 'cluster', 'theme'], ...rows.map(row => [row.text, row.cluster, row.theme])]).replace(/\r\n/g, '\n');
}

/** The same rows, each with the problem that can be told beforehand. */
export function checked(desk: Desk, { rows, table }: List, board: string): List {
  const { limits } = desk.app.data;
  const title = limits.title ?? 200;
  const known = { theme: namesOf(desk, 'theme'), cluster: namesOf(desk, 'cluster', board) };
  const room = { text: (limits.ideas ?? 5000) - desk.reader.all('idea').size, cluster: (limits.clusters ?? 500) - desk.reader.all('cluster').size, theme: (limits.themes ?? 50) - desk.reader.all('theme').size };
  const fresh = { text: 0, cluster: new Set<string>(), theme: new Set<string>() };
  const problem = (row: Row): string => {
    const wrong = problemOf(row.text, limits.idea ?? 2000, false) || problemOf(row.cluster, title, false) || problemOf(row.theme, title, false);
    if (wrong) return wrong;
    if ((row.text || row.cluster) && !board) return _('Add a step of ideas first.');
    for (const kind of ['cluster', 'theme'] as const) {
      const name = plain(row[kind]);
      // Alone on a line, a name that exists would change nothing.
      if (!table && name && (known[kind].has(name) || fresh[kind].has(name))) return _('It is already there.');
      if (name && !known[kind].has(name)) fresh[kind].add(name);
      if (fresh[kind].size > room[kind]) return _('No more fit here.');
    }
    if (row.text && ++fresh.text > room.text) return _('No more fit here.');
    return '';
  };
  return { rows: rows.map(row => ({ ...row, problem: problem(row) })), table };
}

/** Ids by name, as names are compared here. */
function namesOf({ reader }: Desk, kind: 'theme' | 'cluster', board?: string): Map<string, string> {
  const all: { id: string; name: string; board?: string }[] = [...reader.all(kind).values()];
  return new Map(all.filter(each => !board || kind === 'theme' || each.board === board).map(each => [plain(each.name), each.id]));
}

const MOST = 100;
const MOVED = 200;
/** Characters in one command, well below what one frame may hold. */
const HEAVY = 6_000;

export interface Sending {
  desk: Desk;
  board: string;
  /** These rows are on their way: the outbox has them, the box no longer. */
  take: (rows: readonly Row[]) => void;
  /** These are in the box (again), with why if they were refused. */
  back: (rows: readonly Row[], problem?: string) => void;
}

/** Themes, then ideas, then clusters with their ideas. Each command waits for the one before it. */
export async function send(rows: readonly Row[], sending: Sending): Promise<void> {
  const themes = await sendThemes(rows, sending);
  const filed = rows.filter(row => !row.theme || themes.has(plain(row.theme)));
  const placed = await sendIdeas(filed.filter(row => row.text), sending);
  await sendClusters([...filed.filter(row => row.cluster && !row.text), ...placed.keys()], placed, themes, sending);
}

/** Theme ids by name, those that were there among them. */
async function sendThemes(rows: readonly Row[], { desk, take, back }: Sending): Promise<Map<string, string>> {
  const themes = namesOf(desk, 'theme');
  for (const name of new Set(rows.map(row => plain(row.theme)).filter(Boolean))) {
    const of = rows.filter(row => plain(row.theme) === name);
    const alone = of.filter(row => !row.text && !row.cluster);
    const theme = newId();
    take(alone);
    if (themes.has(name)) continue;
    const problem = await refused(desk, { type: 'MakeTheme', theme, name: of[0]!.theme });
    if (problem) back(alone, problem);
    else themes.set(name, theme);
  }
  return themes;
}

/** What remains to be done of the rows whose idea was accepted: put it in its cluster; each with that idea's id. */
async function sendIdeas(rows: readonly Row[], { desk, board, take, back }: Sending): Promise<Map<Row, string>> {
  const placed = new Map<Row, string>();
  for (const part of parts(rows)) {
    const ideas = part.map(row => ({ idea: newId(), text: row.text }));
    take(part);
    const problem = await refused(desk, { type: 'AddIdeas', board, ideas });
    const rests = part.flatMap((row, i) => (row.cluster ? [[{ ...row, text: '' }, ideas[i]!.idea] as const] : []));
    if (!problem) rests.forEach(([row, idea]) => placed.set(row, idea));
    back(problem ? part : rests.map(([row]) => row), problem);
  }
  return placed;
}

function parts(rows: readonly Row[]): Row[][] {
  const all: Row[][] = [];
  let weight = 0;
  for (const row of rows) {
    weight += row.text.length;
    const last = all[all.length - 1];
    if (last && last.length < MOST && weight <= HEAVY) last.push(row);
    else {
      all.push([row]);
      weight = row.text.length;
    }
  }
  return all;
}

async function sendClusters(rows: readonly Row[], placed: Map<Row, string>, themes: Map<string, string>, sending: Sending): Promise<void> {
  const { desk, board, take, back } = sending;
  const known = namesOf(desk, 'cluster', board);
  for (const name of new Set(rows.map(row => plain(row.cluster)))) {
    const of = rows.filter(row => plain(row.cluster) === name);
    const ideas = of.flatMap(row => placed.get(row) ?? []);
    const cluster = known.get(name) ?? newId();
    const theme = themes.get(plain(of.find(row => row.theme)?.theme ?? '')) ?? null;
    const commands: AnyCommand[] = known.has(name) ? [] : [{ type: 'MakeCluster', cluster, board, name: of[0]!.cluster, theme, ideas: ideas.splice(0, MOVED) }];
    for (let i = 0; i < ideas.length; i += MOVED) commands.push({ type: 'MoveIdeas', ideas: ideas.slice(i, i + MOVED), to: cluster });
    take(of);
    let problem = '';
    for (const command of commands) problem ||= await refused(desk, command);
    // Their ideas are on the board by now: what stays in the box is the name of their cluster.
    if (problem) back(of.slice(0, 1), problem);
  }
}

/** Why; '' if it was accepted. */
async function refused(desk: Desk, command: AnyCommand): Promise<string> {
  if (await desk.act('paste', command)) return '';
  const told = desk.refusals.peek().get('paste');
  desk.forget('paste');
  return told?.said || _('This was not understood.');
}
