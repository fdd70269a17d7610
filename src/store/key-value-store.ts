import { HeroError, show } from '../base/index.ts';
import { fileLimit } from '../sys/file.ts';
import type { Db } from './db.ts';
import { checkKey, checkPrefix, compareKeys, isWellFormed } from './key.ts';

// A byte order mark is a part of the value, not a hint to its reader.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * What all drivers share: keys and values are checked here, once, and converted to and from text and JSON. A driver
 * moves bytes: it gets only valid keys, and bytes that nobody else holds.
 */
export abstract class KeyValueStore implements Db {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  /** The bytes of a key, for the caller alone. */
  protected abstract read(key: string): Promise<Uint8Array | undefined>;
  protected abstract write(key: string, value: Uint8Array): Promise<void>;
  /** Removes a key and says whether it was there. */
  protected abstract remove(key: string): Promise<boolean>;
  /** All keys, in any order. */
  protected abstract list(): Promise<string[]>;
  abstract clear(): Promise<void>;
  abstract destroy(): Promise<void>;

  async get(key: string): Promise<string | undefined> {
    const bytes = await this.getBytes(key);
    return bytes === undefined ? undefined : decode(key, bytes);
  }

  async getBytes(key: string): Promise<Uint8Array | undefined> {
    checkKey(key);
    return this.read(key);
  }

  async getOr(key: string, fallback: string): Promise<string> {
    return (await this.get(key)) ?? fallback;
  }

  async getJson<T = unknown>(key: string): Promise<T | undefined> {
    const text = await this.get(key);
    return text === undefined ? undefined : (parse(key, text) as T);
  }

  async set(key: string, value: string | Uint8Array): Promise<void> {
    checkKey(key);
    await this.write(key, encode(key, value));
  }

  async setJson(key: string, value: unknown): Promise<void> {
    checkKey(key);
    await this.set(key, `${stringify(key, value)}\n`);
  }

  async has(key: string): Promise<boolean> {
    return (await this.getBytes(key)) !== undefined;
  }

  async delete(key: string): Promise<boolean> {
    checkKey(key);
    return this.remove(key);
  }

  async keys(prefix = ''): Promise<string[]> {
    checkPrefix(prefix);
    const keys = await this.list();
    return keys.filter(key => key.startsWith(prefix)).sort(compareKeys);
  }

  async *entries(prefix = ''): AsyncGenerator<[key: string, value: string]> {
    for (const key of await this.keys(prefix)) {
      const value = await this.get(key);
      // Somebody may have deleted it since the keys were listed.
      if (value !== undefined) yield [key, value];
    }
  }
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
  return isText ? new TextEncoder().encode(value) : Uint8Array.from(value);
}

function decode(key: string, bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw badValue(key, 'is not UTF-8 text', 'read it with getBytes', cause);
  }
}

function stringify(key: string, value: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value, null, 2);
  } catch (cause) {
    throw badValue(key, 'cannot be written as JSON', 'store plain objects, lists, text and numbers', cause);
  }
  if (text !== undefined) return text;
  throw badValue(key, `is ${typeof value}, which JSON has no form for`, 'use delete to remove a key');
}

function parse(key: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = `the value of ${show(key)} is not JSON, it begins with ${show(text, 20)}`;
    throw new HeroError('STORE_BAD_JSON', message, { hint: 'mend the value or read it with get', cause });
  }
}

function badValue(key: string, found: string, hint: string, cause?: unknown): HeroError {
  return new HeroError('STORE_BAD_VALUE', `the value of ${show(key)} ${found}`, { hint, cause });
}
