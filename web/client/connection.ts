// One socket that always comes back: at once when the network or the person does, otherwise after a random while.

import { signal } from '@preact/signals';
import { CLOSE } from './limits';
import type { Bye, DoorReason, FromClient, FromServer, Hello } from './protocol';

/** The last three do not come back by themselves. */
export type State = 'connecting' | 'online' | 'offline' | 'elsewhere' | 'revoked' | 'outdated';

export interface Ends {
  hello: () => Hello;
  heard: (messages: FromServer[]) => void;
  /** `poisoned`: the server closed because of what we said. `reason`: why, if it told. */
  closed?: (poisoned: boolean, reason?: DoorReason) => void;
}

const SHORTEST = 250;
const LONGEST = 15_000;
/** Beats come every 10 s. */
const ZOMBIE = 25_000;
/** What is over so soon need not be said. */
const BLIP = 3_000;
const POISONED = [1003, 1007, 1008, 1009];

export class Connection {
  readonly state = signal<State>('connecting');
  private socket: WebSocket | null = null;
  private bye: Bye | null = null;
  private heardAt = 0;
  private lostAt = Date.now();
  private failures = 0;
  private retry = 0;
  private watch = 0;

  constructor(private readonly face: string, private readonly ends: Ends) {}

  start(): void {
    this.watch = window.setInterval(() => this.check(), 1000);
    for (const [target, name, work] of this.wakers) target.addEventListener(name, work);
    this.connect();
  }

  /** For good. */
  stop(state: State = 'offline'): void {
    clearInterval(this.watch);
    clearTimeout(this.retry);
    for (const [target, name, work] of this.wakers) target.removeEventListener(name, work);
    this.drop();
    this.state.value = state;
  }

  /** A new socket takes over from whatever there was; the server closes the older one. */
  connect(): void {
    clearTimeout(this.retry);
    this.drop();
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}${this.face}/live`);
    socket.binaryType = 'arraybuffer';
    this.socket = socket;
    this.bye = null;
    this.heardAt = Date.now();
    socket.onopen = () => this.transmit(this.ends.hello());
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => this.receive(data);
    socket.onclose = ({ code }) => this.lost(code);
  }

  transmit(message: FromClient): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  private receive(data: string | ArrayBuffer): void {
    this.heardAt = Date.now();
    const messages = JSON.parse(typeof data === 'string' ? data : new TextDecoder().decode(data)) as FromServer[];
    for (const message of messages) {
      if (message.type === 'Bye') this.bye = message;
      if (message.type === 'Welcome') {
        this.failures = 0;
        this.state.value = 'online';
      }
    }
    this.ends.heard(messages);
  }

  private lost(code: number): void {
    this.socket = null;
    const { reason, retry_after = 0 } = this.bye ?? {};
    this.ends.closed?.(POISONED.includes(code), reason);
    if (this.socket) return; // somebody could not wait
    if (this.state.value === 'online') {
      this.lostAt = Date.now();
      this.state.value = 'connecting';
    }
    if (code === CLOSE.SUPERSEDED || reason === 'superseded' || (reason === 'too_many_connections' && !retry_after)) this.stop('elsewhere');
    else if (code === CLOSE.REVOKED || reason === 'revoked') this.stop('revoked');
    else if (code === CLOSE.VERSION_OLD || reason === 'version_old') this.stop('outdated');
    else this.later(retry_after * 1000);
  }

  private later(least: number): void {
    const most = Math.min(LONGEST, 500 * 2 ** this.failures++);
    this.retry = window.setTimeout(() => this.connect(), least + SHORTEST + Math.random() * (most - SHORTEST));
  }

  /** Each second: is anybody there? */
  private check(): void {
    const silent = Date.now() - this.heardAt;
    const opening = this.socket && this.state.value !== 'online';
    if (this.socket && silent > (opening ? ZOMBIE / 2 : ZOMBIE)) {
      if (!opening) this.lostAt = Date.now();
      this.again();
    }
    if (this.state.value === 'connecting' && Date.now() - this.lostAt > BLIP) this.state.value = 'offline';
  }

  /** The phone was woken, or its network came back. A socket that looks open may have died meanwhile. */
  private wake(): void {
    if (document.visibilityState === 'hidden') return;
    if (!this.socket || Date.now() - this.heardAt > ZOMBIE / 2) this.again();
  }

  private again(): void {
    if (this.state.value === 'online') this.state.value = 'connecting';
    this.ends.closed?.(false);
    this.connect();
  }

  private readonly wakers: [EventTarget, string, () => void][] = [
    [window, 'online', () => this.again()],
    [window, 'pageshow', () => this.wake()],
    [document, 'visibilitychange', () => this.wake()],
    [window, 'offline', () => {
      this.again();
      this.state.value = 'offline';
    }],
  ];

  /** Nothing an older socket still says is heard. */
  private drop(): void {
    const old = this.socket;
    this.socket = null;
    if (!old) return;
    old.onopen = old.onmessage = old.onclose = null;
    old.close();
  }
}
