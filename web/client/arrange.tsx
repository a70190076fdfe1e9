// Everybody brings ideas together, on a phone as on a laptop: what is to sort, and the clusters. The desk and its dialogs are
// the console's, so that a hand does the same on both; what is drawn is for one thumb. Loaded only where a step lets everyone.

import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { App } from './app';
import { Board, Inside } from './arrange-board';
import { Tray, unsorted } from './arrange-tray';
import { useCarrying } from './console/carry';
import { Desk } from './console/desk';
import { jump } from './console/lists';
import { MergeDialog } from './console/merge';
import { MoveDialog } from './console/move';
import { ClusterDialog } from './console/naming';
import { picked } from './console/slip';
import { _, ngettext } from './i18n';
import { Icon, inFull } from './parts';
import { FinishButton } from './people';
import type { AnyCommand, Arrange, StepRecord } from './protocol';
import { clustersOf } from './screen/room';
import { useStill } from './still';

/** From here on there is room for both lists, and for dragging from one to the other. */
const WIDE = '(min-width: 768px)';

/** The console's, but that what is refused is told over the foot, where the thumb is. */
class Hand extends Desk {
  override refuse(at: string, command: AnyCommand, told: { said: string; then: string }): void {
    super.refuse(at, command, told);
    this.acts.notice.value = { said: inFull(told, command) };
  }
}

let made: Desk | undefined;
/** One for the page: what is ticked, and what may be undone, outlives a step that is closed and opened again. */
const deskOf = (app: App) => (made ??= new Hand(app, { code: '', address: '', qr: '' }));

export function Arranging({ app, about }: { app: App; about: Arrange }) {
  const desk = deskOf(app);
  const { board } = about;
  const whole = useRef<HTMLDivElement>(null);
  const side = useSignal<'tray' | 'board'>('tray');
  const left = unsorted(desk, board).length;
  const clusters = clustersOf(desk.reader, board).length;
  useStill(whole);
  useTelling(desk);
  useKeys(desk);
  const tab = (name: 'tray' | 'board', text: string, n: number) => (
    <button aria-pressed={side.value === name} onClick={() => (side.value = name)}>{text} <span class="num">{n}</span></button>
  );
  return (
    <div class="arranging" data-side={side.value} ref={whole} onKeyDown={event => onKey(desk, event)}>
      <p class="note"><Icon name="eye" /><span><b>{_('Everyone groups.')}</b> {_('Tick what says the same, then move it into a cluster.')}</span></p>
      <div class="switch" role="group" aria-label={_('What is shown')}>{tab('tray', _('To sort'), left)}{tab('board', _('Clusters'), clusters)}</div>
      <div class="both">
        <Tray app={app} desk={desk} board={board} />
        <Board app={app} desk={desk} board={board} />
      </div>
      <Inside app={app} desk={desk} />
      <Dialogs desk={desk} board={board} />
      {matchMedia(WIDE).matches && <Carrying root={whole} desk={desk} />}
    </div>
  );
}

function Dialogs({ desk, board }: { desk: Desk; board: string }) {
  const dialog = desk.dialog.value;
  useQuiet(desk);
  switch (dialog?.is) {
    case 'move': return <MoveDialog key={dialog.ideas.join()} desk={desk} board={board} {...dialog} />;
    case 'cluster': return <ClusterDialog key={dialog.cluster} desk={desk} id={dialog.cluster} />;
    case 'merge': return <MergeDialog key={dialog.cluster} desk={desk} id={dialog.cluster} into={dialog.into} />;
    default: return null;
  }
}

function Carrying({ root, desk }: { root: { current: HTMLElement | null }; desk: Desk }) {
  useCarrying(root, desk);
  return null;
}

/** Only who writes a name needs the keyboard of a phone, which would hide the list. */
function useQuiet(desk: Desk): void {
  const dialog = desk.dialog.value;
  useLayoutEffect(() => {
    if (dialog && matchMedia('(pointer: coarse)').matches) document.querySelector<HTMLElement>('dialog.move[open] .find')?.closest('dialog')?.querySelector<HTMLElement>('.dh .btn')?.focus();
  }, [dialog]);
}

/** Who holds what is asked for while one arranges; what the desk says is heard where the phone says things. */
function useTelling(desk: Desk): void {
  useEffect(() => {
    const leave = desk.app.watch(['held:this']);
    return () => {
      leave();
      desk.dialog.value = null;
    };
  }, []);
  useSignalEffect(() => {
    if (desk.said.value) desk.app.said.value = desk.said.value;
  });
}

function onKey(desk: Desk, event: KeyboardEvent): void {
  const { target, key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof HTMLElement) || isText(target)) return;
  const cluster = target.dataset['clusterId'];
  if (key !== 'd' && key !== 'D') return;
  const ideas = picked(desk, target);
  if (cluster && !desk.chosen.value.size) desk.dialog.value = { is: 'cluster', cluster };
  else if (ideas.length) desk.dialog.value = { is: 'move', ideas };
  else return;
  event.preventDefault();
}

/** Wherever the focus is, but in what is being written: there Ctrl Z is the browser's own. */
function useKeys(desk: Desk): void {
  useEffect(() => {
    const onDown = (event: KeyboardEvent) => {
      jump(event);
      const undo = event.key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
      if (!undo || desk.dialog.value || (event.target instanceof HTMLElement && isText(event.target))) return;
      event.preventDefault();
      void desk.acts.undo();
    };
    document.addEventListener('keydown', onDown);
    return () => document.removeEventListener('keydown', onDown);
  }, []);
}

const isText = (target: HTMLElement) => target.matches('input:not([type=checkbox], [type=radio]), textarea, select');

/** Under the thumb: what is ticked goes somewhere; else one undoes, or has finished. */
export function Foot({ app, step }: { app: App; step: StepRecord }) {
  const desk = deskOf(app);
  const ticked = picked(desk, null);
  return (
    <>
      <Notice desk={desk} />
      <footer class="done" data-region>
        {ticked.length ? (
          <>
            <button class="btn" onClick={() => (desk.chosen.value = new Set())}>{_('Untick')}</button>
            <button class="btn main grow" onClick={() => (desk.dialog.value = { is: 'move', ideas: ticked })}>{ngettext('Move {n} idea to…', 'Move {n} ideas to…', ticked.length)}</button>
          </>
        ) : (
          <>
            <button class="btn" aria-keyshortcuts="Control+Z" onClick={() => void desk.acts.undo()}>{_('Undo')}</button>
            <span class="grow" />
            <FinishButton app={app} step={step} />
          </>
        )}
      </footer>
    </>
  );
}

/** What came undone, or where somebody else moved a card after us. Its place is always there, or it would not be read aloud. */
function Notice({ desk }: { desk: Desk }) {
  const { notice } = desk.acts;
  const { said, undo } = notice.value ?? {};
  return (
    <div class="told" role="status">
      {said && (
        <p class="note">
          <span class="grow">{said}</span>
          {undo && <button class="btn small" onClick={undo}>{_('Undo')}</button>}
          <button class="btn bare" aria-label={_('Close')} onClick={() => (notice.value = null)}><Icon name="close" /></button>
        </p>
      )}
    </div>
  );
}
