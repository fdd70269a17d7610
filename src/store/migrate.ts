import { HeroError, show } from '../base/index.ts';
import { systemClock } from '../sys/clock.ts';
import { isThere } from '../sys/file.ts';
import type { Db, Operation } from './contract/db.ts';
import { openDb, type StoreDriver } from './open-db.ts';

/** A database that moves: where it is, and where it will be. */
export interface Move {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

export interface Migration {
  readonly from: StoreDriver;
  readonly to: StoreDriver;
  readonly moves: readonly Move[];
  /** Puts the new databases into use, in one durable step. */
  readonly switchOver: () => Promise<void>;
  /** Called before each step; an error that it throws ends the migration there. */
  readonly onStep?: (step: 'copy' | 'verify' | 'switch' | 'remove', name: string) => void;
}

/**
 * Moves databases to another driver; returns the number of keys. A crash at any step leaves whole databases:
 *
 * 1. The locks of all old databases are held until the new ones are in use.
 * 2. The new databases are written to places that are not in use before the switch. The remains of an interrupted attempt
 *    are removed first.
 * 3. All new databases are read again and compared with the old ones, which are unchanged.
 * 4. The switch replaces one file: before it all old databases are in use, after it all new ones.
 * 5. The old databases are removed. An interruption leaves some of them unused; `removeLeftOver` removes those.
 */
export async function migrateDatabases(migration: Migration): Promise<number> {
  const { from, moves } = migration;
  const old = moves.map(move => openDb(move.from, { driver: from, name: move.name }));
  const keys = await holdAll(
    old,
    async () => undefined,
    assertHeld => copyAll(migration, old, assertHeld),
  );
  await removeLeftOver(from, moves, name => migration.onStep?.('remove', name));
  return keys;
}

/** Removes databases that are not in use any more. STORE_FAILED. */
export async function removeLeftOver(
  driver: StoreDriver,
  moves: readonly Move[],
  onEach?: (name: string) => void,
): Promise<void> {
  for (const { name, from } of moves) {
    onEach?.(name);
    await openDb(from, { driver, name }).destroy();
  }
}

type Assert = () => Promise<unknown>;

/** Holds off all writers of all databases. */
function holdAll<T>(
  [first, ...others]: readonly Db[],
  before: Assert,
  run: (assertHeld: Assert) => Promise<T>,
): Promise<T> {
  if (!first) return run(before);
  return first.hold(assertHeld => holdAll(others, () => before().then(assertHeld), run));
}

async function copyAll(
  { to, moves, switchOver, onStep }: Migration,
  old: readonly Db[],
  assertHeld: Assert,
): Promise<number> {
  const made = moves.map(move => openDb(move.to, { driver: to, name: move.name }));
  let keys = 0;
  const limited: Set<string>[] = [];
  for (const [at, db] of old.entries()) {
    onStep?.('copy', db.name);
    const target = made[at];
    if (!target) continue;
    const operations = await copy(db, target, isThere(target.directory));
    keys += operations.length;
    limited.push(new Set(operations.filter(each => each.kind === 'set' && each.ttl).map(({ key }) => key)));
  }
  for (const [at, db] of old.entries()) {
    onStep?.('verify', db.name);
    const target = made[at];
    if (target) await verify(db, target, limited[at] ?? new Set());
  }
  onStep?.('switch', '');
  // A closed database is on the disk, and its lock is released.
  for (const target of made) await target.close();
  await assertHeld();
  await switchOver();
  return keys;
}

async function copy(from: Db, to: Db, isTaken: boolean): Promise<Operation[]> {
  if (isTaken) await to.destroy();
  const operations: Operation[] = [];
  for (const key of await from.keys()) {
    // The limit first: a key that ends in between is left out, and does not lose its limit.
    const end = await from.expiry(key);
    const value = await from.getBytes(key);
    // A key that ends while it is copied may end a moment later.
    const ttl = end === undefined ? {} : { ttl: Math.max(end - systemClock(), 0.001) };
    if (value !== undefined) operations.push({ kind: 'set', key, value, ...ttl });
  }
  await to.batch(operations);
  return operations;
}

/**
 * Throws STORE_FAILED unless both have the same keys and values. Of the keys with a time limit, one that has ended may be
 * missing in either.
 */
async function verify(from: Db, to: Db, limited: ReadonlySet<string>): Promise<void> {
  const copied = new Set(await to.keys());
  for (const key of await from.keys()) {
    copied.delete(key);
    const old = await from.revision(key);
    const made = await to.revision(key);
    const isMissing = old === undefined || made === undefined;
    if (isMissing ? !limited.has(key) : old !== made) throw unlike(from, key);
  }
  for (const key of copied) if (!limited.has(key)) throw unlike(from, key);
}

function unlike({ name }: Db, key: string): HeroError {
  return new HeroError('STORE_FAILED', `the copy of ${show(name)} differs from it at the key ${show(key)}`, {
    hint: 'check the disk, then try again; the database is unchanged',
  });
}
