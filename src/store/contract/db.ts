import type { StandardTyped } from './standard-typed.ts';

/** How a value is set. */
export interface SetOptions {
  /** Seconds after which the key is as good as deleted. A later `set` without it takes the limit away. */
  ttl?: number;
}

/** One step of a batch. */
export type Operation =
  | { readonly kind: 'set'; readonly key: string; readonly value: string | Uint8Array; readonly ttl?: number }
  | { readonly kind: 'delete'; readonly key: string };

/** Something that happened to a key. */
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

export interface StoreStats {
  readonly driver: string;
  readonly keys: number;
  /** Of all values, as they are kept. */
  readonly bytes: number;
}

/** Something that is not as the store would have written it. */
export interface StoreFault {
  readonly what: string;
  readonly key?: string;
}

/**
 * A key-value store: every driver keeps these promises, and `dbSuite` of `heroplay/testing` checks them.
 *
 * A key is any well-formed Unicode text of 1 to 1,024 bytes of UTF-8, taken exactly as it is (`Foo` is not `foo`);
 * else STORE_BAD_KEY or STORE_KEY_TOO_LONG. A value is text or bytes, at most 1 GiB (STORE_TOO_LARGE), and the
 * empty one is a value. Looking something up creates nothing. What is missing is `undefined`. What a call changed is
 * kept, also over a crash, when its promise resolves; a call that rejects changed nothing. Two sets of one key by one
 * process happen in their order. Writers wait for each other, 30 seconds at most: then STORE_LOCKED says for whom.
 */
export interface Db {
  /** What the database is called in messages. */
  readonly name: string;
  /** The text of a key. STORE_BAD_VALUE when its bytes are not UTF-8. */
  get(key: string): Promise<string | undefined>;
  /** The bytes of a key, the caller's own copy. */
  getBytes(key: string): Promise<Uint8Array | undefined>;
  /** The text of a key, or the fallback when the key is missing; an empty value is not missing. */
  getOr(key: string, fallback: string): Promise<string>;
  /** The value of a key read as JSON; its shape is the caller's claim. STORE_BAD_JSON names the key. */
  getJson<T = unknown>(key: string): Promise<T | undefined>;
  /** Stores a value, in place of the one before if there is one. STORE_BAD_VALUE for text with lone surrogates. */
  set(key: string, value: string | Uint8Array, options?: SetOptions): Promise<void>;
  /** Stores what `JSON.stringify` makes of a value, indented by 2. STORE_BAD_VALUE when that is nothing or fails. */
  setJson(key: string, value: unknown, options?: SetOptions): Promise<void>;
  /** Whether the key has a value, be it empty. */
  has(key: string): Promise<boolean>;
  /** When a key ends, in seconds since the epoch; undefined for a key without a time limit and for a missing key. */
  expiry(key: string): Promise<number | undefined>;
  /** Removes a key and says whether it was there. */
  delete(key: string): Promise<boolean>;
  /** The keys that start with a prefix, sorted by code point. */
  keys(prefix?: string): Promise<string[]>;
  /** The keys that start with a prefix with their texts, in the order of `keys`. Errors as `get`. */
  entries(prefix?: string): AsyncIterable<[key: string, value: string]>;
  /** Removes every key; the database stays. */
  clear(): Promise<void>;
  /** Removes the database with all it holds. A later `set` begins it anew. */
  destroy(): Promise<void>;
  /**
   * Stores what `change` makes of the text of a key (`undefined`: the key goes) and gives it back. Nobody else writes in
   * between, in no process. STORE_NESTED when `change` itself writes to the same database.
   */
  update(
    key: string,
    change: (value: string | undefined) => string | undefined | Promise<string | undefined>,
  ): Promise<string | undefined>;
  /**
   * Runs something that reads, while nobody else writes, in no process. `assertHeld` rejects when somebody took that away
   * (`hero lock break`); so does `hold` at its end, as what was read may not be of one time. STORE_LOCKED, SYS_FENCED.
   */
  hold<T>(run: (assertHeld: () => Promise<unknown>) => Promise<T>): Promise<T>;
  /** The SHA-256 of the value of a key, in hex; undefined for a missing key. */
  revision(key: string): Promise<string | undefined>;
  /** Stores a value (`undefined` removes the key) if the key still has that revision; says whether it did. */
  setIf(
    key: string,
    value: string | Uint8Array | undefined,
    revision: string | undefined,
    options?: SetOptions,
  ): Promise<boolean>;
  /** Does all of it or nothing, also over a crash; readers see all of it or nothing of a key. */
  batch(operations: readonly Operation[]): Promise<void>;
  /** What happens to keys that start with a prefix from now on, also by other processes, until `signal` ends it. */
  watch(prefix?: string, options?: { signal?: AbortSignal }): AsyncIterable<Change>;
  /** The values that a key had before, the latest first, at most `limit`. STORE_NO_HISTORY where none is kept. */
  history(key: string, limit?: number): Promise<Version[]>;
  /** One line of JSON for each key: `{"key":…,"value":…}`, or `"base64"` for a value that is no text. */
  export(prefix?: string): AsyncIterable<string>;
  /** Stores what `export` gave, all or nothing; answers how many keys. STORE_BAD_EXPORT names the line. */
  import(lines: Iterable<string> | AsyncIterable<string>): Promise<number>;
  stats(): Promise<StoreStats>;
  /** What is not as the store would have written it; empty when all is well. */
  check(): Promise<StoreFault[]>;
  /** Mends the faults that `check` finds as far as no value is lost by it, and returns the mended ones. */
  repair(): Promise<StoreFault[]>;
  /** The file for the keys of sealed values; undefined when the driver cannot keep them next to the values. */
  keyRingPath(): string | undefined;
  /** The same database with values that fit a schema (any Standard Schema), kept as JSON. */
  typed<Output, Input>(schema: StandardTyped<Output, Input>): TypedDb<Output, Input>;
  /** Lets go of what is held open. The database can be used again. */
  close(): Promise<void>;
}

/** Values of one shape. Whatever does not fit, or could not be read again, is STORE_BAD_VALUE. */
export interface TypedDb<Output, Input = Output> {
  /** What the schema makes of the value. */
  get(key: string): Promise<Output | undefined>;
  set(key: string, value: Input, options?: SetOptions): Promise<void>;
  update(
    key: string,
    change: (value: Output | undefined) => Input | undefined | Promise<Input | undefined>,
  ): Promise<Output | undefined>;
  delete(key: string): Promise<boolean>;
  keys(prefix?: string): Promise<string[]>;
}
