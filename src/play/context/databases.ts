import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { HeroError, show } from '../../base/index.ts';
import { driverFolder, openDb, type StoreDriver, storeDrivers } from '../../store/index.ts';
import { errno, failure } from '../../sys/file-failure.ts';

/** The sealed database of a context: always files, next to its keys, and never moved. */
export const sealedName = 'secrets';

/** The part of a context that is needed here. */
interface Place {
  readonly name: string;
  readonly path: string;
}

/** A database on disk. */
export interface KeptDatabase {
  readonly name: string;
  /** The directory of its context, or of its session. */
  readonly owner: string;
  readonly path: string;
}

/** The databases of a context and its sessions that a driver has on disk, unused ones included. STORE_FAILED. */
export async function databasesOf({ path }: Place, driver: StoreDriver): Promise<KeptDatabase[]> {
  const owners = [path, ...(await sessionPaths(path))];
  const found = await Promise.all(
    owners.map(async owner => {
      const folder = driverFolder(owner, driver);
      const names = (await directoriesOf(folder)).filter(name => name !== sealedName);
      return names.map(name => ({ name, owner, path: join(folder, name) }));
    }),
  );
  return found.flat();
}

/** The directories of the sessions of a context. STORE_FAILED. */
export async function sessionPaths(path: string): Promise<string[]> {
  const folder = join(path, 'sessions');
  return (await directoriesOf(folder)).map(name => join(folder, name));
}

/** Throws STORE_OTHER_DRIVER when a context has databases with data: another driver would not see it. */
export async function refuseOtherDriver(context: Place): Promise<void> {
  for (const driver of storeDrivers) {
    for (const { name, path } of await databasesOf(context, driver)) {
      const keys = await openDb(path, { driver, name }).keys();
      if (keys.length === 0) continue;
      const message = `the context ${show(context.name)} has databases that are kept as ${show(driver)}`;
      throw new HeroError('STORE_OTHER_DRIVER', message, {
        hint: 'move them with `hero store migrate`',
      });
    }
  }
}

async function directoriesOf(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(error => {
    if (errno(error) === 'ENOENT') return [];
    throw failure('list', path, error);
  });
  return entries
    .filter(entry => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
}
