import type { Db } from './db.ts';

/** A database that knows when keys end. */
interface Ending {
  expiry(key: string): Promise<number | undefined>;
}

/** Runs something that reads a database, while nobody else writes to it. STORE_LOCKED. */
export async function holdWriters<T>(db: Db, run: () => Promise<T>): Promise<T> {
  let result: { value: T } | undefined;
  // A change of a key that is missing to one that is missing holds the lock and writes nothing.
  await db.update(freeKey(await db.keys()), async () => {
    result = { value: await run() };
    return undefined;
  });
  return (result as { value: T }).value;
}

/** When a key ends, in seconds since the epoch; undefined when it does not, or nobody can tell. */
export async function expiryOf(db: Db, key: string): Promise<number | undefined> {
  return 'expiry' in db ? (db as Db & Ending).expiry(key) : undefined;
}

function freeKey(keys: readonly string[]): string {
  const known = new Set(keys);
  let number = 0;
  while (known.has(`\u0000hold-${number}`)) number++;
  return `\u0000hold-${number}`;
}
