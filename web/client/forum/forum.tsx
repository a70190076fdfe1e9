// The open forum on a participant's phone: loaded once a workshop has one.

import { signal, useSignalEffect } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { openStep } from '../agenda';
import type { App, PageData } from '../app';
import { drawn } from '../focus';
import { hasReport, meeting, runningSlot, topicsOf } from '../grid';
import { _, speak } from '../i18n';
import { chain } from '../ideas';
import { inFull, refusal } from '../parts';
// Nothing of it is needed here: but what phones load first is cut into no more pieces than with what the other chunk needs.
import '../people';
import type { StepRecord } from '../protocol';
import { useStill } from '../still';
import { useCarrying } from './carrying';
import { Chain, Looked } from './chain';
import { Merging } from './joining';
import { OtherTopics } from './list';
import { open, placing } from './opening';
import { OwnTopics, type Asked } from './own';
import { Placing } from './place';
import { Propose, unfinished } from './propose';
import { SeedsButton } from './seeds';
import { isMine, takesTopics } from './topics';
import { Unwritten } from './unwritten';
import { Wall } from './wall';

chain.come.value = Chain;

/** What circles and their reports are made of: a chunk of its own, which nobody needs before they meet. */
const circles = signal<typeof import('./sessions') | null>(null);
/** Between two tries to load it, and before it is loaded ahead of time. */
const AGAIN = 5_000;
let coming: Promise<void> | undefined;

function come(): Promise<void> {
  const again = () => new Promise(go => setTimeout(go, AGAIN)).then(() => {
    coming = undefined;
    return come();
  });
  return (coming ??= import('./sessions').then(found => void (circles.value = found), again));
}

/** All that the open step needs is there; the rest comes in a while. */
export async function ready(app: App): Promise<void> {
  await dressed(app);
  const step = openStep(app);
  if (meeting(app.store, step) || step?.about.kind === 'proceedings') return come();
  setTimeout(() => void come(), AGAIN);
}

/** A page that was made before the workshop had an open forum has neither its words nor its styles: the same page, asked for now, has. */
async function dressed(app: App): Promise<void> {
  if (app.data.reasons.cell_taken) return;
  const answer = await fetch(app.data.face, { credentials: 'same-origin' });
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const data = JSON.parse(page.getElementById('gommette-data')!.textContent!) as PageData;
  if (!data.reasons.cell_taken) throw new Error('not yet');
  app.data.reasons = data.reasons;
  speak(data.language, data.messages);
  const known = new Set([...document.styleSheets].map(({ href }) => href));
  const sheets = [...page.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')].map(({ href }) => href).filter(href => !known.has(href));
  await Promise.all(sheets.map(styled));
}

function styled(href: string): Promise<unknown> {
  const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href });
  const loaded = new Promise((yes, no) => Object.assign(link, { onload: yes, onerror: no }));
  document.head.append(link);
  return loaded;
}

/** A topic too many, in sessions that still take some: asked for, the box is there. */
const more = signal(false);

/** At the head of the page. */
export function Band(props: { app: App; step?: StepRecord }) {
  const found = circles.value;
  return found && <found.Band {...props} />;
}

/** Under the prompt: the box, where topics are proposed, and wherever one is unfinished. */
export function Lead({ app, step }: { app: App; step?: StepRecord }) {
  useRefusals(app);
  const takes = takesTopics(step);
  const box = (step?.about.kind === 'market' && !(meeting(app.store, step) && open.report)) || unfinished(app) || (takes && more.value);
  return (
    <>
      <Unwritten key="unwritten" app={app} step={step} />
      {box && <Propose key="propose" app={app} step={step} />}
      {box && takes && <SeedsButton app={app} />}
      <Looked app={app} />
    </>
  );
}

type Side = 'circles' | 'topics' | 'wall';

/** Which of its lists is looked at; null: the one that the step is about. It outlives a report that was opened from it. */
const asked = new URLSearchParams(location.search).get('side');
const side = signal<Side | null>(asked === 'topics' || asked === 'wall' ? asked : null);

/** What comes first: the circles, at a marketplace where they met as it opened. It stays so, for whoever is reading. */
const first = signal<{ step?: string; side: Side }>({ side: 'topics' });

/** Another step has opened: what it is about comes first again. */
function useAnew(app: App, step: StepRecord | undefined): void {
  const last = useRef(step?.id);
  useLayoutEffect(() => {
    if (last.current && step && last.current !== step.id) side.value = null;
    last.current = step?.id ?? last.current;
  }, [step?.id]);
  if (!step || first.peek().step === step.id) return;
  const circles = meeting(app.store, step) && (step.about.kind === 'sessions' || !!runningSlot(app.store));
  first.value = { step: step.id, side: circles ? 'circles' : 'topics' };
}

const sideOf = (app: App, step: StepRecord | undefined): Side => (side.value === 'circles' && !meeting(app.store, step) ? null : side.value) ?? first.value.side;

const merging: Asked = signal(null);

/** One's own topics, with what is done to them. */
export function Own({ app, step }: { app: App; step?: StepRecord }) {
  useAnew(app, step);
  return (
    <>
      <OwnTopics app={app} step={step} busy={(step?.about.kind === 'sessions' && sideOf(app, step) === 'circles') || (meeting(app.store, step) && !!open.report)} placing={placing} merging={merging} />
      <Placing app={app} asked={placing} />
      <Merging app={app} asked={merging} />
      <Elsewhere app={app} step={step} />
    </>
  );
}

/** The ways to what other steps made, where the open one does not show it. */
function Elsewhere({ app, step }: { app: App; step?: StepRecord }) {
  const kind = step?.about.kind ?? '';
  const wall = !/gather|market|sessions|proceedings/.test(kind) && app.store.all('topic').size > 0;
  const reports = !/sessions|proceedings/.test(kind) && [...app.store.all('report').keys()].some(id => hasReport(app.store, id));
  return (
    <>
      {reports && <p><a class="btn long" href={`${app.data.face}/reports`}>{_('The reports of the circles')}</a></p>}
      {wall && <p><a class="btn long" href={`${app.data.face}/topics?side=wall`}>{_('The topics and the wall')}</a></p>}
    </>
  );
}

/** What the open step is about. */
export function Forum({ app, step }: { app: App; step: StepRecord }) {
  if (step.about.kind === 'proceedings' || (meeting(app.store, step) && open.report)) return <Meeting app={app} step={step} />;
  return <Market app={app} step={step} />;
}

function Meeting({ app, step }: { app: App; step: StepRecord }) {
  const found = circles.value;
  useEffect(() => void come(), []);
  if (!found) return <p class="small softer" role="status">{_('Loading the circles…')}</p>;
  return meeting(app.store, step) ? <found.Circles app={app} step={step} /> : <found.Newsroom app={app} step={step} />;
}

/** The circles as they meet, the topics, or the wall: one of them, so that none is far down. */
function Market({ app, step }: { app: App; step: StepRecord }) {
  const whole = useRef<HTMLDivElement>(null);
  const shown = sideOf(app, step);
  useStill(whole);
  useCarrying(app, shown === 'wall');
  const tab = (name: Side, text: string, n?: number) => <button aria-pressed={shown === name} onClick={() => (side.value = name)}>{text} {n !== undefined && <span class="num">{n}</span>}</button>;
  const another = () => {
    more.value = true;
    drawn(() => document.getElementById('topic')?.focus());
  };
  return (
    <div class="market" ref={whole}>
      <div class="switch" role="group" aria-label={_('What is shown')}>{meeting(app.store, step) && tab('circles', _('Circles'))}{tab('topics', _('Topics'), topicsOf(app.store).length)}{tab('wall', _('Agenda wall'), app.store.all('session').size)}</div>
      {shown === 'circles' ? <Meeting app={app} step={step} /> : shown === 'topics' ? <OtherTopics app={app} /> : <Wall app={app} />}
      {step.about.kind === 'sessions' && shown === 'topics' && takesTopics(step) && <p class="acts"><button class="btn long" onClick={another}>{_('Propose one more topic')}</button></p>}
    </div>
  );
}

/** What was refused about a topic of somebody else's, or that has gone, has no paper to stand on: it is said once, then forgotten. */
function useRefusals(app: App): void {
  useSignalEffect(() => {
    for (const item of app.outbox.items.value) {
      const { command, refused } = item;
      if (!refused || !('topic' in command) || 'title' in command) continue;
      const topic = app.store.get('topic', command.topic);
      if (topic && isMine(app, topic) && refused.reason !== 'already') continue;
      if (refused.reason !== 'already') app.said.value = inFull(refusal(app, refused), command);
      queueMicrotask(() => app.dismiss(item));
    }
  });
}
