import type { Db } from './db.ts';

/** A database that knows when keys end. */
interface Ending {
  expiry(key: string): Promise<number | undefined>;
}

/** When a key ends, in seconds since the epoch; undefined when it does not, or nobody can tell. */
export async function expiryOf(db: Db, key: string): Promise<number | undefined> {
  return 'expiry' in db ? (db as Db & Ending).expiry(key) : undefined;
}
