// One part of a report: read by all, written in one box by whoever has the pen.

import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { App } from '../app';
import { _, ngettext } from '../i18n';
import { Icon, refusal, State, words } from '../parts';
import type { Field } from '../protocol';
import { useStill } from '../still';
import { partOf, type Part } from './writing';

interface Props {
  app: App;
  session: string;
  field: Field;
  /** I have the pen. */
  writing: boolean;
  /** All of the report. */
  whole: RefObject<HTMLElement | null>;
}

const none = { current: null };

export function ReportPart({ app, session, field, writing, whole }: Props) {
  useStill(writing ? none : whole);
  const part = partOf(app, session, field.id);
  const heading = useRef<HTMLHeadingElement>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  // The pen is gone under somebody's hands: the box goes, they stay where they were.
  const left = !writing && box.current !== null && document.activeElement === box.current;
  useLayoutEffect(() => {
    if (left) heading.current?.focus({ preventScroll: true });
  });
  return (
    <section class="part" data-key={field.id}>
      <h2 ref={heading} tabIndex={-1}>{writing ? <label for={`box-${field.id}`} lang={words(app)}>{field.title}</label> : <span lang={words(app)}>{field.title}</span>}</h2>
      {writing && field.hint && <p class="hint" id={`hint-${field.id}`} lang={words(app)}>{field.hint}</p>}
      {writing ? <Box app={app} part={part} field={field} box={box} />
        : part.text ? <p class="voice words" lang={words(app)}>{part.text}</p>
        : <p class="small softer">{_('Nothing here yet.')}</p>}
      {part.aside.value && <Aside app={app} part={part} writing={writing} />}
    </section>
  );
}

function Box({ app, part, field, box }: { app: App; part: Part; field: Field; box: RefObject<HTMLTextAreaElement | null> }) {
  useGrown(box, part.text);
  const wrong = part.state === 'over' || part.state === 'refused';
  return (
    <>
      <textarea
        id={`box-${field.id}`} class="field voice whole" rows={3} ref={box} lang={words(app)} value={part.text} aria-invalid={wrong || undefined}
        aria-describedby={`${field.hint ? `hint-${field.id} ` : ''}state-${field.id}`}
        onInput={event => part.type(event.currentTarget.value)} onBlur={() => part.flush()}
      />
      <div id={`state-${field.id}`} class={`part-state ${part.state}`} role={wrong ? 'alert' : undefined}><Saved app={app} part={part} /></div>
    </>
  );
}

/** Not sent, saved, refused: three shapes, three words. */
function Saved({ app, part }: { app: App; part: Part }) {
  switch (part.state) {
    case 'over': return <State icon="cross">{ngettext('{n} character too many.', '{n} characters too many.', part.over)} {_('It is saved once it is shorter.')}</State>;
    case 'refused': return <State icon="cross">{Object.values(refusal(app, part.refused!)).join(' ')}</State>;
    case 'pending': return <State icon="wait">{app.state.value === 'offline' ? _('Kept on this device, it will go by itself') : _('On its way')}</State>;
    case 'saved': return <State icon="tick">{_('It is saved')}</State>;
    case 'none': return <State>{_('Nothing here yet.')}</State>;
  }
}

/** As tall as what is in it, where the style alone does not do that. It only grows, so that nothing moves under the hand. */
function useGrown(box: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const it = box.current;
    if (!it || CSS.supports('field-sizing', 'content')) return;
    if (it.scrollHeight > it.clientHeight) it.style.height = `${it.scrollHeight + 4}px`;
  }, [text]);
}

/** What I wrote when the pen had gone, beside the text as it is. */
function Aside({ app, part, writing }: { app: App; part: Part; writing: boolean }) {
  const text = part.aside.value;
  const away = () => (part.aside.value = '', app.drafts.write(`aside:${part.session}.${part.field}`, ''));
  const put = (whole: string) => {
    part.type(whole);
    away();
  };
  return (
    <div class="aside paper">
      <p class="state"><Icon name="hidden" small /><span><b>{_('What you wrote, set aside.')}</b> {part.alone ? _('The pen had gone: it is kept on this device alone.') + ' ' + refusal(app, part.alone).said : _('The pen had gone: it is not in the text, but among its versions.')}</span></p>
      <p class="voice words" lang={words(app)}>{text}</p>
      <div class="row acts">
        {writing && <button class="btn small" onClick={() => put(part.text.trim() ? `${part.text.trimEnd()}\n\n${text}` : text)}>{_('Add it to the text')}</button>}
        {writing && part.text.trim() && <button class="btn small" onClick={() => put(text)}>{_('Put it in place of the text')}</button>}
        <button class="btn bare small" onClick={away}>{_('Hide it here')}</button>
      </div>
    </div>
  );
}
