// The boxes of a form: each with its name, its hint, and what is wrong with it beside it.

import type { ComponentChildren, RefObject } from 'preact';
import { useId } from 'preact/hooks';
import { _ } from '../i18n';
import { length } from '../text';
import type { Rule, Value } from './rules';

interface Text {
  label: string;
  value: string;
  set: (value: string) => void;
  limit: number;
  lines?: number;
  first?: boolean;
  hint?: string;
  problem?: string;
  box?: RefObject<HTMLInputElement & HTMLTextAreaElement>;
}

export function Text({ label, value, set, limit, lines, first, hint, problem, box }: Text) {
  const id = useId();
  const Box = lines ? 'textarea' : 'input';
  return (
    <div class="fieldset">
      <label class="lab" for={id}>{label}</label>
      <Box
        id={id}
        ref={box as never}
        class="field"
        data-first={first ? '' : undefined}
        rows={lines}
        value={value}
        autocomplete="off"
        aria-invalid={!!problem}
        aria-describedby={problem || hint ? `${id}-why` : undefined}
        onInput={(event: { currentTarget: { value: string } }) => set(event.currentTarget.value)}
      />
      {(problem || hint) && (
        <p class={problem ? 'wrong' : 'hint'} id={`${id}-why`}>
          {problem || hint}
        </p>
      )}
      {!problem && length(value) > limit * 0.9 && <p class="hint num">{_('{n} of {limit} characters', { n: length(value), limit })}</p>}
    </div>
  );
}

// As the server: control characters, lone surrogates and what is no character at all; LF within a text.
const BAD = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Why the server would refuse this text; '' if it would not. */
export function problemOf(text: string, limit: number, needed: boolean): string {
  const tidy = text.replace(/[\r\t]/g, ' ').trim();
  if (needed && !tidy) return _('There is nothing in the box yet.');
  if (length(tidy) > limit) return _('Too long: {limit} characters at most.', { limit });
  return BAD.test(tidy) ? _('It contains a character that cannot be kept, usually brought by copy and paste.') : '';
}

interface Ruled {
  rule: Exclude<Rule, { is: 'parts' }>;
  value: Value;
  set: (value: Value) => void;
  /** Of a box to write in. */
  limit?: number;
  problem?: string;
}

export function RuleField({ rule, value, set, limit = 0, problem }: Ruled) {
  if (rule.is === 'text') return <Text label={rule.legend} hint={rule.hint} value={String(value)} set={set} limit={limit} lines={2} problem={problem} />;
  if (rule.is === 'lines') return <Text label={rule.legend} hint={rule.hint} value={(value as string[]).join('\n')} set={text => set(text ? text.split('\n') : [])} limit={limit * rule.most} lines={4} problem={problem} />;
  if (rule.is === 'tick') return (
    <label class="opt">
      <input type="checkbox" checked={!!value} onChange={event => set(event.currentTarget.checked)} />
      <span class="grow">{rule.legend}</span>
    </label>
  );
  if (rule.is === 'count') return <Count rule={rule} value={Number(value)} set={set} />;
  return <Choice legend={rule.legend} options={rule.options} value={String(value)} set={set} />;
}

interface Choice {
  legend: string;
  options: { value: string; label: string; says?: ComponentChildren; off?: string }[];
  value: string;
  set: (value: string) => void;
}

export function Choice({ legend, options, value, set }: Choice) {
  const name = useId();
  return (
    <fieldset class={options.some(option => option.says || option.off) ? 'choose' : 'choose short'}>
      <legend class="lab">{legend}</legend>
      {options.map(option => (
        <label key={option.value} class={`opt ${option.value === value ? 'on' : ''}`}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            disabled={!!option.off}
            aria-labelledby={`${name}-${option.value}`}
            aria-describedby={option.off || option.says ? `${name}-${option.value}-says` : undefined}
            onChange={() => set(option.value)}
          />
          <span class="grow">
            <span id={`${name}-${option.value}`}>{option.label}</span>
            {(option.off || option.says) && <span class="says" id={`${name}-${option.value}-says`}>{option.off || option.says}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function Count({ rule, value, set }: { rule: Extract<Rule, { is: 'count' }>; value: number; set: (value: number) => void }) {
  const id = useId();
  const within = (n: number) => Math.max(rule.min, Math.min(rule.max, Math.round(n) || rule.min));
  return (
    <div class="count">
      <label for={id}>{rule.legend}</label>
      <input
        id={id}
        class="field num"
        type="number"
        inputmode="numeric"
        min={rule.min}
        max={rule.max}
        value={value}
        aria-describedby={rule.hint ? `${id}-hint` : undefined}
        onInput={event => event.currentTarget.value !== '' && set(within(event.currentTarget.valueAsNumber))}
        onBlur={event => (event.currentTarget.value = String(value))}
      />
      {rule.hint && <span class="tiny soft" id={`${id}-hint`}>{rule.hint}</span>}
    </div>
  );
}
