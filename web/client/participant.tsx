// The participant's phone: the step that is open, and what one can do in it.

import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Agenda, Header, Hush, openStep, steps } from './agenda';
import { boot, type App } from './app';
import { MoveButton, MoveDialog, type Moving } from './arrange';
import { ClusterIdeas, Clusters, loose, type Entry } from './clusters';
import { _ } from './i18n';
import { Box, isGather, onBoard, OtherIdeas, others, OwnIdeas, Reading, unfinished } from './ideas';
import { Offline, refusal, stopped, words } from './parts';
import { Finish, FinishButton, Me } from './people';
import type { Arrange, IdeaRecord, StepRecord } from './protocol';
import { ballotOf, isVote, Results, roundOf, Rule, Sheet, Voting, type VoteStep } from './voting';

function Participant({ app }: { app: App }) {
  const step = openStep(app);
  const over = stopped(app);
  useTitle(step?.about.title ?? app.store.get('workshop', 'this')?.title);
  // Erased from another device: what is on this page is nobody's any more.
  if (app.state.value === 'online' && !app.store.get('person', app.data.person)) location.reload();
  if (over) return <><Header app={app} />{over}</>;
  const late = unfinished(app);
  const round = isVote(step) ? roundOf(app, step) : undefined;
  const voting = isVote(step) && round && !round.revealed ? step : undefined;
  const gather = isGather(step) ? step : undefined;
  const box = gather ?? late;
  return (
    <>
      <Header app={app} step={step} />
      <Offline app={app} />
      <Hush app={app} />
      <Refusals app={app} />
      <main id="main" tabIndex={-1} class={gather ? 'gather' : voting ? 'vote' : 'wait'}>
        <div class="lead">
          <Prompt app={app} step={step} />
          {gather && <Reading key="reading" about={gather.about} />}
          {voting && <Rule key="rule" about={voting.about} />}
          {box && <Box key={`box-${box.about.board}`} app={app} step={box} />}
        </div>
        <OwnIdeas app={app} board={gather?.about.board} always={!!gather} />
        <div class="rest"><Step app={app} step={step} /><Me app={app} /></div>
      </main>
      {voting && round?.state === 'open' ? <Bar app={app} step={voting} round={round} /> : step && <Finish app={app} step={step} />}
    </>
  );
}

function useTitle(title = ''): void {
  useEffect(() => {
    document.title = `${title} · Gommette`;
  }, [title]);
}

function Prompt({ app, step }: { app: App; step?: StepRecord }) {
  if (step) return <h1 lang={words(app)}>{step.about.prompt || step.about.title}</h1>;
  const begun = steps(app).some(({ state }) => state === 'closed');
  return (
    <>
      <h1 class="tool">{begun ? _('Between two steps') : _('It has not begun yet')}</h1>
      <p class="soft">{begun ? _('The next one will open here by itself.') : _('The first step will open here by itself.')}</p>
    </>
  );
}

function Step({ app, step }: { app: App; step?: StepRecord }) {
  if (isGather(step)) {
    const { board, private: hidden } = step.about;
    const none = hidden === 'no' ? _('The others have not posted anything yet.') : _('They will appear here at the shared reading.');
    return <OtherIdeas key={board} app={app} ideas={others(app, board)} title={_('Those of the others')} none={none} />;
  }
  if (isVote(step)) {
    const round = roundOf(app, step);
    if (round && !round.revealed) return <Voting key={round.id} app={app} step={step} round={round} />;
  }
  if (step?.about.kind === 'cluster') return <Arranging app={app} about={step.about} />;
  return <Sofar app={app} step={step} />;
}

/** Ideas are being brought together: read along, and take part where the step lets everyone. */
function Arranging({ app, about }: { app: App; about: Arrange }) {
  const shown = useSignal<Entry | null>(null);
  const opener = useRef<HTMLElement | null>(null);
  const moving = useSignal<Moving | null>(null);
  const show = (entry: Entry, from: HTMLElement) => {
    opener.current = from;
    shown.value = entry;
  };
  const act = about.by === 'everyone' ? (idea: IdeaRecord) => <MoveButton idea={idea} moving={moving} /> : undefined;
  return (
    <>
      <Clusters app={app} board={about.board} onShow={show} />
      {onBoard(app, about.board).length > 0 && <OtherIdeas key="loose" app={app} ideas={loose(app, about.board)} title={_('In no cluster yet')} none={_('Every idea has its place.')} act={act} />}
      <ClusterIdeas app={app} entry={shown} opener={opener} act={act} />
      <MoveDialog app={app} board={about.board} moving={moving} />
    </>
  );
}

/** While one waits: what came out of the last round, the running order, the ideas everyone may read. */
function Sofar({ app, step }: { app: App; step?: StepRecord }) {
  const rounds = steps(app).filter(isVote).flatMap(step => {
    const round = roundOf(app, step);
    return round?.revealed ? [{ step, round }] : [];
  });
  const last = rounds.find(({ step: of }) => of.id === step?.id) ?? rounds.pop();
  const boards = [...app.store.all('board').keys()].filter(board => others(app, board).length);
  return (
    <>
      {last && <Results key={last.round.id} app={app} step={last.step} round={last.round} />}
      {!step && <Agenda app={app} />}
      {!last && boards.slice(-1).map(board => <OtherIdeas key={board} app={app} ideas={others(app, board)} title={_('The ideas of the others')} none="" />)}
    </>
  );
}

function Bar({ app, step, round }: { app: App; step: VoteStep; round: NonNullable<ReturnType<typeof roundOf>> }) {
  return (
    <footer class="bar">
      <Sheet about={step.about} ballot={ballotOf(app, round, step.about)} />
      <FinishButton app={app} step={step} small />
    </footer>
  );
}

/** A refusal that holds no words is said once, then forgotten; what it refused is drawn again as it was. */
function Refusals({ app }: { app: App }) {
  const said = useSignal('');
  useSignalEffect(() => {
    for (const item of app.outbox.items.value) {
      if (!item.refused) continue;
      const { type } = item.command;
      const there = type === 'PostIdea' && item.refused.reason === 'taken' && app.store.get('mine', item.command.idea);
      if ((type === 'PostIdea' || type === 'EditIdea') && !there) continue;
      if (!there && item.refused.reason !== 'already') {
        const { said: what, then } = refusal(app, item.refused);
        said.value = `${what} ${then}`;
      }
      queueMicrotask(() => app.dismiss(item));
    }
  });
  return <div role="status">{said.value && <p class="banner said"><span class="grow">{said}</span><button class="btn bare small" onClick={() => (said.value = '')}>{_('Close')}</button></p>}</div>;
}

/** What was typed before the script was there. */
function takeOver(plain: HTMLElement, app: App): void {
  const text = plain.querySelector<HTMLTextAreaElement>('#idea')?.value;
  const board = plain.querySelector<HTMLInputElement>('input[name=board]')?.value;
  if (text && board && !app.drafts.box(board).peek()) app.drafts.write(board, text);
}

void boot(Participant, takeOver);
