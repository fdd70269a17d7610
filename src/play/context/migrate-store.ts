import { basename, join } from 'node:path';
import { HeroError } from '../../base/index.ts';
import { driverFolder, type StoreDriver, storeDrivers } from '../../store/index.ts';
import { type Migration, type Move, migrateDatabases, removeLeftOver } from '../../store/migrate.ts';
import { makeDirectory } from '../../sys/file.ts';
import { Lock } from '../../sys/lock.ts';
import type { Context } from './context.ts';
import { databasesOf, type KeptDatabase, sessionPaths } from './databases.ts';
import { runLock } from './session-file.ts';

/** The name of the lock of a context whose databases are moved. */
export const migrateLock = 'migrate.lock';

/** The result of a migration. */
export interface Migrated {
  readonly databases: number;
  readonly keys: number;
}

/**
 * Moves all databases of a context and its sessions to another driver, and keeps that driver. At every moment, either all
 * old databases or all new ones are in use. Also removes the remains of an earlier migration. Throws SYS_LOCKED
 * when a session is played or the databases are moved already, STORE_LOCKED, STORE_NO_DRIVER, STORE_FAILED.
 */
export async function migrateStore(
  context: Context,
  to: StoreDriver,
  onStep?: Migration['onStep'],
): Promise<Migrated> {
  const locks: Lock[] = [];
  try {
    // A concurrent migration would remove the new databases of this one as remains.
    await makeDirectory(context.path);
    locks.push(await Lock.acquire(context.path, { name: migrateLock }));
    // A session that is played keeps the driver that it started with.
    for (const path of await sessionPaths(context.path))
      locks.push(await Lock.acquire(path, { name: runLock }));
    const present = await context.loadStore();
    const from = otherThan(to);
    const moves = movesOf(await databasesOf(context, from), to);
    if (present === to) {
      await removeLeftOver(from, moves);
      return { databases: 0, keys: 0 };
    }
    const switchOver = () => switchStore(context, to, moves);
    const keys = await migrateDatabases({ from, to, moves, switchOver, ...(onStep && { onStep }) });
    return { databases: moves.length, keys };
  } finally {
    for (const lock of locks) await lock.release().catch(() => undefined);
  }
}

/** Throws for a database that was made during the migration: the switch would lose it. */
async function switchStore(context: Context, to: StoreDriver, moves: readonly Move[]): Promise<void> {
  const known = new Set(moves.map(({ from }) => from));
  const added = (await databasesOf(context, otherThan(to))).find(({ path }) => !known.has(path));
  if (!added) return context.switchStore(to);
  throw new HeroError('STORE_FAILED', `the database ${added.path} was made while others were moved`, {
    hint: 'try again when no process uses the context; nothing was moved',
  });
}

function movesOf(databases: readonly KeptDatabase[], to: StoreDriver): Move[] {
  return databases.map(({ name, owner, path }) => ({
    name,
    from: path,
    to: join(driverFolder(owner, to), basename(path)),
  }));
}

function otherThan(driver: StoreDriver): StoreDriver {
  return storeDrivers.find(each => each !== driver) ?? driver;
}
