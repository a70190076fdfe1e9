// The parts of a report: their titles, their hints, their order, and which one holds what the circle proposes.

import { _ } from '../i18n';
import { newId } from '../ids';
import { Icon } from '../parts';
import type { Field } from '../protocol';
import { Arrow } from './bits';
import type { Desk } from './desk';
import { Text } from './fields';
import { focusOn } from './lists';
import { PARTS } from './rules';

interface Canvas {
  desk: Desk;
  legend: string;
  parts: readonly Field[];
  set: (parts: Field[]) => void;
  /** By `partBox`. */
  wrong: Readonly<Record<string, string>>;
}

/** The name of a part's box among those of the form. */
export const partBox = (part: Field, box: 'title' | 'hint') => `part.${part.id}.${box}`;

export function Canvas({ desk, legend, parts, set, wrong }: Canvas) {
  const add = () => {
    // An id is part of a text's key: small letters, digits and hyphens.
    const id = newId().toLowerCase().replace(/[^a-z0-9]/g, '-');
    set([...parts, { id, title: '', hint: '', kind: 'text' }]);
    focusOn(`[data-part="${id}"] input`);
  };
  return (
    <fieldset class="canvas">
      <legend class="lab">{legend}</legend>
      <p class="hint">{_('Every report has these parts, in this order. Once the circles have begun, they stay as they are.')}</p>
      <ol>
        {parts.map((part, at) => <Part key={part.id} desk={desk} parts={parts} at={at} set={set} wrong={wrong} />)}
      </ol>
      {parts.length < PARTS && (
        <button type="button" class="btn small" onClick={add}>
          <Icon name="plus" /> {_('Add a part')}
        </button>
      )}
    </fieldset>
  );
}

function Part({ desk, parts, at, set, wrong }: Omit<Canvas, 'legend'> & { at: number }) {
  const part = parts[at]!;
  const { title: limit = 200, idea = 2000 } = desk.app.data.limits;
  const put = (change: Partial<Field>) => set(parts.map(other => (other === part ? { ...part, ...change } : other)));
  // One part at most holds what is proposed.
  const propose = (on: boolean) => set(parts.map(other => ({ ...other, kind: on && other.id === part.id ? 'ideas' : 'text' })));
  return (
    <li data-part={part.id} class="canvas-part">
      <span class="n num" aria-hidden="true">{at + 1}</span>
      <div class="boxes">
        <Text label={_('Title of part {n}', { n: at + 1 })} value={part.title} set={title => put({ title })} limit={limit} problem={wrong[partBox(part, 'title')]} />
        <Text label={_('Hint, if one helps')} value={part.hint} set={hint => put({ hint })} limit={idea} problem={wrong[partBox(part, 'hint')]} />
        <label class="opt">
          <input type="checkbox" checked={part.kind === 'ideas'} onChange={event => propose(event.currentTarget.checked)} />
          <span class="grow">{_('Here the circle proposes: one idea per card, on the board')}</span>
        </label>
      </div>
      <Places desk={desk} parts={parts} at={at} set={set} />
    </li>
  );
}

function Places({ desk, parts, at, set }: Pick<Canvas, 'desk' | 'parts' | 'set'> & { at: number }) {
  const { id, title } = parts[at]!;
  const name = title.trim() || _('part {n}', { n: at + 1 });
  const shift = (by: -1 | 1) => {
    const others = parts.filter(other => other.id !== id);
    set([...others.slice(0, at + by), parts[at]!, ...others.slice(at + by)]);
    desk.say(_('“{title}” is now part {n} of {count}.', { title: name, n: at + by + 1, count: parts.length }));
    focusOn(`[data-part="${id}"] .${by < 0 ? 'up' : 'down'}`);
  };
  const remove = () => {
    set(parts.filter(other => other.id !== id));
    const beside = parts[at + 1] ?? parts[at - 1];
    if (beside) focusOn(`[data-part="${beside.id}"] input`);
  };
  return (
    <span class="places">
      <button type="button" class="btn sq up" aria-disabled={at === 0} aria-label={_('Move “{title}” up', { title: name })} onClick={() => at > 0 && shift(-1)}><Arrow up /></button>
      <button type="button" class="btn sq down" aria-disabled={at === parts.length - 1} aria-label={_('Move “{title}” down', { title: name })} onClick={() => at < parts.length - 1 && shift(1)}><Arrow /></button>
      <button type="button" class="btn bare sq" aria-disabled={parts.length === 1} aria-label={_('Remove “{title}”', { title: name })} onClick={() => parts.length > 1 && remove()}><Icon name="close" /></button>
    </span>
  );
}
