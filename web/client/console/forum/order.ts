// The order of spaces on the wall, by keys or buttons.

import { spacesOf } from '../../grid';
import { _ } from '../../i18n';
import type { Desk } from '../desk';

/** One place to the left or to the right. */
export function shiftSpace(desk: Desk, id: string, by: 1 | -1, at = 'wall'): void {
  const spaces = spacesOf(desk.reader);
  const here = spaces.findIndex(space => space.id === id);
  const space = spaces[here];
  if (!space) return;
  const to = here + by;
  const { name } = space;
  if (to < 0 || to >= spaces.length) return desk.say(by < 0 ? _('“{name}” is the first already.', { name }) : _('“{name}” is the last already.', { name }));
  const others = spaces.filter(each => each.id !== id);
  desk.say(_('“{name}” is number {n} of {all} now.', { name, n: to + 1, all: spaces.length }));
  void desk.act(at, { type: 'MoveSpace', space: id, after: others[to - 1]?.id ?? null });
}
