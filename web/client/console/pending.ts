// What the facilitator has just done shows at once: commands without a verdict, laid over the records.

import { computed, type ReadonlySignal } from '@preact/signals';
import type { App } from '../app';
import type { AnyCommand, AnyRecord, Kind, RecordOf } from '../protocol';
import type { Reader } from '../screen/room';

type Changes = Map<Kind, Map<string, AnyRecord | null>>;

export function withPending(app: App): Reader {
  const changes = computed(() => changesOf(app.store, app.outbox.pending.value.map(item => item.command)));
  return over(app.store, changes);
}

function over(store: Reader, changes: ReadonlySignal<Changes>): Reader {
  return {
    get(kind, id) {
      const changed = changes.value.get(kind)?.get(id);
      return changed === undefined ? store.get(kind, id) : ((changed ?? undefined) as never);
    },
    all(kind) {
      const changed = changes.value.get(kind);
      if (!changed) return store.all(kind);
      const records = new Map<string, AnyRecord>(store.all(kind));
      changed.forEach((record, id) => (record ? records.set(id, record) : records.delete(id)));
      return records as never;
    },
  };
}

function changesOf(store: Reader, commands: AnyCommand[]): Changes {
  const changes: Changes = new Map();
  const reader = over(store, { get value() { return changes; } } as ReadonlySignal<Changes>);
  for (const command of commands) for (const record of effects(command, reader)) lay(changes, ...record);
  return changes;
}

type Effect = [kind: Kind, id: string, record: AnyRecord | null];

function lay(changes: Changes, kind: Kind, id: string, record: AnyRecord | null): void {
  if (!changes.has(kind)) changes.set(kind, new Map());
  changes.get(kind)!.set(id, record);
}

/** The rules are the server's; this only guesses what a command that is accepted will show. */
function effects(command: AnyCommand, reader: Reader): Effect[] {
  switch (command.type) {
    case 'MakeTheme': {
      const { theme: id, name } = command;
      return [['theme', id, { kind: 'theme', id, name, hue: most(reader, 'theme', theme => theme.hue) + 1, order: most(reader, 'theme', theme => theme.order) + 1 }]];
    }
    case 'NameTheme': return changed(reader, 'theme', command.theme, { name: command.name });
    case 'MakeCluster': {
      const { cluster: id, board, name, theme = null } = command;
      const made: Effect = ['cluster', id, { kind: 'cluster', id, board, name, theme, order: most(reader, 'cluster', cluster => cluster.order) + 1 }];
      return [made, ...places(command.ideas ?? [], id)];
    }
    case 'NameCluster': return changed(reader, 'cluster', command.cluster, { name: command.name });
    case 'FileCluster': return changed(reader, 'cluster', command.cluster, { theme: command.theme ?? null });
    case 'MoveIdeas': return places(command.ideas, command.to ?? null);
    case 'UngroupCluster': return [['cluster', command.cluster, null], ...places(inside(reader, command.cluster), null)];
    case 'MergeClusters': {
      const { cluster: id, into } = command;
      const name = reader.get('cluster', id)?.name ?? '';
      return [['cluster', id, null], ['merged', id, { kind: 'merged', id, into, name }], ...places(inside(reader, id), into)];
    }
    case 'OrderCluster': {
      const theme = command.theme ?? null;
      const shelf = [...reader.all('cluster').values()].filter(other => other.id !== command.cluster && (other.theme ?? null) === theme);
      return changed(reader, 'cluster', command.cluster, { theme, order: behind(shelf, command.after) });
    }
    case 'OrderTheme': {
      const others = [...reader.all('theme').values()].filter(other => other.id !== command.theme);
      return changed(reader, 'theme', command.theme, { order: behind(others, command.after) });
    }
    case 'RemoveTheme': return [['theme', command.theme, null]];
    case 'HideIdea': return [['hidden', command.idea, { kind: 'hidden', id: command.idea, reason: command.reason }]];
    case 'RestoreIdea': return [['hidden', command.idea, null]];
    case 'PlaceTopic': return placed(reader, command);
    case 'UnplaceTopic': return [['session', command.topic, null]];
    case 'AcceptIdea': return [['late', command.idea, null]];
    default: return [];
  }
}

function inside(reader: Reader, cluster: string): string[] {
  return [...reader.all('place').values()].filter(place => place.cluster === cluster).map(place => place.id);
}

/** Where the cell is taken it stays where it is, as it will once the server has refused it. */
function placed(reader: Reader, { topic: id, slot, space }: { topic: string; slot: string; space: string }): Effect[] {
  if ([...reader.all('session').values()].some(other => other.id !== id && other.slot === slot && other.space === space)) return [];
  return [['session', id, { ...reader.get('session', id), kind: 'session', id, slot, space, state: reader.get('slot', slot)?.state }]];
}

/** Between this one and the next; before all without it. */
function behind(others: readonly { id: string; order: number }[], after?: string | null): number {
  const from = others.find(other => other.id === after)?.order ?? -Infinity;
  const next = Math.min(...others.map(other => other.order).filter(order => order > from));
  if (from === -Infinity) return next === Infinity ? 0 : next - 1;
  return next === Infinity ? from + 1 : (from + next) / 2;
}

function places(ideas: string[], cluster: string | null): Effect[] {
  return ideas.map(id => ['place', id, cluster && { kind: 'place', id, cluster }] as Effect);
}

function changed<K extends Kind>(reader: Reader, kind: K, id: string, fields: Partial<RecordOf<K>>): Effect[] {
  const record = reader.get(kind, id);
  return record ? [[kind, id, { ...record, ...fields } as AnyRecord]] : [];
}

function most<K extends Kind>(reader: Reader, kind: K, of: (record: RecordOf<K>) => number): number {
  return Math.max(0, ...[...reader.all(kind).values()].map(of));
}
