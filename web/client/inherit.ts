// Somebody who had joined twice is one person now: what this seat wrote as the other is theirs to find here, and to send.

import { keep, kept, keptNames, type Shelf } from './shelf';

/** To be asked before anything is looked for: a seat's person changes only when two people become one. */
export async function inherit(shelf: Shelf, face: string, seat: string, person: string): Promise<void> {
  const before = kept(`seat:${seat}`);
  keep(`seat:${seat}`, person);
  if (!before || before === person) return;
  const [from, to] = [`${face}:${before}`, `${face}:${person}`];
  const left = await shelf.left(from);
  if (left.length) await shelf.put(...left.map(item => ({ ...item, seat: to })));
  for (const rest of keptNames(`draft:${from}:`)) {
    keep(`draft:${to}:${rest}`, kept(`draft:${from}:${rest}`));
    keep(`draft:${from}:${rest}`, null);
  }
}
