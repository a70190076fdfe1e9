// What this page does to the board: each act is sent, said aloud, kept in mind for Undo, and watched: who moves last decides.

import { computed, effect, signal, untracked } from '@preact/signals';
import { _, ngettext } from '../i18n';
import { newId } from '../ids';
import type { AnyCommand, Kind } from '../protocol';
import type { Desk } from './desk';

/** Ideas in one command. */
const MOST = 200;
/** As many as the server keeps of one's own acts. */
const KEPT = 20;
/** Who moves the same card later than this means to, and it is no race. */
const RACE_MS = 30_000;

export interface Notice {
  said: string;
  /** Puts things back to where this page had them. */
  undo?: () => void;
}

interface Done {
  said: string;
  /** What it changed. */
  keys: [Kind, string][];
  settled: boolean;
}

export class Acts {
  /** What the pointer carries: ideas, or one cluster, or one theme. */
  readonly carried = signal<ReadonlySet<string>>(new Set());
  readonly notice = signal<Notice | null>(null);
  private done: Done[] = [];
  /** Where this page put ideas: a set of those it has just moved. `settled`: the server has said yes. */
  private readonly mine = new Map<string, { to: string | null; at: number; settled: boolean }>();

  constructor(private readonly desk: Desk) {
    effect(() => {
      const places = desk.app.store.all('place');
      untracked(() => this.watch(id => places.get(id)?.cluster ?? null));
    });
    const held = computed(() => this.held().join());
    effect(() => desk.app.hold(held.value ? held.value.split(',') : []));
  }

  move(ideas: readonly string[], to: string | null): void {
    const name = to ? (this.desk.reader.get('cluster', to)?.name ?? '') : _('To sort');
    this.go(ideas, to, moved(ideas.length, name), moves(ideas, to));
  }

  /** The id of the cluster made. */
  make(board: string, name: string, theme: string | null, ideas: readonly string[]): string {
    const cluster = newId();
    const said = ideas.length ? moved(ideas.length, name) : _('Made: “{name}”.', { name });
    const made: AnyCommand = { type: 'MakeCluster', cluster, board, name, theme, ideas: ideas.slice(0, MOST) };
    this.go(ideas, cluster, said, [made, ...moves(ideas.slice(MOST), cluster)]);
    return cluster;
  }

  /** Any other act. `said`: what it did, for who cannot see it. */
  async act(command: AnyCommand, said: string, at = 'sort'): Promise<boolean> {
    const done = { said, keys: keysOf(command), settled: false };
    this.done = [...this.done, done].slice(-KEPT);
    this.notice.value = null;
    this.desk.say(said);
    const accepted = await this.desk.act(at, command);
    done.settled = true;
    if (!accepted) this.done = this.done.filter(other => other !== done);
    return accepted;
  }

  /** One's own last act, wherever it was made. What it was is said only if that is what came undone. */
  async undo(): Promise<void> {
    const { store } = this.desk.app;
    const look = ({ keys }: Done) => keys.map(([kind, id]) => store.get(kind, id));
    this.notice.value = null;
    this.mine.clear();
    const before = this.done.map(done => [done, look(done)] as const);
    const last = this.done[this.done.length - 1];
    // One that is still on its way gets there just before: what it changes is not to be seen yet.
    const coming = last?.settled ? undefined : last;
    if (!(await this.desk.act('sort', { type: 'Undo' }))) return;
    const changed = ([done, then]: (typeof before)[number]) => done === coming || look(done).some((record, i) => record !== then[i]);
    const undone = before.filter(one => this.done.includes(one[0]) && changed(one)).pop()?.[0];
    if (undone) this.done = this.done.slice(0, this.done.indexOf(undone));
    this.notice.value = { said: undone ? _('Undone: {act}', { act: undone.said }) : _('Undone.') };
  }

  /** Shows at once; where the ideas went is said. */
  private go(ideas: readonly string[], to: string | null, said: string, commands: AnyCommand[]): void {
    const { desk } = this;
    ideas.forEach(id => desk.moved.add(id));
    for (const command of commands) {
      const some = command.type === 'MoveIdeas' || command.type === 'MakeCluster' ? (command.ideas ?? []) : [];
      some.forEach(id => this.mine.set(id, { to, at: Date.now(), settled: false }));
      void this.act(command, said).then(accepted => {
        ideas.forEach(id => desk.moved.delete(id));
        this.settle(some, to, accepted);
      });
    }
    if (to) desk.used(to);
    desk.search.value = '';
    desk.chosen.value = new Set();
    desk.dialog.value = null;
  }

  private settle(ideas: readonly string[], to: string | null, accepted: boolean): void {
    for (const id of ideas) {
      const mine = this.mine.get(id);
      if (mine?.to !== to) continue;
      if (accepted) mine.settled = true;
      else this.mine.delete(id);
    }
    const places = this.desk.app.store.all('place');
    this.watch(id => places.get(id)?.cluster ?? null);
  }

  /** Somebody moved, after us, what we had just moved. */
  private watch(placeOf: (idea: string) => string | null): void {
    const { reader } = this.desk;
    const late = Date.now() - RACE_MS;
    const lost = [...this.mine].filter(([id, mine]) => mine.settled && mine.at > late && placeOf(id) !== mine.to && reader.get('idea', id));
    const [first] = lost;
    if (!first) return;
    lost.forEach(([id]) => this.mine.delete(id));
    const ideas = lost.map(([id]) => id);
    const to = placeOf(first[0]);
    const name = (to ? reader.get('cluster', to)?.name : undefined) ?? _('To sort');
    this.notice.value = {
      said: overtaken(ideas.length, quote(reader.get('idea', first[0])?.text ?? ''), name),
      undo: () => this.move(ideas, first[1].to),
    };
  }

  /** What others see in our hand: what is dragged, or what a dialog is about to move. */
  private held(): string[] {
    const { dialog, reader } = this.desk;
    const open = dialog.value;
    const ids = open?.is === 'move' ? open.ideas : open?.is === 'merge' ? [open.cluster] : [...this.carried.value];
    const cluster = ids[0] && reader.get('cluster', ids[0])?.id;
    if (!cluster) return ids.filter(id => reader.get('idea', id)).slice(0, MOST);
    return [...reader.all('place').values()].filter(place => place.cluster === cluster && reader.get('idea', place.id)).map(place => place.id).slice(0, MOST);
  }
}

function moves(ideas: readonly string[], to: string | null): AnyCommand[] {
  const commands: AnyCommand[] = [];
  for (let i = 0; i < ideas.length; i += MOST) commands.push({ type: 'MoveIdeas', ideas: ideas.slice(i, i + MOST), to });
  return commands;
}

function moved(n: number, name: string): string {
  return ngettext('Moved to “{name}”.', '{n} ideas moved to “{name}”.', n, { name });
}

function overtaken(n: number, text: string, name: string): string {
  return ngettext(
    'Someone else moved “{text}” after you: it is in “{name}” now.',
    'Someone else moved {n} ideas after you: “{text}” is in “{name}” now.',
    n, { text, name },
  );
}

/** Enough of it to know which one it is: the whole stands on the board. */
function quote(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 57).replace(/\s\S*$/, '')}…` : line;
}

function keysOf(command: AnyCommand): [Kind, string][] {
  const keys: [Kind, string][] = [];
  if ('cluster' in command) keys.push(['cluster', command.cluster]);
  if ('theme' in command && command.theme) keys.push(['theme', command.theme]);
  if (command.type === 'MoveIdeas') keys.push(...command.ideas.map((id): [Kind, string] => ['place', id]));
  return keys;
}
