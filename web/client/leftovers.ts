// What earlier page loads of the same seat could not send: each client's commands leave under its own name, one client after the other.

import type { ReadonlySignal } from '@preact/signals';
import { leave, live, lives } from './alive';
import { Connection, type State } from './connection';
import { VERSION } from './limits';
import { Sender, type Item, type Outbox } from './outbox';
import type { Store } from './store';

/** While `done` is false this page's own commands wait, since they may speak of what those before them made. */
export interface Leftovers {
  done: boolean;
}

const AGAIN = 8_000;
const PATIENCE = 10_000;

export async function sendLeftovers(face: string, outbox: Outbox, own: Sender, store: Store, state: ReadonlySignal<State>): Promise<Leftovers> {
  const all = { done: false };
  const known = new Set([own.client]);

  /** Shows what was left, and tells how many clients may still be alive. */
  async function take(): Promise<{ found: Item[][]; alive: number }> {
    const clients = new Map<string, Item[]>();
    for (const item of await outbox.shelf.left(outbox.seat)) {
      if (!known.has(item.client)) clients.set(item.client, [...(clients.get(item.client) ?? []), item]);
    }
    const found: Item[][] = [];
    const living = await Promise.all([...clients.keys()].map(lives));
    for (const [client, items] of [...clients].filter((_each, i) => !living[i])) {
      known.add(client);
      live(client);
      outbox.add(...items);
      found.push(items.filter(item => !item.refused));
    }
    return { found: found.filter(items => items.length), alive: clients.size - found.length };
  }

  async function send(groups: Item[][]): Promise<void> {
    await online(state);
    for (const items of groups) {
      if (contiguous(items)) await sendOne(face, outbox, items, store);
      else own.adopt(items);
    }
  }

  async function later(): Promise<void> {
    const { found, alive } = await take();
    await send(found);
    if (alive) setTimeout(() => void later(), AGAIN);
  }

  const { found, alive } = await take();
  all.done = found.length === 0;
  if (found.length) {
    const patience = online(state).then(() => new Promise(go => setTimeout(go, PATIENCE)));
    void Promise.race([send(found), patience]).then(() => {
      all.done = true;
      own.flush();
    });
  }
  // A page that was just reloaded looks alive for a few seconds more where it could not say goodbye.
  if (alive) setTimeout(() => void later(), AGAIN);
  return all;
}

function sendOne(face: string, outbox: Outbox, items: Item[], store: Store): Promise<void> {
  return new Promise(end => {
    const sender = new Sender(outbox, message => connection.transmit(message), items[0]!.client, items);
    const connection = new Connection(face, {
      hello: () => ({ type: 'Hello', client: sender.client, since: store.seq, life: store.life, version: VERSION }),
      closed: (poisoned, reason) => {
        if (reason === 'not_yours') sender.rename(); // the same person, in another seat
        else sender.close(poisoned);
      },
      heard: messages => {
        for (const message of messages) {
          if (message.type === 'Welcome' && !outbox.seat.endsWith(`:${message.person}`)) return finish();
          if (message.type === 'Welcome') sender.welcome(message);
          if (message.type === 'Ack') sender.ack(message);
          if (message.type === 'Refused') sender.refused(message);
          if (message.type === 'Wait') sender.wait(message);
        }
        if (sender.empty) finish();
      },
    });
    const finish = () => {
      stopped();
      connection.stop();
      leave(items[0]!.client);
      end();
    };
    sender.renamed = () => connection.connect();
    const stopped = connection.state.subscribe(state => {
      // Another page sends them: it will keep what is refused, and the records come to us as to everyone.
      if (state === 'elsewhere') outbox.items.value = outbox.items.value.filter(item => item.client !== sender.client);
      if (state === 'elsewhere' || state === 'revoked' || state === 'outdated') setTimeout(finish);
    });
    connection.start();
  });
}

function online(state: ReadonlySignal<State>): Promise<void> {
  return new Promise(go => {
    const stop = state.subscribe(now => {
      if (now !== 'online') return;
      setTimeout(() => stop());
      go();
    });
  });
}

const contiguous = (items: Item[]) => items.every((item, i) => item.cseq === items[0]!.cseq + i);
