import { join } from 'node:path';
import { FileStore } from './file/file-store.ts';
import { LmdbStore } from './lmdb/lmdb-store.ts';
import type { WriteGuard } from './lock/store-lock.ts';

/** The drivers: one file for each key, or one LMDB file for all. */
export type StoreDriver = 'files' | 'lmdb';
export const storeDrivers = ['files', 'lmdb'] as const satisfies readonly StoreDriver[];

/** How a database is opened. */
export interface OpenDbOptions {
  /** Default `files`. */
  driver?: StoreDriver;
  /** The name in messages. Default: the name of the directory. */
  name?: string;
  /** How long a writer waits for one in another process, in milliseconds. Default 30,000. */
  waitMs?: number;
  /** How many earlier values of each key are kept. Default none; `lmdb` keeps none. */
  history?: number;
  /** Asked before a write, with the lock held; throws when the database must not be written to any more. */
  guard?: WriteGuard;
}

/**
 * The database of a directory, which the first write makes. The driver `lmdb` needs the package of that name, or the calls
 * of the database throw STORE_NO_DRIVER.
 *
 * @example
 * const db = openDb('data/settings', { driver: 'lmdb' });
 * await db.set('host', 'example.org');
 */
export function openDb(directory: string, options?: OpenDbOptions & { driver?: 'files' }): FileStore;
export function openDb(directory: string, options: OpenDbOptions & { driver: 'lmdb' }): LmdbStore;
export function openDb(directory: string, options?: OpenDbOptions): FileStore | LmdbStore;
export function openDb(directory: string, options: OpenDbOptions = {}): FileStore | LmdbStore {
  const { driver = 'files', history, ...common } = options;
  if (driver === 'lmdb') return new LmdbStore(directory, common);
  return new FileStore(directory, { ...common, ...(history !== undefined && { history }) });
}

/** The folder for the databases of a context or session: each driver has its own, so that they never mix. */
export function driverFolder(owner: string, driver: StoreDriver): string {
  return join(owner, driver === 'lmdb' ? 'lmdb' : 'db');
}

/** True when a word names a driver. */
export function isStoreDriver(word: unknown): word is StoreDriver {
  return storeDrivers.some(driver => driver === word);
}
