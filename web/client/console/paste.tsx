// A list pasted or read from a file, one per line or as a table: seen before it is sent, and nothing of it half lost.

import { signal, useSignal, type Signal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { _, ngettext } from '../i18n';
import { Modal } from './bits';
import type { Desk } from './desk';
import { Choice } from './fields';
import { checked, isTable, readLines, readTable, send, write, type List, type Row, type What } from './pasting';
import { boardsOf } from './rules';

const BOX = 'paste';
const LARGEST = 4 * 1024 * 1024;
const TOLD = 8;

interface Progress {
  all: number;
  left: number;
}

// Of the page, not of the dialog: closed and opened again while a list is on its way, it goes on.
const progress = signal<Progress | null>(null);
const news = signal('');

export function PasteDialog({ desk, board: first }: { desk: Desk; board: string }) {
  const box = desk.app.drafts.box(BOX);
  // Where reports propose, nobody else puts ideas; clusters for them may be prepared.
  const written = boardsOf(desk, true);
  const what = useSignal<What>(written.length ? 'ideas' : 'clusters');
  const boards = what.value === 'ideas' ? written : boardsOf(desk);
  const asked = useSignal(first);
  const board = { value: boards.some(({ value }) => value === asked.value) ? asked.value : (boards[0]?.value ?? '') };
  const list = useList(desk, box.value, what.value, board.value);
  const good = list.rows.filter(row => !row.problem);
  const busy = progress.value !== null;
  const go = async (event: Event) => {
    event.preventDefault();
    if (!good.length || busy) return;
    await sendAll(desk, list, board.value);
  };
  return (
    <Modal class="tall" title={_('Paste a list')} onClose={() => (desk.dialog.value = null)}>
      <form onSubmit={event => void go(event)}>
        <div class="db">
          {!list.table && <Kinds what={what} ideas={written.length > 0} />}
          {boards.length > 1 && what.value !== 'themes' && <Choice legend={_('On the board of')} options={boards} value={board.value} set={value => (asked.value = value)} />}
          <Box desk={desk} text={box} busy={busy} />
          <Preview list={list} />
        </div>
        <p class="progress small" role="status">{progress.value ? <Bar progress={progress.value} /> : news.value}</p>
        <div class="df">
          <button class="btn main" aria-disabled={!good.length || busy}>{named(list)}</button>
        </div>
      </form>
    </Modal>
  );
}

function Kinds({ what, ideas }: { what: Signal<What>; ideas: boolean }) {
  const options: { value: What; label: string; off?: string }[] = [
    { value: 'ideas', label: _('ideas'), off: ideas ? undefined : _('Here they come from reports.') },
    { value: 'clusters', label: _('clusters') },
    { value: 'themes', label: _('themes') },
  ];
  return <Choice legend={_('Each line is one of')} options={options} value={what.value} set={value => (what.value = value as What)} />;
}

/** What the box says, read as it is typed; a table needs a parser, which comes a moment later. */
function useList(desk: Desk, text: string, what: What, board: string): List {
  const table = useSignal<{ of: string; list: List } | null>(null);
  const isOne = isTable(text);
  useEffect(() => {
    if (isOne) void readTable(text).then(list => (table.value = { of: text, list }), () => undefined);
  }, [text, isOne]);
  const read = isOne ? (table.value?.of === text ? table.value.list : null) : readLines(text, what);
  return useMemo(() => checked(desk, read ?? { rows: [], table: isOne }, board), [read === null, text, what, board, table.value]);
}

function Box({ desk, text, busy }: { desk: Desk; text: Signal<string>; busy: boolean }) {
  const box = useRef<HTMLTextAreaElement | null>(null);
  const write = (value: string) => {
    desk.app.drafts.write(BOX, value);
    news.value = '';
  };
  const take = async (event: { currentTarget: HTMLInputElement }) => {
    const { currentTarget } = event;
    const file = currentTarget.files?.[0];
    if (!file) return;
    if (file.size > LARGEST) news.value = _('This file is too large: 4 MB at most.');
    else if (text.peek().trim()) news.value = _('The box is not empty: send or delete what is in it first.');
    else write(decoded(await file.arrayBuffer()));
    currentTarget.value = '';
    box.current?.focus();
  };
  return (
    <div class="fieldset">
      <label class="lab" for="paste-box">{_('One per line')}</label>
      <textarea id="paste-box" class="field" ref={box} data-first rows={9} value={text} readOnly={busy} onInput={event => write(event.currentTarget.value)} aria-describedby="paste-hint" />
      <p class="hint" id="paste-hint">{_('Cells of a spreadsheet and CSV files are read as a table when their first line names the columns: text, cluster, theme.')}</p>
      <label class="btn small file">
        {_('From a CSV file…')}
        <input type="file" class="sr" accept=".csv,.tsv,.txt,text/csv,text/plain" disabled={busy} onChange={event => void take(event)} />
      </label>
    </div>
  );
}

/** Spreadsheets still write Windows' own letters. */
function decoded(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function Preview({ list }: { list: List }) {
  const bad = list.rows.filter(row => row.problem);
  if (!list.rows.length) return null;
  return (
    <section class="preview-list">
      <h3 class="k">{summary(list.rows.filter(row => !row.problem))}</h3>
      {bad.length > 0 && <p class="small wrong">{ngettext('{n} line stays in the box:', '{n} lines stay in the box:', bad.length)}</p>}
      <ul class="small">
        {bad.slice(0, TOLD).map(row => (
          <li key={row.at}>
            <span class="soft num">{_('line {n}', { n: row.at + 1 })}</span> <span class="voice">{(row.text || row.cluster || row.theme).slice(0, 80)}</span> <span class="wrong">{row.problem}</span>
          </li>
        ))}
      </ul>
      {bad.length > TOLD && <p class="small soft">{ngettext('and {n} other', 'and {n} others', bad.length - TOLD)}</p>}
    </section>
  );
}

function summary(rows: Row[]): string {
  const ideas = rows.filter(row => row.text).length;
  const clusters = new Set(rows.map(row => row.cluster).filter(Boolean)).size;
  const themes = new Set(rows.map(row => row.theme).filter(Boolean)).size;
  const all = [
    ideas && ngettext('{n} idea', '{n} ideas', ideas),
    clusters && ngettext('{n} cluster', '{n} clusters', clusters),
    themes && ngettext('{n} theme', '{n} themes', themes),
  ].filter(Boolean);
  return all.join(', ') || _('Nothing to paste.');
}

function named(list: List): string {
  const n = list.rows.filter(row => !row.problem).length;
  return n ? ngettext('Paste {n} line', 'Paste {n} lines', n) : _('Paste');
}

function Bar({ progress: { all, left } }: { progress: Progress }) {
  return (
    <>
      <progress max={all} value={all - left} aria-label={_('Sent')} /> <span class="num">{_('{n} of {all}', { n: all - left, all })}</span>
    </>
  );
}

/** The box holds what is not on its way yet, all along: lines leave it, and come back if they are refused. */
async function sendAll(desk: Desk, list: List, board: string): Promise<void> {
  let rows: readonly Row[] = list.rows;
  let why = '';
  const good = list.rows.filter(row => !row.problem);
  const bad = list.rows.length - good.length;
  const show = async () => {
    const now = rows;
    progress.value = { all: good.length, left: Math.min(good.length, now.length - bad) };
    const text = await write({ rows: [...now], table: list.table });
    if (now === rows) desk.app.drafts.write(BOX, text);
  };
  const take = (some: readonly Row[]) => {
    rows = rows.filter(row => !some.includes(row));
    void show();
  };
  const back = (some: readonly Row[], problem = '') => {
    rows = [...rows, ...some].sort((a, b) => a.at - b.at);
    why = problem || why;
    void show();
  };
  await show();
  await send(good, { desk, board, take, back });
  await show();
  progress.value = null;
  news.value = told(good.length + bad - rows.length, rows.length, why);
}

function told(sent: number, left: number, why: string): string {
  const done = ngettext('{n} line is pasted.', '{n} lines are pasted.', Math.max(0, sent));
  return left ? [done, ngettext('{n} stays in the box.', '{n} stay in the box.', left), why].filter(Boolean).join(' ') : done;
}
