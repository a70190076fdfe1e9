// What the room reads of the open forum beside the wall itself: how many people a circle has, and which reports say something.

import { everyCircle, hasReport, isOver, isRunning, type Placed } from '../../grid';
import type { Reader } from '../room';

/** How many are there; before, how many would come; afterwards, how many have been there. */
export function peopleOf(room: Reader, { session }: Placed): number {
  const { here = 0, been = 0 } = room.get('attendance', session.id) ?? {};
  if (isOver(session)) return been;
  return isRunning(session) ? here : (session.interest ?? 0);
}

/** Those whose report says something, in the order of the wall; then what has left it. */
export function reported(room: Reader): string[] {
  const proposing = new Set([...room.all('idea').values()].map(({ origin }) => origin));
  return everyCircle(room).map(({ id }) => id).filter(id => hasReport(room, id) || proposing.has(`session:${id}`));
}
