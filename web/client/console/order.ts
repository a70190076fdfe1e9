// The order of the board: a cluster's place under its theme, a theme's among the others; by the pointer, keys or buttons.

import { _ } from '../i18n';
import type { ClusterRecord, ThemeRecord } from '../protocol';
import { clustersOf, themesOf } from '../screen/room';
import type { Desk } from './desk';

type Where = { theme: string | null } | { beside: string; how: string };

/** Last under a theme, or before or behind another cluster. */
export function orderCluster(desk: Desk, id: string, where: Where): void {
  const cluster = desk.reader.get('cluster', id);
  const other = 'beside' in where ? desk.reader.get('cluster', where.beside) : undefined;
  if (!cluster || ('beside' in where && !other)) return;
  const theme = 'theme' in where ? where.theme : (other?.theme ?? null);
  const shelf = under(desk, cluster.board, theme).filter(each => each.id !== id);
  const at = 'theme' in where ? shelf.length : shelf.findIndex(each => each.id === where.beside) + (where.how === 'after' ? 1 : 0);
  put(desk, cluster, shelf, at, theme);
}

/** One place up or down under its theme. */
export function shiftCluster(desk: Desk, id: string, by: 1 | -1): void {
  const cluster = desk.reader.get('cluster', id);
  if (!cluster) return;
  const theme = cluster.theme ?? null;
  const shelf = under(desk, cluster.board, theme);
  const at = shelf.findIndex(each => each.id === id) + by;
  if (at < 0 || at >= shelf.length) return desk.say(by < 0 ? _('“{name}” is the first already.', { name: cluster.name }) : _('“{name}” is the last already.', { name: cluster.name }));
  put(desk, cluster, shelf.filter(each => each.id !== id), at, theme);
}

function put(desk: Desk, cluster: ClusterRecord, shelf: ClusterRecord[], at: number, theme: string | null): void {
  const name = theme ? desk.reader.get('theme', theme)?.name : undefined;
  const where = { name: cluster.name, n: at + 1, all: shelf.length + 1, theme: name ?? _('Under no theme') };
  const said = theme === (cluster.theme ?? null) ? _('“{name}” is number {n} of {all} now.', where) : _('“{name}” filed under “{theme}”.', where);
  void desk.acts.act({ type: 'OrderCluster', cluster: cluster.id, after: shelf[at - 1]?.id ?? null, theme }, said);
}

function under(desk: Desk, board: string, theme: string | null): ClusterRecord[] {
  const known = (id?: string | null) => (id && desk.reader.get('theme', id) ? id : null);
  return clustersOf(desk.reader, board).filter(cluster => known(cluster.theme) === theme);
}

/** `how`: before or after the other one. */
export function orderTheme(desk: Desk, id: string, beside: string, how: string): void {
  const others = themesOf(desk.reader).filter(theme => theme.id !== id);
  putTheme(desk, id, others, others.findIndex(theme => theme.id === beside) + (how === 'after' ? 1 : 0));
}

export function shiftTheme(desk: Desk, id: string, by: 1 | -1): void {
  const themes = themesOf(desk.reader);
  const here = themes.findIndex(theme => theme.id === id);
  const at = here + by;
  const theme = themes[here];
  if (!theme) return;
  if (at < 0 || at >= themes.length) return desk.say(by < 0 ? _('“{name}” is the first already.', { name: theme.name }) : _('“{name}” is the last already.', { name: theme.name }));
  putTheme(desk, id, themes.filter(each => each.id !== id), at);
}

function putTheme(desk: Desk, id: string, others: ThemeRecord[], at: number): void {
  const name = desk.reader.get('theme', id)?.name ?? '';
  const said = _('“{name}” is number {n} of {all} now.', { name, n: at + 1, all: others.length + 1 });
  void desk.acts.act({ type: 'OrderTheme', theme: id, after: others[at - 1]?.id ?? null }, said);
}
