// The participant's phone: the step that is open, and what one can do in it.

import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Agenda, Header, Hush, openStep, steps, toFinish } from './agenda';
import { boot, type App } from './app';
import { ClusterIdeas, Clusters, loose, type Entry } from './clusters';
import { _ } from './i18n';
import { Box, isGather, onBoard, OtherIdeas, others, OwnIdeas, Prepared, prepared, Reading, unfinished } from './ideas';
import { atForum, everyone, forum, needsForum, useForum, useTools } from './later';
import { inFull, Offline, refusal, words } from './parts';
import { Finish, FinishButton, Me } from './people';
import type { Arrange, IdeaRecord, StepRecord, Talk } from './protocol';
import { Report } from './report';
import { Results, ResultsLink, revealed } from './results';
import { Stopped } from './stopped';
import { ballotOf, barred, isVote, roundOf, Rule, Sheet, Voting, type VoteStep } from './voting';

function Participant({ app }: { app: App }) {
  const step = openStep(app);
  const tools = useTools(app, step);
  const open = useForum(app);
  useTitle(step?.about.title ?? app.store.get('workshop', 'this')?.title);
  useNobody(app);
  if (over(app)) return <><Header app={app} /><Stopped app={app} /></>;
  const late = unfinished(app);
  const round = isVote(step) ? roundOf(app, step) : undefined;
  const voting = isVote(step) && round && !round.revealed ? step : undefined;
  const gather = isGather(step) && !prepared(step) ? step : undefined;
  const box = gather ?? late;
  const sticking = voting && round?.state === 'open' && !barred(app, round);
  return (
    <>
      <Header app={app} step={step} />
      <Offline app={app} />
      {app.store.get('workshop', 'this')?.rehearsal && <aside class="banner">{_('Rehearsal: what is tried here will be cleared.')}</aside>}
      <Hush app={app} />
      <Refusals app={app} />
      {open && <open.Band app={app} step={step} />}
      <main id="main" tabIndex={-1} class={gather ? 'gather' : voting ? 'vote' : everyone(step) ? 'sort' : atForum(step) ? 'forum' : 'wait'}>
        <div class="lead">
          <Prompt app={app} step={step} />
          {step?.about.kind === 'talk' && <Points app={app} about={step.about} />}
          {prepared(step) && <Prepared />}
          {gather && <Reading key="reading" about={gather.about} />}
          {voting && <Rule key="rule" about={voting.about} />}
          {box && <Box key={`box-${box.about.board}`} app={app} step={box} />}
          {open && <open.Lead app={app} step={step} />}
        </div>
        <OwnIdeas app={app} board={gather?.about.board} always={!!gather} busy={!!step && !/gather|talk/.test(step.about.kind)} />
        {open && <open.Own app={app} step={step} />}
        <div class="rest">
          {atForum(step) ? open ? <open.Forum app={app} step={step} /> : <p><a class="btn long" href={`${app.data.face}/topics`}>{_('The topics and the wall')}</a></p>
            : <Step app={app} step={step} tools={tools} />}
          <Me app={app} />
        </div>
      </main>
      {sticking ? <Bar app={app} step={voting} round={round} /> : step && (tools ? <tools.Foot app={app} step={step} /> : toFinish(step) && <Finish app={app} step={step} />)}
      <Report app={app} />
    </>
  );
}

/** Nothing more comes, and nothing leaves. */
const over = (app: App) => ['elsewhere', 'revoked', 'outdated'].includes(app.state.value);

/** Whose place is withdrawn, or who is one with somebody else now, is told so, or comes back as them, a moment after they are gone. */
const MOMENT = 1_500;

/** Else they erased themselves on another device: what is on this page is nobody's any more. */
function useNobody(app: App): void {
  const nobody = app.state.value === 'online' && !app.store.get('person', app.data.person);
  useEffect(() => {
    if (!nobody) return;
    const timer = setTimeout(() => location.reload(), MOMENT);
    return () => clearTimeout(timer);
  }, [nobody]);
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

const Points = ({ app, about: { points, law } }: { app: App; about: Talk }) => (
  <div class="points" lang={words(app)}>{points.map((point, i) => <p key={i}>{point}</p>)}{law && <p class="law">{law}</p>}</div>
);

function Step({ app, step, tools }: { app: App; step?: StepRecord; tools: ReturnType<typeof useTools> }) {
  if (isGather(step)) {
    const { board, private: hidden } = step.about;
    if (prepared(step)) return <OtherIdeas key={board} app={app} ideas={onBoard(app, board).reverse()} title={_('The ideas')} none={_('The list will appear here.')} />;
    const none = hidden === 'no' ? _('The others have not posted anything yet.') : _('They will appear here at the shared reading.');
    return <OtherIdeas key={board} app={app} ideas={others(app, board)} title={_('Those of the others')} none={none} />;
  }
  if (isVote(step)) {
    const round = roundOf(app, step);
    if (round && !round.revealed) return <Voting key={round.id} app={app} step={step} round={round} />;
  }
  if (step?.about.kind === 'cluster') return tools ? <tools.Arranging key={step.about.board} app={app} about={step.about} /> : <Along app={app} about={step.about} />;
  return <Sofar app={app} step={step} />;
}

/** Ideas are being brought together: read along. Where everyone may and the tools are not there yet, the plain page moves an idea. */
function Along({ app, about }: { app: App; about: Arrange }) {
  const shown = useSignal<Entry | null>(null);
  const opener = useRef<HTMLElement | null>(null);
  const show = (entry: Entry, from: HTMLElement) => {
    opener.current = from;
    shown.value = entry;
  };
  const act = about.by === 'everyone' ? (idea: IdeaRecord) => <a class="btn bare" href={`${app.data.face}/move?idea=${idea.id}`}>{_('Move to…')}</a> : undefined;
  return (
    <>
      <Clusters app={app} board={about.board} onShow={show} />
      {onBoard(app, about.board).length > 0 && <OtherIdeas key="loose" app={app} ideas={loose(app, about.board)} title={_('In no cluster yet')} none={_('Every idea has its place.')} act={act} />}
      <ClusterIdeas app={app} entry={shown} opener={opener} />
    </>
  );
}

/** While one waits: what came out of the last round, the running order, the ideas everyone may read. */
function Sofar({ app, step }: { app: App; step?: StepRecord }) {
  const rounds = revealed(app) ?? [];
  const last = rounds.find(({ step: of }) => of.id === step?.id) ?? rounds[rounds.length - 1];
  const boards = [...app.store.all('board').keys()].filter(board => others(app, board).length);
  return (
    <>
      {last && <Results key={last.round.id} app={app} {...last} />}
      {last && <p><ResultsLink app={app} button /></p>}
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
      // What holds words stays, beside them; what is about a topic is told with it.
      if (('text' in item.command || 'topic' in item.command) && !there) continue;
      if (!there && item.refused.reason !== 'already') {
        said.value = inFull(refusal(app, item.refused), item.command);
      }
      queueMicrotask(() => app.dismiss(item));
    }
  });
  return <div role="status">{said.value && <p class="banner said"><span class="grow">{said}</span><button class="btn bare small" onClick={() => (said.value = '')}>{_('Close')}</button></p>}</div>;
}

/** Its chunk is on its way with the page: drawn without it, the page would jump. */
const PATIENCE = 3_000;

/** What was typed before the script was there. */
async function takeOver(plain: HTMLElement, app: App): Promise<void> {
  if (needsForum(app)) await Promise.race([forum.ask(app), new Promise(go => setTimeout(go, PATIENCE))]);
  plain.querySelectorAll<HTMLInputElement>('[data-draft]').forEach(({ value, dataset: { draft } }) => {
    if (value && !app.drafts.box(draft!).peek()) app.drafts.write(draft!, value);
  });
}

void boot(Participant, takeOver);
