// Which page loads of this browser are still there: what a living one has not sent yet is its own to send.

import { keep, kept, keptNames } from './shelf';

const EVERY = 2_000;
const STALE = 3 * EVERY;
const FORGOTTEN = 24 * 3_600_000;
const ANSWER = 500;

const mine = new Set<string>();
const channel = 'BroadcastChannel' in window ? new BroadcastChannel('gommette') : null;

/** From now on this client is ours, until the page goes. A background tab's timers are slow, so it also answers when asked. */
export function live(client: string): void {
  if (mine.size === 0) {
    setInterval(mark, EVERY);
    addEventListener('pagehide', () => mine.forEach(name => keep(`alive:${name}`, null)));
    addEventListener('pageshow', mark);
    channel?.addEventListener('message', ({ data }: MessageEvent<{ ask?: string }>) => {
      if (data.ask && mine.has(data.ask)) channel.postMessage({ alive: data.ask });
    });
  }
  mine.add(client);
  mark();
}

export function leave(client: string): void {
  mine.delete(client);
  keep(`alive:${client}`, null);
}

/** At worst it is wrong about a frozen page, whose commands are then sent for it, once. Marks are for browsers that cannot ask. */
export async function lives(client: string): Promise<boolean> {
  if (mine.has(client)) return true;
  if (!channel) return Date.now() - Number(kept(`alive:${client}`) ?? 0) < STALE;
  return new Promise(answer => {
    const hear = ({ data }: MessageEvent<{ alive?: string }>) => data.alive === client && end(true);
    const end = (found: boolean) => {
      channel.removeEventListener('message', hear);
      answer(found);
    };
    channel.addEventListener('message', hear);
    channel.postMessage({ ask: client });
    setTimeout(() => end(false), ANSWER);
  });
}

function mark(): void {
  mine.forEach(name => keep(`alive:${name}`, String(Date.now())));
}

for (const name of keptNames('alive:')) {
  if (Date.now() - Number(kept(`alive:${name}`)) > FORGOTTEN) keep(`alive:${name}`, null);
}
