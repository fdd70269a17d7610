import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { sha256 } from '../../base/hash.ts';
import { HeroError, show } from '../../base/index.ts';
import { fileLimit } from '../../sys/file.ts';
import type { Change, Db, Operation, SetOptions, StoreFault, StoreStats, TypedDb, Version } from './db.ts';
import { exportLine, readExport } from './export.ts';
import { parseStoredJson, writeJson } from './json-value.ts';
import { checkKey, checkPrefix, isWellFormed, sortKeys } from './key.ts';
import type { StandardTyped } from './standard-typed.ts';
import { typedDb } from './typed.ts';
import { watchKeys } from './watch.ts';

// A byte order mark is a part of the value, not a hint to its reader.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();
/** After how many reads the event loop may run other work. */
const readsPerYield = 64;
/** The longest time limit, in seconds. */
const maxTtl = 1e10;

/** An operation as drivers get it: the key is valid, and the caller has no reference to the bytes. */
export type ByteOperation =
  | { readonly kind: 'set'; readonly key: string; readonly value: Uint8Array; readonly ttl?: number }
  | { readonly kind: 'delete'; readonly key: string };

/** The protected calls of a store, for a wrapper of it. */
export interface Driver {
  read(key: string): Promise<Uint8Array | undefined>;
  exclusive<T>(
    run: (commit: (operations: readonly ByteOperation[]) => Promise<boolean[]>) => Promise<T>,
  ): Promise<T>;
  list(): Promise<string[]>;
  fingerprint(key: string): Promise<string | undefined>;
  waitForChange(signal: AbortSignal, ms: number): Promise<void>;
}

/**
 * The base class of all drivers: it checks keys and values, and converts them from and to text and JSON. A driver reads
 * and writes bytes: it gets valid keys only, and bytes that the caller has no reference to.
 *
 * @example
 * const keysOf = (store: KeyValueStore): Promise<string[]> => store.keys('city/');
 */
export abstract class KeyValueStore implements Db {
  readonly name: string;
  #reads = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** The bytes of a key, as a copy. */
  protected abstract read(key: string): Promise<Uint8Array | undefined>;
  /** Applies all operations or none, durably; returns whether each key existed. */
  protected abstract commit(operations: readonly ByteOperation[]): Promise<boolean[]>;
  /** Runs a function while no other task of any process writes; the function writes with the `commit` that it gets. */
  protected abstract exclusive<T>(
    run: (commit: (operations: readonly ByteOperation[]) => Promise<boolean[]>) => Promise<T>,
  ): Promise<T>;
  /** All keys, in any order. */
  protected abstract list(): Promise<string[]>;
  /** A text that changes when the value of a key changes, for `watch`. */
  protected abstract fingerprint(key: string): Promise<string | undefined>;
  /** Resolves when a key may have changed, at the latest after `ms`. */
  protected abstract waitForChange(signal: AbortSignal, ms: number): Promise<void>;
  abstract expiry(key: string): Promise<number | undefined>;
  abstract stats(): Promise<StoreStats>;
  abstract check(): Promise<StoreFault[]>;
  abstract repair(): Promise<StoreFault[]>;
  abstract destroy(): Promise<void>;
  abstract close(): Promise<void>;

  /** The protected calls of a store, for its wrapper. */
  protected static driverOf(store: KeyValueStore): Driver {
    return {
      read: key => store.read(key),
      exclusive: run => store.exclusive(run),
      list: () => store.list(),
      fingerprint: key => store.fingerprint(key),
      waitForChange: (signal, ms) => store.waitForChange(signal, ms),
    };
  }

  async get(key: string): Promise<string | undefined> {
    const bytes = await this.getBytes(key);
    return bytes === undefined ? undefined : decode(key, bytes);
  }

  async getBytes(key: string): Promise<Uint8Array | undefined> {
    checkKey(key);
    await this.#yield();
    return this.read(key);
  }

  // A driver may resolve without any I/O: a loop of reads would starve the event loop.
  #yield(): Promise<void> | undefined {
    this.#reads = (this.#reads + 1) % readsPerYield;
    return this.#reads === 0 ? yieldToEventLoop() : undefined;
  }

  async getOr(key: string, fallback: string): Promise<string> {
    return (await this.get(key)) ?? fallback;
  }

  async getJson<T = unknown>(key: string): Promise<T | undefined> {
    const text = await this.get(key);
    return text === undefined ? undefined : (parseStoredJson(key, text) as T);
  }

  async set(key: string, value: string | Uint8Array, options: SetOptions = {}): Promise<void> {
    await this.commit([setting(key, value, options)]);
  }

  async setJson(key: string, value: unknown, options?: SetOptions): Promise<void> {
    checkKey(key);
    await this.set(key, writeJson(key, value), options);
  }

  async has(key: string): Promise<boolean> {
    return (await this.getBytes(key)) !== undefined;
  }

  async delete(key: string): Promise<boolean> {
    checkKey(key);
    const [wasThere = false] = await this.commit([{ kind: 'delete', key }]);
    return wasThere;
  }

  async keys(prefix = ''): Promise<string[]> {
    checkPrefix(prefix);
    await this.#yield();
    const keys = await this.list();
    return sortKeys(keys.filter(key => key.startsWith(prefix)));
  }

  async *entries(prefix = ''): AsyncGenerator<[key: string, value: string]> {
    for (const key of await this.keys(prefix)) {
      const value = await this.get(key);
      // It may have been deleted since the keys were listed.
      if (value !== undefined) yield [key, value];
    }
  }

  async clear(): Promise<void> {
    await this.exclusive(async commit => {
      await commit((await this.list()).map(key => ({ kind: 'delete', key })));
    });
  }

  async update(
    key: string,
    change: (value: string | undefined) => string | undefined | Promise<string | undefined>,
  ): Promise<string | undefined> {
    checkKey(key);
    return this.exclusive(async commit => {
      const bytes = await this.read(key);
      const value = await change(bytes === undefined ? undefined : decode(key, bytes));
      if (value !== undefined) await commit([setting(key, value, {})]);
      else if (bytes !== undefined) await commit([{ kind: 'delete', key }]);
      return value;
    });
  }

  hold<T>(run: (assertHeld: () => Promise<unknown>) => Promise<T>): Promise<T> {
    return this.exclusive(async commit => {
      const assertHeld = () => commit([]);
      const result = await run(assertHeld);
      await assertHeld();
      return result;
    });
  }

  async revision(key: string): Promise<string | undefined> {
    const bytes = await this.getBytes(key);
    return bytes === undefined ? undefined : sha256(bytes);
  }

  async setIf(
    key: string,
    value: string | Uint8Array | undefined,
    revision: string | undefined,
    options: SetOptions = {},
  ): Promise<boolean> {
    checkKey(key);
    const operation: ByteOperation =
      value === undefined ? { kind: 'delete', key } : setting(key, value, options);
    return this.exclusive(async commit => {
      if ((await this.revision(key)) !== revision) return false;
      await commit([operation]);
      return true;
    });
  }

  async batch(operations: readonly Operation[]): Promise<void> {
    const last = new Map<string, ByteOperation>();
    for (const operation of operations) {
      checkKey(operation.key);
      last.set(
        operation.key,
        operation.kind === 'delete' ? operation : setting(operation.key, operation.value, operation),
      );
    }
    if (last.size > 0) await this.commit([...last.values()]);
  }

  watch(prefix = '', { signal }: { signal?: AbortSignal } = {}): AsyncIterable<Change> {
    checkPrefix(prefix);
    return watchKeys(
      {
        keys: () => this.keys(prefix),
        fingerprint: key => this.fingerprint(key),
        waitForChange: (ending, ms) => this.waitForChange(ending, ms),
      },
      signal,
    );
  }

  async history(key: string, _limit?: number): Promise<Version[]> {
    checkKey(key);
    throw new HeroError('STORE_NO_HISTORY', `the database ${show(this.name)} keeps no history`, {
      hint: 'open it with `history: 10`, to keep the last ten values of each key',
    });
  }

  async *export(prefix = ''): AsyncGenerator<string> {
    for (const key of await this.keys(prefix)) {
      const value = await this.getBytes(key);
      if (value !== undefined) yield exportLine(key, value);
    }
  }

  async import(lines: Iterable<string> | AsyncIterable<string>): Promise<number> {
    const operations = await readExport(lines);
    await this.batch(operations);
    return new Set(operations.map(({ key }) => key)).size;
  }

  keyRingPath(): string | undefined {
    return undefined;
  }

  typed<Output, Input>(schema: StandardTyped<Output, Input>): TypedDb<Output, Input> {
    return typedDb(this, schema);
  }
}

function setting(key: string, value: string | Uint8Array, { ttl }: SetOptions): ByteOperation {
  checkKey(key);
  if (ttl !== undefined && !(typeof ttl === 'number' && ttl > 0 && ttl <= maxTtl)) {
    throw new HeroError('STORE_BAD_VALUE', `the ttl of ${show(key)} is ${ttl}, expected seconds above 0`, {
      hint: 'use delete to remove a key now',
    });
  }
  return { kind: 'set', key, value: encode(key, value), ...(ttl !== undefined && { ttl }) };
}

function encode(key: string, value: string | Uint8Array): Uint8Array {
  const isText = typeof value === 'string';
  if (!isText && !(value instanceof Uint8Array)) {
    throw badValue(key, `is ${typeof value}, expected text or bytes`, 'use setJson for other values');
  }
  if (isText && !isWellFormed(value)) {
    throw badValue(key, 'holds half a character (a lone surrogate)', 'store bytes instead of text');
  }
  const size = isText ? Buffer.byteLength(value) : value.length;
  if (size > fileLimit) {
    const message = `the value of ${show(key)} has ${size} bytes, expected at most ${fileLimit}`;
    throw new HeroError('STORE_TOO_LARGE', message, { hint: 'split the value over several keys' });
  }
  return isText ? encoder.encode(value) : new Uint8Array(value);
}

function decode(key: string, bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw badValue(key, 'is not UTF-8 text', 'read it with getBytes', cause);
  }
}

function badValue(key: string, found: string, hint: string, cause?: unknown): HeroError {
  return new HeroError('STORE_BAD_VALUE', `the value of ${show(key)} ${found}`, { hint, cause });
}
