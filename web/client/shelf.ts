// Where commands wait until the server has them: IndexedDB, or memory alone where there is none. Drafts, being typed, are in
// localStorage, which alone can still be written while a page is being closed.

import type { AnyCommand, Refused } from './protocol';

export interface Item {
  /** Whose outbox: workshop, face and person. */
  seat: string;
  client: string;
  cseq: number;
  command: AnyCommand;
  /** The person on paper it is entered for. */
  for?: string;
  /** When it was asked, by this device's clock. */
  at: number;
  /** Missing: it waits for its verdict. */
  refused?: Pick<Refused, 'reason' | 'facts'>;
}

const PATIENCE = 1500;

export class Shelf {
  private constructor(private db: IDBDatabase | null) {}

  /** Never fails: where nothing can be stored, `works` is false and every write says so. */
  static async open(): Promise<Shelf> {
    try {
      return new Shelf(await soon(open()));
    } catch {
      return new Shelf(null);
    }
  }

  get works(): boolean {
    return this.db !== null;
  }

  put(...items: Item[]): Promise<boolean> {
    return this.write(store => items.forEach(item => store.put(item)));
  }

  remove(...items: Pick<Item, 'client' | 'cseq'>[]): Promise<boolean> {
    return this.write(store => items.forEach(({ client, cseq }) => store.delete([client, cseq])));
  }

  /** Everything a seat left here, in the order of each client's numbers. */
  async left(seat: string): Promise<Item[]> {
    if (!this.db) return [];
    try {
      const reading = this.db.transaction('outbox').objectStore('outbox').index('seat').getAll(seat);
      return await soon(new Promise<Item[]>((yes, no) => {
        reading.onsuccess = () => yes(reading.result as Item[]);
        reading.onerror = no;
      }));
    } catch {
      return [];
    }
  }

  private async write(work: (store: IDBObjectStore) => void): Promise<boolean> {
    if (!this.db) return false;
    try {
      await transact(this.db, work);
      return true;
    } catch {
      // Safari drops the connection of a page that was long away: once more on a new one.
    }
    try {
      this.db = await soon(open());
      await transact(this.db, work);
      return true;
    } catch {
      return false; // full, or forbidden: the caller says so, and memory goes on
    }
  }
}

async function transact(db: IDBDatabase, work: (store: IDBObjectStore) => void): Promise<void> {
  const transaction = db.transaction('outbox', 'readwrite');
  work(transaction.objectStore('outbox'));
  await soon(new Promise<void>((yes, no) => {
    transaction.oncomplete = () => yes();
    transaction.onerror = transaction.onabort = no;
  }));
}

function open(): Promise<IDBDatabase> {
  return new Promise((yes, no) => {
    const opening = indexedDB.open('gommette', 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore('outbox', { keyPath: ['client', 'cseq'] }).createIndex('seat', 'seat');
    };
    opening.onsuccess = () => yes(opening.result);
    opening.onerror = opening.onblocked = no;
  });
}

/** Some browsers neither open nor refuse: nobody waits for them. */
function soon<T>(work: Promise<T>): Promise<T> {
  return Promise.race([work, new Promise<T>((_, no) => setTimeout(no, PATIENCE))]);
}

// Small things kept as text; each is silently not kept where the browser refuses.

export function keep(name: string, value: string | null): boolean {
  try {
    if (value === null) localStorage.removeItem(`gommette:${name}`);
    else localStorage.setItem(`gommette:${name}`, value);
    return true;
  } catch {
    return false;
  }
}

export function kept(name: string): string | null {
  try {
    return localStorage.getItem(`gommette:${name}`);
  } catch {
    return null;
  }
}

/** Names kept that begin so, without that beginning. */
export function keptNames(prefix: string): string[] {
  try {
    const whole = `gommette:${prefix}`;
    return Object.keys(localStorage).filter(name => name.startsWith(whole)).map(name => name.slice(whole.length));
  } catch {
    return [];
  }
}
