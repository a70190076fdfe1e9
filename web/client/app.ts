// Boots a face: reads the page's data, takes the view, opens the socket, and draws over what the server had drawn.

import { batch, computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { h, render, type ComponentType } from 'preact';
import { live } from './alive';
import { Connection, type State } from './connection';
import { Drafts } from './drafts';
import { speak, type Messages } from './i18n';
import { inherit } from './inherit';
import { sendLeftovers } from './leftovers';
import { VERSION, type LIMITS } from './limits';
import { Outbox, Sender, type Item, type Verdict } from './outbox';
import type { AnyCommand, FromServer, Held, Here, View } from './protocol';
import { Shelf } from './shelf';
import { Store } from './store';

/** The page's JSON block, `#gommette-data`. */
export interface PageData {
  workshop: string;
  /** Path of the face, such as /w/ID/console. */
  face: string;
  role: string;
  /** The seat's id, and its actor: a participant's person id, a facilitator's link id. */
  seat: string;
  person: string;
  language: string;
  /** messages.LANGUAGE.json; null: English. */
  messages: Messages | null;
  /** For each code of refusal: what happened, and what to do next. */
  reasons: Record<string, [said: string, then: string]>;
  limits: Partial<typeof LIMITS>;
  /** The server's ms when the page was made. */
  now: number;
}

export interface App {
  data: PageData;
  store: Store;
  outbox: Outbox;
  drafts: Drafts;
  state: ReadonlySignal<State>;
  /** What a screen reader is told, once. */
  said: Signal<string>;
  /** For facilitators: who is here; null until the server has said it. */
  here: Signal<Here | null>;
  /** What others are moving now: idea to their name ("" where it is not told). A facilitator's: `staff`. */
  held: ReadonlySignal<Held>;
  /** I am moving these ideas now; []: none any more. */
  hold: (ideas: string[]) => void;
  /** The server's ms, once a second, for clocks. */
  tick: ReadonlySignal<number>;
  now: () => number;
  /** Kept until it has its verdict, which the promise tells. `person`: on paper, for whom it is entered; `kept`: it is stored. */
  send: (command: AnyCommand, person?: string, kept?: () => void) => Promise<Verdict>;
  dismiss: (item: Item) => void;
  /** Records on request: now and whenever they change, until the function returned is called. */
  watch: (keys: string[]) => () => void;
}

/**
 * Draws `Face` in place of #app once there is something to show. Does nothing in a browser that is too old: its plain page
 * is whole. `takeOver` saves what was meanwhile typed in the plain page.
 */
export async function boot(Face: ComponentType<{ app: App }>, takeOver?: (plain: HTMLElement, app: App) => Promise<void>): Promise<void> {
  const data = pageData();
  const place = document.getElementById('app');
  if (!data || !place || !('HTMLDialogElement' in window) || !('indexedDB' in window)) return;
  speak(data.language, data.messages);
  addEventListener('click', focusPressed, { capture: true });
  const app = await start(data);
  await takeOver?.(place, app);
  const fresh = place.cloneNode(false) as HTMLElement;
  render(h(Face, { app }), fresh);
  replace(place, fresh);
  document.documentElement.dataset.live = '';
}

/** Safari leaves the focus off what is pressed, and what opens could not give it back when it closes: there too, it is on it. */
function focusPressed({ target }: MouseEvent): void {
  const pressed = (target as Element).closest<HTMLElement>('button, summary, [type=checkbox], [type=radio]');
  if (pressed !== document.activeElement) pressed?.focus({ preventScroll: true });
}

/** The same page again, so nobody is to notice: not who writes in it, nor who reads further down. */
function replace(plain: HTMLElement, fresh: HTMLElement): void {
  const focused = document.activeElement;
  const id = focused && plain.contains(focused) ? focused.id : '';
  const caret = focused instanceof HTMLTextAreaElement ? ([focused.selectionStart, focused.selectionEnd] as const) : null;
  const { scrollX, scrollY } = window;
  plain.replaceWith(fresh);
  const again = id ? document.getElementById(id) : null;
  again?.focus({ preventScroll: true });
  if (caret && again instanceof HTMLTextAreaElement) again.setSelectionRange(...caret);
  scrollTo(scrollX, scrollY);
}

/** For the first Welcome, before drawing what the view alone tells. */
const PATIENCE = 3_000;

async function start(data: PageData): Promise<App> {
  const store = new Store();
  const clock = new Clock(data.now);
  const shelf = await Shelf.open();
  await inherit(shelf, data.face, data.seat, data.person);
  const outbox = new Outbox(shelf, `${data.face}:${data.person}`);
  const watched = new Map<string, number>();
  const here = signal<Here | null>(null);
  const all = signal<Held>({ type: 'Held' });
  const mine = signal<readonly string[]>([]);
  const held = computed(() => without(all.value, mine.value));
  const sender: Sender = new Sender(outbox, message => leftovers.done && connection.transmit(message));
  const drafts = new Drafts(outbox.seat, sender.client);
  live(sender.client);
  await drafts.restore();
  const connection: Connection = new Connection(data.face, {
    hello: () => ({ type: 'Hello', client: sender.client, since: store.seq, life: store.life, version: VERSION }),
    heard: messages => batch(() => messages.forEach(hear)),
    closed: (poisoned, reason) => {
      // The browser sits in another place now: what was written from this one waits for it.
      if (reason === 'not_yours') reloadOnce();
      else sender.close(poisoned);
    },
  });
  sender.renamed = () => {
    live(sender.client);
    connection.connect();
  };
  const leftovers = await sendLeftovers(data.face, outbox, sender, store, connection.state);

  let welcomed: () => void;
  // What is one's own comes with it alone: drawn before, the page would jump.
  const firstWelcome = new Promise<void>(go => (welcomed = go));

  function hear(message: FromServer): void {
    switch (message.type) {
      case 'Welcome':
        if (message.person !== data.person) return reloadOnce();
        welcomed();
        clock.set(message.now);
        store.welcome(message);
        // Gone, or one with somebody else in a moment: as who they were, they would be refused.
        if (data.role === 'participant' && !store.get('person', data.person)) return;
        all.value = { type: 'Held' };
        if (mine.peek().length) connection.transmit({ type: 'Hold', ideas: [...mine.peek()] });
        if (watched.size) connection.transmit({ type: 'Watch', keys: [...watched.keys()] });
        return sender.welcome(message);
      case 'Delta': return store.change(message);
      case 'Ack': return sender.ack(message);
      case 'Refused': return sender.refused(message);
      case 'Wait': return sender.wait(message);
      case 'Beat':
        clock.set(message.now);
        if (!store.agrees(message.sum)) connection.transmit({ type: 'Resync' });
        return;
      case 'Here':
        clock.set(message.now);
        here.value = message;
        return;
      case 'Held':
        all.value = message;
        return;
      case 'Bye': return;
    }
  }

  function hold(ideas: string[]): void {
    if (!ideas.length && !mine.peek().length) return;
    batch(() => {
      // What is let go of here was never held by somebody else.
      all.value = without(all.peek(), mine.peek());
      mine.value = ideas;
    });
    connection.transmit({ type: 'Hold', ideas });
  }

  function watch(keys: string[]): () => void {
    const fresh = keys.filter(key => !watched.has(key));
    keys.forEach(key => watched.set(key, (watched.get(key) ?? 0) + 1));
    if (fresh.length) connection.transmit({ type: 'Watch', keys: fresh });
    return () => {
      const last = keys.filter(key => watched.get(key) === 1);
      keys.forEach(key => watched.set(key, watched.get(key)! - 1));
      last.forEach(key => watched.delete(key));
      if (last.length) connection.transmit({ type: 'Unwatch', keys: last });
    };
  }

  store.begin(await view(data.face));
  connection.start();
  await Promise.race([firstWelcome, new Promise(go => setTimeout(go, PATIENCE))]);
  connection.state.subscribe(state => state === 'outdated' && reloadOnce());
  void navigator.storage?.persist?.().catch(() => false);
  return {
    data, store, outbox, drafts, here, held, hold, watch, said: signal(''),
    state: connection.state,
    tick: clock.tick,
    now: () => clock.now(),
    send: (command, person, kept) => sender.send(command, person, kept),
    dismiss: item => outbox.remove(item),
  };
}

function without(held: Held, mine: readonly string[]): Held {
  const by = Object.fromEntries(Object.entries(held.by ?? {}).filter(([idea]) => !mine.includes(idea)));
  return { ...held, by, staff: held.staff?.filter(idea => !mine.includes(idea)) };
}

function pageData(): PageData | null {
  const block = document.getElementById('gommette-data');
  return block && (JSON.parse(block.textContent ?? '') as PageData);
}

/** Meanwhile the plain page works. */
async function view(face: string): Promise<View> {
  for (let failures = 0; ; failures++) {
    try {
      const answer = await fetch(`${face}/view`, { credentials: 'same-origin' });
      if (answer.ok) return (await answer.json()) as View;
    } catch {
      // no network yet
    }
    await new Promise(go => setTimeout(go, Math.random() * Math.min(15_000, 500 * 2 ** failures)));
  }
}

/** This page is of another time, or of another person. Twice in a minute means that reloading does not help. */
function reloadOnce(): void {
  const last = Number(sessionStorage.getItem('gommette:reloaded') ?? 0);
  if (Date.now() - last < 60_000) return;
  sessionStorage.setItem('gommette:reloaded', String(Date.now()));
  location.reload();
}

/** The server's clock: whatever said its time with the least delay is right. */
class Clock {
  private offsets: number[] = [];
  private readonly beat: Signal<number>;
  readonly tick: ReadonlySignal<number>;

  constructor(now: number) {
    this.set(now);
    this.beat = signal(this.second());
    this.tick = computed(() => this.beat.value);
    setInterval(() => (this.beat.value = this.second()), 250);
  }

  set(now: number): void {
    const offset = now - Date.now();
    // This device's clock was put right meanwhile: what was measured before says nothing.
    const jumped = Math.abs(offset - (this.offsets[0] ?? offset)) > 5_000;
    this.offsets = [offset, ...(jumped ? [] : this.offsets)].slice(0, 8);
  }

  /** Whole seconds, so that what follows it is drawn once a second. */
  private second(): number {
    return Math.ceil(this.now() / 1000) * 1000;
  }

  now(): number {
    return Date.now() + Math.max(...this.offsets);
  }
}
