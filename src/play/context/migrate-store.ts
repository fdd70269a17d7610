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

/** What was moved. */
export interface Migrated {
  readonly databases: number;
  readonly keys: number;
}

/**
 * Moves all databases of a context and its sessions to another driver, and keeps the context so. Whenever it ends, all
 * of them are in use as they were or as they will be. What an earlier one could not remove goes, too. Throws SYS_LOCKED
 * when a session is played or the databases are moved already, STORE_LOCKED, STORE_NO_DRIVER, STORE_FAILED.
 */
export async function migrateStore(
  context: Context,
  to: StoreDriver,
  onStep?: Migration['onStep'],
): Promise<Migrated> {
  const locks: Lock[] = [];
  try {
    // Another migration would take for left over what this one makes.
    await makeDirectory(context.path);
    locks.push(await Lock.acquire(context.path, { name: migrateLock }));
    // A session that is played knows the driver from its start.
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

/** What appeared since would be forgotten by the switch. */
async function switchStore(context: Context, to: StoreDriver, moves: readonly Move[]): Promise<void> {
  const known = new Set(moves.map(({ from }) => from));
  const added = (await databasesOf(context, otherThan(to))).find(({ path }) => !known.has(path));
  if (!added) return context.switchStore(to);
  throw new HeroError('STORE_FAILED', `the database ${added.path} was made while others were moved`, {
    hint: 'nothing was moved; try again when nobody uses the context',
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
