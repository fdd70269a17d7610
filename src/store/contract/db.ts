import type { StandardTyped } from './standard-typed.ts';

/** How a value is set. */
export interface SetOptions {
  /** Seconds until the key ends, which is like a delete. A later `set` without it removes the limit. */
  ttl?: number;
}

/** One step of a batch. */
export type Operation =
  | { readonly kind: 'set'; readonly key: string; readonly value: string | Uint8Array; readonly ttl?: number }
  | { readonly kind: 'delete'; readonly key: string };

/** A change of a key. */
export interface Change {
  readonly kind: 'set' | 'delete';
  readonly key: string;
}

/** A value that a key had. */
export interface Version {
  /** When it was replaced, in seconds since the epoch. */
  readonly replaced: number;
  readonly revision: string;
  readonly value: string;
}

/** The size of a database. */
export interface StoreStats {
  readonly driver: string;
  readonly keys: number;
  /** The size of all values, as they are stored. */
  readonly bytes: number;
}

/** A part of a store that is not as the store would have written it. */
export interface StoreFault {
  readonly what: string;
  readonly key?: string;
}

/**
 * A key-value store: every driver keeps these promises, and `dbSuite` of `heroplay/testing` checks them.
 *
 * A key is any well-formed Unicode text of 1 to 1,024 bytes of UTF-8, taken exactly as it is (`Foo` is not `foo`); other
 * keys throw STORE_BAD_KEY or STORE_KEY_TOO_LONG. A value is text or bytes, at most 1 GiB (STORE_TOO_LARGE); an empty value
 * is a value. Reading creates nothing, and returns `undefined` for a missing key. When a write resolves, it is durable, also
 * over a crash; when it rejects, nothing has changed. The writes of one key by one process happen in the order of the
 * calls. Writers wait for each other, 30 seconds at most: then STORE_LOCKED names the process that writes.
 *
 * @example
 * const db: Db = new MemoryStore();
 * await db.set('host', 'example.org', { ttl: 3600 });
 * await db.update('visits', text => `${Number(text ?? 0) + 1}`);
 */
export interface Db {
  /** The name of the database in messages. */
  readonly name: string;
  /** The text of a key. STORE_BAD_VALUE when its bytes are not UTF-8. */
  get(key: string): Promise<string | undefined>;
  /** The bytes of a key, the caller's own copy. */
  getBytes(key: string): Promise<Uint8Array | undefined>;
  /** The text of a key, or the fallback when the key is missing; an empty value is not missing. */
  getOr(key: string, fallback: string): Promise<string>;
  /** The value of a key, parsed as JSON; its type is not checked. STORE_BAD_JSON names the key. */
  getJson<T = unknown>(key: string): Promise<T | undefined>;
  /** Stores a value, and replaces an earlier one. STORE_BAD_VALUE for text with lone surrogates. */
  set(key: string, value: string | Uint8Array, options?: SetOptions): Promise<void>;
  /** Stores a value as JSON, indented by 2. STORE_BAD_VALUE for a value that JSON has no form for. */
  setJson(key: string, value: unknown, options?: SetOptions): Promise<void>;
  /** True when the key has a value, also an empty one. */
  has(key: string): Promise<boolean>;
  /** When a key ends, in seconds since the epoch; undefined for a key without a time limit and for a missing key. */
  expiry(key: string): Promise<number | undefined>;
  /** Removes a key; returns whether it existed. */
  delete(key: string): Promise<boolean>;
  /** The keys that start with a prefix, sorted by code point. */
  keys(prefix?: string): Promise<string[]>;
  /** The keys that start with a prefix with their texts, in the order of `keys`. Errors as `get`. */
  entries(prefix?: string): AsyncIterable<[key: string, value: string]>;
  /** Removes every key; the database stays. */
  clear(): Promise<void>;
  /** Removes the database with all its keys. A later write starts over. */
  destroy(): Promise<void>;
  /**
   * Replaces the text of a key by the result of `change` (`undefined` removes the key), and returns it. No other task of
   * any process writes in between. STORE_NESTED when `change` itself writes to the same database.
   *
   * @example
   * await db.update('visits', text => `${Number(text ?? 0) + 1}`); // '1'
   */
  update(
    key: string,
    change: (value: string | undefined) => string | undefined | Promise<string | undefined>,
  ): Promise<string | undefined>;
  /**
   * Runs a function that reads while no other task of any process writes. `assertHeld` rejects with SYS_FENCED once the
   * lock is lost (`hero lock break`); so does `hold` at its end, because the reads may be of different times. STORE_LOCKED.
   */
  hold<T>(run: (assertHeld: () => Promise<unknown>) => Promise<T>): Promise<T>;
  /** The SHA-256 of the value of a key, in hex; undefined for a missing key. */
  revision(key: string): Promise<string | undefined>;
  /**
   * Stores a value (`undefined` removes the key) if the key still has that revision; returns whether it did.
   *
   * @example
   * const revision = await db.revision('city');
   * await db.setIf('city', 'Ghent', revision); // true
   */
  setIf(
    key: string,
    value: string | Uint8Array | undefined,
    revision: string | undefined,
    options?: SetOptions,
  ): Promise<boolean>;
  /**
   * Applies all operations or none, also over a crash. Of operations with one key, the last one counts.
   *
   * @example
   * await db.batch([{ kind: 'set', key: 'a', value: '1' }, { kind: 'set', key: 'b', value: '2' }]);
   * await db.keys(); // ['a', 'b']
   */
  batch(operations: readonly Operation[]): Promise<void>;
  /**
   * The changes of keys that start with a prefix from now on, also by other processes, until `signal` is aborted.
   *
   * @example
   * for await (const { kind, key } of db.watch('city/', { signal: AbortSignal.timeout(500) })) console.log(kind, key);
   */
  watch(prefix?: string, options?: { signal?: AbortSignal }): AsyncIterable<Change>;
  /** The values that a key had before, the latest first, at most `limit`. STORE_NO_HISTORY where none is kept. */
  history(key: string, limit?: number): Promise<Version[]>;
  /** One line of JSON for each key: `{"key":…,"value":…}`, or `"base64"` for a value that is not text. */
  export(prefix?: string): AsyncIterable<string>;
  /** Stores the lines of an `export`, all or none; returns the number of keys. STORE_BAD_EXPORT names the bad line. */
  import(lines: Iterable<string> | AsyncIterable<string>): Promise<number>;
  stats(): Promise<StoreStats>;
  /** The faults of the database; empty when all is as it was written. */
  check(): Promise<StoreFault[]>;
  /** Mends the faults that `check` finds as far as no value is lost by it, and returns the mended ones. */
  repair(): Promise<StoreFault[]>;
  /** The file for the keys of sealed values; undefined when the driver cannot keep them next to the values. */
  keyRingPath(): string | undefined;
  /**
   * The same database with values that fit a schema (any Standard Schema), kept as JSON.
   *
   * @example
   * const ports = db.typed(p.int());
   * await ports.set('web', '8080');
   * await ports.get('web'); // 8080
   */
  typed<Output, Input>(schema: StandardTyped<Output, Input>): TypedDb<Output, Input>;
  /** Closes files and releases the lock. The database can be used again. */
  close(): Promise<void>;
}

/** The values of one schema. A value that does not fit, or would not be read back as it was, is STORE_BAD_VALUE. */
export interface TypedDb<Output, Input = Output> {
  /** The output of the schema for the value. */
  get(key: string): Promise<Output | undefined>;
  set(key: string, value: Input, options?: SetOptions): Promise<void>;
  update(
    key: string,
    change: (value: Output | undefined) => Input | undefined | Promise<Input | undefined>,
  ): Promise<Output | undefined>;
  delete(key: string): Promise<boolean>;
  keys(prefix?: string): Promise<string[]>;
}
