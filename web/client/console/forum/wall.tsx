// The marketplace and the agenda wall on the console: the tray of topics, the wall, and what is done to them.

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { StepRecord } from '../../protocol';
import { useHand } from '../carry';
import type { Desk } from '../desk';
import { forget, openPlacing, takeOff } from './acts';
import { WallHand } from './carry';
import { Grid } from './grid';
import { shiftSpace } from './order';
import { looseOf } from './reading';
import { Tools } from './tools';
import { Tray } from './tray';

/** For the steps `market` and `sessions`. */
export function ForumWall({ desk, step }: { desk: Desk; step: StepRecord }) {
  const whole = useRef<HTMLElement | null>(null);
  const loose = looseOf(desk.reader);
  // While circles run, most topics have their place: the wall has the room. It never folds by itself afterwards.
  const tray = useSignal(step.about.kind === 'market' || loose.length > 0);
  useHand(whole, () => new WallHand(desk));
  useEffect(() => () => forget(desk), []);
  return (
    <section class={`work forum ${tray.value ? '' : 'wide'}`} aria-label={step.about.title} ref={whole} onKeyDown={event => onKey(desk, event)}>
      <Tools desk={desk} step={step} tray={tray} loose={loose.length} />
      {tray.value && <Tray desk={desk} topics={loose} open={tray} />}
      <Grid desk={desk} />
    </section>
  );
}

function onKey(desk: Desk, event: KeyboardEvent): void {
  const { target, key } = event;
  if (event.ctrlKey || event.metaKey || !(target instanceof HTMLElement) || !('item' in target.dataset)) return;
  const topic = target.closest<HTMLElement>('[data-topic]')?.dataset['topic'];
  const session = target.dataset['session'];
  const space = target.dataset['space'];
  if (event.altKey) {
    const by = { ArrowLeft: -1 as const, ArrowRight: 1 as const }[key];
    if (!by || !space) return;
    shiftSpace(desk, space, by);
  } else if ((key === 'd' || key === 'D') && (topic || session)) openPlacing(desk, (topic ?? session)!);
  else if ((key === 'Delete' || key === 'Backspace') && session) void takeOff(desk, session);
  else return;
  event.preventDefault();
}
