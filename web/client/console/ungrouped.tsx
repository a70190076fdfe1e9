// In a vote on clusters nobody can dot what is in none: said before it is too late to put it somewhere.

import { ngettext } from '../i18n';
import type { StepRecord } from '../protocol';
import { ideasOf, roundOf } from '../screen/room';
import type { Desk } from './desk';

export function Ungrouped({ desk, step }: { desk: Desk; step: StepRecord }) {
  const { reader } = desk;
  const about = step.about;
  if (about.kind !== 'vote' || about.on !== 'clusters') return null;
  const round = roundOf(reader, step.id);
  if (round?.revealed || round?.state === 'sealed') return null;
  const [hidden, late, place] = [reader.all('hidden'), reader.all('late'), reader.all('place')];
  const n = ideasOf(reader, about.board).filter(idea => idea.n && !hidden.has(idea.id) && !late.has(idea.id) && !place.has(idea.id)).length;
  if (!n) return null;
  return <p class="small soft ungrouped">{ngettext('{n} idea is in no cluster: no dots on it.', '{n} ideas are in no cluster: no dots on them.', n)}</p>;
}
