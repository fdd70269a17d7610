import { join } from 'node:path';
import { FileStore } from './file/file-store.ts';
import { LmdbStore } from './lmdb/lmdb-store.ts';
import type { WriteGuard } from './lock/store-lock.ts';

/** How databases are kept: a file for each key, or one LMDB file. */
export const storeDrivers = ['files', 'lmdb'] as const;
export type StoreDriver = (typeof storeDrivers)[number];

export interface OpenDbOptions {
  /** Default `files`. */
  driver?: StoreDriver;
  /** What it is called in messages; without it the name of its directory. */
  name?: string;
  /** How long a writer waits for one in another process, in milliseconds. Default 30,000. */
  waitMs?: number;
  /** How many earlier values of each key are kept. Default none; `lmdb` keeps none. */
  history?: number;
  /** Asked before a write, with the lock held: throws when this is not the place to write to any more. */
  guard?: WriteGuard;
}

/** Opens the database of a directory; nothing is made before the first `set`, which says STORE_NO_DRIVER without `lmdb`. */
export function openDb(directory: string, options: OpenDbOptions = {}): FileStore | LmdbStore {
  const { driver = 'files', history, ...common } = options;
  if (driver === 'lmdb') return new LmdbStore(directory, common);
  return new FileStore(directory, { ...common, ...(history !== undefined && { history }) });
}

/** Where what keeps databases has them: each driver has a folder of its own, so that they never mix. */
export function driverFolder(owner: string, driver: StoreDriver): string {
  return join(owner, driver === 'lmdb' ? 'lmdb' : 'db');
}

/** Whether a word names a driver. */
export function isStoreDriver(word: unknown): word is StoreDriver {
  return storeDrivers.some(driver => driver === word);
}
