/**
 * A key-value store: every driver keeps these promises, and `dbSuite` of `heroplay/testing` checks them.
 *
 * A key is any well-formed Unicode text of 1 to 1,024 bytes of UTF-8, taken exactly as it is (`Foo` is not `foo`);
 * else STORE_BAD_KEY or STORE_KEY_TOO_LONG. A value is text or bytes, at most 1 GiB (STORE_TOO_LARGE), and the
 * empty one is a value. Looking something up creates nothing. What is missing is `undefined`.
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
  set(key: string, value: string | Uint8Array): Promise<void>;
  /** Stores what `JSON.stringify` makes of a value, indented by 2. STORE_BAD_VALUE when that is nothing or fails. */
  setJson(key: string, value: unknown): Promise<void>;
  /** Whether the key has a value, be it empty. */
  has(key: string): Promise<boolean>;
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
}
