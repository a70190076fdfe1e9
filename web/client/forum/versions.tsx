// The history of a report: who wrote when, what each version said, and what was set aside. Asked for only while it is open.

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { App } from '../app';
import { clockAt } from '../grid';
import { _ } from '../i18n';
import { State, words } from '../parts';
import type { Field, VersionLine } from '../protocol';
import { canvas, holder } from './circles';
import { partOf } from './writing';

interface Props {
  app: App;
  session: string;
  writing: boolean;
}

export function Versions(props: Props) {
  const open = useSignal(false);
  return (
    <details class="versions" onToggle={event => (open.value = event.currentTarget.open)}>
      <summary>{_('Versions of this report')}</summary>
      {open.value && <List {...props} />}
    </details>
  );
}

function List({ app, session, writing }: Props) {
  useEffect(() => app.watch([`versions:${session}`]), [session]);
  const all = [...(app.store.get('versions', session)?.versions ?? [])].reverse();
  const shown = useSignal<number | null>(null);
  if (!all.length) return <p class="small softer">{_('Nothing has been written yet.')}</p>;
  return (
    <ol>
      {all.map(version => {
        const open = shown.value === version.n;
        return (
          <li key={version.n} class={version.aside ? 'set-aside' : undefined}>
            <button class="btn bare flush" aria-expanded={open} onClick={() => (shown.value = open ? null : version.n)}>{title(version)}</button>
            {version.aside && <State icon="hidden">{_('Set aside: it is not in the text.')}</State>}
            <p class="tiny soft" lang={words(app)}>{fieldsOf(app, version).map(({ title }) => title).join(' · ')}</p>
            {open && <Version app={app} session={session} version={version} writing={writing} />}
          </li>
        );
      })}
    </ol>
  );
}

const fieldsOf = (app: App, { fields = [] }: VersionLine): Field[] => canvas(app).filter(({ id }) => fields.includes(id));

function title({ since, until, name, staff }: VersionLine): string {
  const [from, to] = [clockAt(since), clockAt(until)];
  const who = holder({ name, staff });
  return from === to ? _('{from}, {who}', { from, who }) : _('{from} – {to}, {who}', { from, to, who });
}

function Version({ app, session, version, writing }: Props & { version: VersionLine }) {
  const key = `${session}.${version.n}`;
  useEffect(() => app.watch([`version:${key}`]), [key]);
  const texts = app.store.get('version', key)?.texts;
  if (!texts) return <p class="small softer">{_('It comes…')}</p>;
  return (
    <div class="version paper">
      {fieldsOf(app, version).map(field => (
        <section key={field.id}>
          <h3 lang={words(app)}>{field.title}</h3>
          {texts[field.id] ? <p class="voice words" lang={words(app)}>{texts[field.id]}</p> : <p class="small softer">{_('Emptied.')}</p>}
          {writing && field.kind !== 'ideas' && texts[field.id] && <Back app={app} session={session} field={field} text={texts[field.id]!} />}
        </section>
      ))}
    </div>
  );
}

/** By writing it: what it replaces becomes a version in its turn. */
function Back({ app, session, field, text }: { app: App; session: string; field: Field; text: string }) {
  const part = partOf(app, session, field.id);
  const put = (whole: string) => {
    part.type(whole);
    part.flush();
    app.said.value = _('It is in the text again.');
  };
  return (
    <div class="row acts">
      {part.text.trim() && <button class="btn small" onClick={() => put(`${part.text.trimEnd()}\n\n${text}`)}>{_('Add it to the text')}</button>}
      <button class="btn small" onClick={() => put(text)}>{part.text.trim() ? _('Put it in place of the text') : _('Put it in')}</button>
    </div>
  );
}
