import { join, relative } from 'node:path';
import { sideFolder } from '../../store/file/store-layout.ts';
import { driverFolder, storeDrivers } from '../../store/index.ts';
import { breakLock, type LockState, readLock } from '../../sys/lock.ts';
import type { Owner } from '../../sys/owner.ts';
import { listContexts } from './context.ts';
import { databasesOf, sealedName, sessionPaths } from './databases.ts';
import { heroHome } from './home.ts';
import { migrateLock } from './migrate-store.ts';
import { runLock } from './session-file.ts';

/** A lock of a session or a database. */
export interface KeptLock {
  /** Its path below the directory of contexts. */
  readonly name: string;
  /** The directory that it guards. */
  readonly path: string;
  readonly state: LockState;
  /** Frees it for any owner; returns the former owner. */
  readonly break: () => Promise<Owner | undefined>;
}

/** The locks of the sessions and databases of all contexts that were ever taken. STORE_FAILED. */
export async function keptLocks(home?: string): Promise<KeptLock[]> {
  const root = join(heroHome(home), 'contexts');
  const found: KeptLock[] = [];
  const add = async (path: string, directory: string, name?: string) => {
    const state = await readLock(directory, name);
    const free = () => breakLock(directory, name);
    if (state) found.push({ name: relative(root, path), path, state, break: free });
  };
  for (const name of await listContexts(home === undefined ? {} : { home })) {
    const place = { name, path: join(root, name) };
    await add(place.path, place.path, migrateLock);
    for (const path of await sessionPaths(place.path)) await add(path, path, runLock);
    const sealed = join(driverFolder(place.path, 'files'), sealedName);
    await add(sealed, join(sealed, sideFolder));
    for (const driver of storeDrivers)
      for (const { path } of await databasesOf(place, driver)) await add(path, join(path, sideFolder));
  }
  return found.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}
