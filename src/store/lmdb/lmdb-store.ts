import { basename, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sha256 } from '../../base/hash.ts';
import { isHeroError, show } from '../../base/index.ts';
import { systemClock } from '../../sys/clock.ts';
import type { StoreFault, StoreStats } from '../contract/db.ts';
import { checkKey } from '../contract/key.ts';
import { type ByteOperation, KeyValueStore } from '../contract/key-value-store.ts';
import type { WriteGuard } from '../lock/store-lock.ts';
import { LmdbEnvironment, type Tables } from './lmdb-environment.ts';

/** How often `watch` compares keys, in milliseconds. */
const pollMs = 200;

/** How an LMDB store is opened. */
export interface LmdbStoreOptions {
  /** The name in messages. Default: the name of the directory. */
  name?: string;
  /** How long a write waits for other processes, in milliseconds; the first store of a directory decides. Default 30,000. */
  waitMs?: number;
  /** Asked before a write, with the lock held; throws when the database must not be written to any more. */
  guard?: WriteGuard;
}

/**
 * A store in one LMDB file, for many keys and many processes. It needs the package `lmdb`, or each call throws
 * STORE_NO_DRIVER. The directory has mode 0700, files 0600. `watch` compares keys every 200 ms; no history is kept. Throws
 * STORE_BAD_FORMAT for a store of another driver or version, STORE_FAILED for errors of the disk.
 *
 * @example
 * const db = new LmdbStore('data/settings');
 * await db.set('host', 'example.org');
 * await db.close();
 */
export class LmdbStore extends KeyValueStore {
  readonly directory: string;
  readonly #environment: LmdbEnvironment;
  readonly #guard: WriteGuard | undefined;

  /** The store of a directory, which the first write makes. */
  constructor(directory: string, { name, waitMs, guard }: LmdbStoreOptions = {}) {
    super(name ?? basename(resolve(directory)));
    this.directory = resolve(directory);
    this.#environment = LmdbEnvironment.of(this.directory, this.name, waitMs);
    this.#guard = guard;
  }

  protected read(key: string): Promise<Uint8Array | undefined> {
    return this.#environment.read(tables => present(tables, Buffer.from(key), systemClock()));
  }

  // Every write takes the store's own lock, not only those that read first: LMDB's write transaction cannot stay open
  // while a function of the caller is awaited, so it is this lock that keeps a `set` of another process out of an
  // `update`. The transaction below it makes a batch whole.
  protected commit(operations: readonly ByteOperation[]): Promise<boolean[]> {
    return this.#environment.commit(tables => this.#apply(tables, operations));
  }

  protected exclusive<T>(
    run: (commit: (operations: readonly ByteOperation[]) => Promise<boolean[]>) => Promise<T>,
  ): Promise<T> {
    return this.#environment.exclusive(assertHeld =>
      run(async operations => {
        assertHeld();
        if (operations.length === 0) return [];
        return this.#environment.write(assertHeld, tables => this.#apply(tables, operations));
      }),
    );
  }

  #apply(tables: Tables, operations: readonly ByteOperation[]): boolean[] {
    this.#environment.ask(this.#guard);
    return operations.map(each => apply(tables, each));
  }

  protected async list(): Promise<string[]> {
    return (await this.#environment.read(tables => keysOf(tables).map(String))) ?? [];
  }

  protected async fingerprint(key: string): Promise<string | undefined> {
    const value = await this.read(key);
    return value && sha256(value);
  }

  protected async waitForChange(signal: AbortSignal, ms: number): Promise<void> {
    await sleep(Math.min(ms, pollMs), undefined, { signal }).catch(() => undefined);
  }

  async expiry(key: string): Promise<number | undefined> {
    checkKey(key);
    return this.#environment.read(({ values, limits }) => {
      const bytes = Buffer.from(key);
      const end = endOf(limits.get(bytes));
      return end !== undefined && end > systemClock() && values.doesExist(bytes) ? end : undefined;
    });
  }

  async stats(): Promise<StoreStats> {
    const found = await this.#environment.read(tables => {
      const keys = keysOf(tables);
      const bytes = keys.reduce((sum, key) => sum + (tables.values.get(key)?.length ?? 0), 0);
      return { keys: keys.length, bytes };
    });
    return { driver: 'lmdb', keys: found?.keys ?? 0, bytes: found?.bytes ?? 0 };
  }

  async check(): Promise<StoreFault[]> {
    const found = await this.#environment.read(tables => [
      ...oddKeys(tables),
      ...strayLimits(tables).map(strayFault),
    ]);
    return found ?? [];
  }

  async repair(): Promise<StoreFault[]> {
    if (!(await this.#environment.read(strayLimits))?.length) return [];
    return this.#environment.exclusive(assertHeld => this.#environment.write(assertHeld, removeStray));
  }

  /** Removes the directory; STORE_FAILED when files that are not of the store are left in it. */
  async destroy(): Promise<void> {
    await this.#environment.destroy();
  }

  async close(): Promise<void> {
    await this.#environment.close();
  }
}

/** The value of a key that has not ended, as a copy. */
function present({ values, limits }: Tables, key: Buffer, now: number): Uint8Array | undefined {
  const end = endOf(limits.get(key));
  if (end !== undefined && end <= now) return undefined;
  const value = values.get(key);
  return value && new Uint8Array(value);
}

/** Does one operation and says whether its key was there. */
function apply(tables: Tables, operation: ByteOperation): boolean {
  const { values, limits } = tables;
  const key = Buffer.from(operation.key);
  const now = systemClock();
  const limit = limits.get(key);
  const end = endOf(limit);
  const wasThere = values.doesExist(key) && (end === undefined || end > now);
  if (limit) limits.removeSync(key);
  if (operation.kind === 'delete') {
    values.removeSync(key);
    return wasThere;
  }
  const { value, ttl } = operation;
  values.putSync(key, Buffer.from(value.buffer, value.byteOffset, value.byteLength));
  if (ttl !== undefined) limits.putSync(key, Buffer.from(String(now + ttl)));
  return wasThere;
}

/** The keys that have not ended. */
function keysOf({ values, limits }: Tables): Buffer[] {
  const now = systemClock();
  const ended = new Set<string>();
  for (const { key, value } of limits.getRange())
    if ((endOf(value) ?? now + 1) <= now) ended.add(key.toString());
  const keys = [...values.getKeys()];
  return ended.size === 0 ? keys : keys.filter(key => !ended.has(key.toString()));
}

function* oddKeys({ values }: Tables): Generator<StoreFault> {
  for (const key of values.getKeys()) {
    const text = key.toString();
    if (!Buffer.from(text).equals(key) || !isKey(text))
      yield { what: `${show(text)} is not a key`, key: text };
  }
}

function isKey(text: string): boolean {
  try {
    checkKey(text);
    return true;
  } catch (error) {
    if (isHeroError(error)) return false;
    throw error;
  }
}

/** The keys of time limits without a value, and of those that are not a number. */
function strayLimits({ values, limits }: Tables): Buffer[] {
  return [...limits.getRange()]
    .filter(({ key, value }) => endOf(value) === undefined || !values.doesExist(key))
    .map(({ key }) => key);
}

function removeStray(tables: Tables): StoreFault[] {
  const stray = strayLimits(tables);
  for (const key of stray) tables.limits.removeSync(key);
  return stray.map(strayFault);
}

function strayFault(key: Buffer): StoreFault {
  return { what: `the time limit ${show(key.toString())} belongs to no value` };
}

function endOf(value: Buffer | undefined): number | undefined {
  const end = value === undefined ? Number.NaN : Number(value.toString());
  return Number.isFinite(end) ? end : undefined;
}
