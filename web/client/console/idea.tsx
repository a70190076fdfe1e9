// One idea, whole: who wrote it, what it said before, where it is filed, and what can be done with it.

import { useEffect, useRef } from 'preact/hooks';
import { clockAt } from '../grid';
import { _ } from '../i18n';
import type { HiddenRecord, IdeaRecord } from '../protocol';
import { Act, Modal, Refusal } from './bits';
import type { Desk, Dialog } from './desk';
import { Born } from './forum/born';
import { Whys } from './reports';
import { Show } from './stagehand';

export function IdeaDialog({ desk, id, hiding, back }: { desk: Desk; id: string; hiding?: boolean; back?: Dialog }) {
  const idea = desk.reader.get('idea', id);
  const close = () => (desk.dialog.value = back ?? null);
  return (
    <Modal title={idea?.n ? _('Idea no. {n}', { n: idea.n }) : _('Idea')} onClose={close}>
      <div class="db">
        {idea ? <Whole desk={desk} idea={idea} hiding={!!hiding} close={close} /> : <p class="empty">{_('Its author has withdrawn it.')}</p>}
      </div>
    </Modal>
  );
}

function Whole({ desk, idea, hiding, close }: { desk: Desk; idea: IdeaRecord; hiding: boolean; close: () => void }) {
  const { reader } = desk;
  const author = reader.get('author', idea.id);
  const place = reader.get('place', idea.id);
  const cluster = place && reader.get('cluster', place.cluster);
  const hidden = reader.get('hidden', idea.id);
  const entered = reader.get('entered', idea.id);
  const reported = reader.get('reported', idea.id);
  return (
    <>
      <blockquote class="paper voice quote">{idea.text}</blockquote>
      <Proposed desk={desk} idea={idea} />
      {author?.name && <p class="small soft">{_('Written by {name}', { name: author.name })}</p>}
      {entered && <Entered desk={desk} by={entered.by} slip={entered.slip ?? 0} />}
      {cluster && <p class="small soft">{_('In the cluster “{name}”', { name: cluster.name })}</p>}
      {idea.edited && <History desk={desk} id={idea.id} />}
      {reported && <Whys count={reported.count} whys={reported.whys ?? []} />}
      <Refusal desk={desk} at="idea" />
      <Refusal desk={desk} at="screen" />
      {hidden && <Hidden desk={desk} hidden={hidden} />}
      {!hidden && !hiding && <Verbs desk={desk} idea={idea} reported={!!reported} />}
      {!hidden && !hiding && <Born desk={desk} of={`idea:${idea.id}`} text={idea.text} />}
      {!hidden && <Hiding desk={desk} id={idea.id} focus={hiding} close={close} />}
    </>
  );
}

/** By which circle, and the way to its report. */
function Proposed({ desk, idea }: { desk: Desk; idea: IdeaRecord }) {
  const session = /^session:(.+)$/.exec(idea.origin ?? '')?.[1];
  const topic = session ? desk.reader.get('topic', session) : undefined;
  if (!topic) return null;
  return (
    <p class="small soft row wrap">
      <span>{_('Proposed by the circle “{topic}”', { topic: topic.title })}</span>
      <button type="button" class="btn bare small" onClick={() => desk.read(topic.id)}>{_('Read its report')}</button>
    </p>
  );
}

function Hidden({ desk, hidden }: { desk: Desk; hidden: HiddenRecord }) {
  return (
    <>
      <p class="note">{_('Hidden from the room: {reason}', { reason: hidden.reason ?? '' })}</p>
      <div class="row wrap">
        <Act desk={desk} at="idea" command={{ type: 'RestoreIdea', idea: hidden.id }}>
          {_('Restore')}
        </Act>
      </div>
    </>
  );
}

function Verbs({ desk, idea, reported }: { desk: Desk; idea: IdeaRecord; reported: boolean }) {
  return (
    <div class="row wrap">
      <button type="button" class="btn" onClick={() => (desk.dialog.value = { is: 'move', ideas: [idea.id] })}>
        {_('Move to…')}
      </button>
      {idea.n ? <Show desk={desk} on={`idea:${idea.id}`} /> : null}
      {reported && (
        <Act desk={desk} at="idea" command={{ type: 'DismissReports', idea: idea.id }}>
          {_('Leave it')}
        </Act>
      )}
    </div>
  );
}

function Entered({ desk, by, slip }: { desk: Desk; by: string; slip: number }) {
  const name = by === desk.app.data.person ? _('you') : desk.holder(by) || _('a facilitator');
  return <p class="small soft">{slip ? _('Entered by {name}, from slip no. {slip}', { name, slip }) : _('Entered by {name}', { name })}</p>;
}

function Hiding({ desk, id, focus, close }: { desk: Desk; id: string; focus: boolean; close: () => void }) {
  const box = useRef<HTMLInputElement | null>(null);
  const hide = async (event: Event) => {
    event.preventDefault();
    if (!(await desk.act('idea', { type: 'HideIdea', idea: id, reason: box.current?.value ?? '' }))) return;
    desk.say(_('Hidden from the room.'));
    close();
  };
  return (
    <form class="hiding" onSubmit={event => void hide(event)}>
      <label class="lab" for="reason">{_('Hide it from the room: why?')}</label>
      <input id="reason" class="field" data-first={focus || undefined} ref={box} required maxLength={desk.app.data.limits.title ?? 200} autocomplete="off" />
      <p class="hint">{_('Its author reads this reason. It can be restored at any time.')}</p>
      <button class="btn">{_('Hide')}</button>
    </form>
  );
}

function History({ desk, id }: { desk: Desk; id: string }) {
  useEffect(() => desk.app.watch([`history:${id}`]), [id]);
  const history = desk.app.store.get('history', id);
  return (
    <section>
      <h3 class="k">{_('What it said before')}</h3>
      {!history && <p class="small soft" role="status">{_('Fetching…')}</p>}
      <ol class="history">
        {(history?.texts ?? []).map((text, i) => (
          <li key={i}>
            <span class="tiny soft num">{clockAt(history?.at?.[i] ?? 0)}</span>
            <span class="voice">{text}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
