import { sha256 } from '../../base/hash.ts';
import { HeroError, isHeroError, json, parseJson, show } from '../../base/index.ts';
import { systemClock } from '../../sys/clock.ts';
import type { Operation, SetOptions, StoreFault, StoreStats, TypedDb, Version } from '../contract/db.ts';
import { exportLine, readExport } from '../contract/export.ts';
import { checkKey } from '../contract/key.ts';
import type { ByteOperation, KeyValueStore } from '../contract/key-value-store.ts';
import type { StandardTyped } from '../contract/standard-typed.ts';
import { StoreWrapper } from '../contract/store-wrapper.ts';
import { typedDb } from '../contract/typed.ts';
import { brokenSeal, type DataKey, keyIdOf, openValue, sealValue } from './sealer.ts';

const sealedLineShape = json.object({ key: json.text, sealed: json.text });

type Commit = (operations: readonly ByteOperation[]) => Promise<boolean[]>;

/** The source of the keys of a sealed store. */
export interface SealKeys {
  /** Asks for passphrases and unlocks keys; called without the lock, so that other writers do not wait for a person. */
  ready(): Promise<void>;
  /** The key to seal with; called with the lock held. */
  current(): Promise<DataKey>;
  /** The key of an id; undefined when there is none. */
  find(id: string): Promise<DataKey | undefined>;
  /** Removes unlocked keys from memory. */
  close(): void;
}

/** Keys that can be replaced. */
export interface RotatingKeys extends SealKeys {
  /** Makes a new current key; those before it can still open. */
  begin(): Promise<DataKey>;
  /** Drops every key but the current one. */
  finish(): Promise<void>;
}

/**
 * A store that seals its values before they reach another store, each as one line of text. Keys stay readable. Reading a
 * value that was changed, or moved to another key or database, throws STORE_SEALED_BROKEN. Revisions are those of the
 * open values, and are not stored. `export` returns sealed lines, unless `reveal` is set.
 *
 * @example
 * const keys = new KeyRing(files.name, files.keyRingPath(), access);
 * const db = new SealedStore(files, keys);
 * await db.set('token', 'secret');
 */
export class SealedStore extends StoreWrapper {
  readonly #keys: SealKeys;
  /** Resolves when the keys of all earlier calls are unlocked. */
  #keysReady: Promise<void> = Promise.resolve();

  constructor(inner: KeyValueStore, keys: SealKeys) {
    super(inner);
    if (inner.name.includes('\0')) {
      throw new HeroError(
        'STORE_BAD_KEY',
        `the name of a sealed database holds a NUL: found ${show(inner.name)}`,
      );
    }
    this.#keys = keys;
  }

  protected async read(key: string): Promise<Uint8Array | undefined> {
    const sealed = await this.driver.read(key);
    return sealed && this.#open(key, sealed);
  }

  protected commit(operations: readonly ByteOperation[]): Promise<boolean[]> {
    return this.exclusive(commit => commit(operations));
  }

  protected async exclusive<T>(run: (commit: Commit) => Promise<T>): Promise<T> {
    // Later calls wait as well: a delete, which needs no key, must not overtake a set.
    this.#keysReady = this.#keysReady.then(
      () => this.#keys.ready(),
      () => this.#keys.ready(),
    );
    await this.#keysReady;
    return this.driver.exclusive(commit => run(async operations => commit(await this.#seal(operations))));
  }

  /** A key is there also when its value cannot be opened. */
  override async has(key: string): Promise<boolean> {
    return this.inner.has(key);
  }

  override async delete(key: string): Promise<boolean> {
    await this.#keysReady.catch(() => undefined);
    return this.inner.delete(key);
  }

  override async clear(): Promise<void> {
    await this.#keysReady.catch(() => undefined);
    await this.inner.clear();
  }

  override async getJson<T = unknown>(key: string): Promise<T | undefined> {
    return super.getJson<T>(key).catch(withoutValue(key));
  }

  override typed<Output, Input>(schema: StandardTyped<Output, Input>): TypedDb<Output, Input> {
    const inner = typedDb(this, schema);
    return {
      get: key => inner.get(key).catch(withoutValue(key)),
      set: (key, value, options?: SetOptions) => inner.set(key, value, options).catch(withoutValue(key)),
      update: (key, change) => inner.update(key, change).catch(withoutValue(key)),
      delete: key => inner.delete(key),
      keys: prefix => inner.keys(prefix),
    };
  }

  /** Earlier values, except those whose key was dropped by a rotation. */
  override async history(key: string, limit?: number): Promise<Version[]> {
    const found: Version[] = [];
    for (const version of await this.inner.history(key)) {
      const sealed = new TextEncoder().encode(version.value);
      const id = keyIdOf(sealed);
      if (id !== undefined && !(await this.#keys.find(id))) continue;
      const value = await this.#open(key, sealed);
      found.push({ ...version, ...readable(value) });
      if (found.length === limit) break;
    }
    return found;
  }

  /** One line of JSON for each key: `{"key":…,"sealed":…}`, or the open value with `reveal`. */
  override async *export(prefix = '', { reveal = false }: { reveal?: boolean } = {}): AsyncGenerator<string> {
    for (const key of await this.keys(prefix)) {
      const sealed = await this.driver.read(key);
      if (sealed === undefined) continue;
      // A broken value fails now, not when the export is needed.
      const value = await this.#open(key, sealed);
      yield reveal ? exportLine(key, value) : JSON.stringify({ key, sealed: Buffer.from(sealed).toString() });
    }
  }

  /** Takes lines of either kind; sealed ones only of this database and under a key that it has. */
  override async import(lines: Iterable<string> | AsyncIterable<string>): Promise<number> {
    const operations: Operation[] = [];
    const others: string[] = [];
    for await (const text of lines) {
      const found = readSealedLine(text);
      // An empty line keeps the numbers of the later lines.
      others.push(found ? '' : text);
      if (!found) continue;
      checkKey(found.key);
      const value = await this.#open(found.key, new TextEncoder().encode(found.sealed));
      operations.push({ kind: 'set', key: found.key, value });
    }
    operations.push(...(await readExport(others)));
    await this.batch(operations);
    return new Set(operations.map(({ key }) => key)).size;
  }

  /**
   * Seals all values with a new key and drops the old keys; returns the number of values. A broken value changes nothing.
   * `change` runs once all values are known to be sound, for other changes of the keys.
   */
  async rotate(keys: RotatingKeys, change: () => Promise<void> = async () => undefined): Promise<number> {
    await keys.ready();
    return this.driver.exclusive(async commit => {
      const operations: ByteOperation[] = [];
      for (const key of await this.list()) {
        // The limit first: a key that ends in between is left out, and does not lose its limit.
        const end = await this.expiry(key);
        const value = await this.read(key);
        const limit = end !== undefined && { ttl: Math.max(end - systemClock(), 0.001) };
        if (value) operations.push({ kind: 'set', key, value, ...limit });
      }
      await change();
      await keys.begin();
      if (operations.length > 0) await commit(await this.#seal(operations));
      await keys.finish();
      return operations.length;
    });
  }

  /** Unlocks the keys, then runs a function that changes them while no other task of any process writes. */
  async withKeys<T>(run: () => Promise<T>): Promise<T> {
    await this.#keys.ready();
    return this.driver.exclusive(run);
  }

  async stats(): Promise<StoreStats> {
    const stats = await this.inner.stats();
    return { ...stats, driver: `sealed ${stats.driver}` };
  }

  async check(): Promise<StoreFault[]> {
    const faults = await this.inner.check();
    for (const key of await this.list()) {
      const isSound = await this.read(key).then(
        () => true,
        error => {
          if (isHeroError(error, 'STORE_SEALED_BROKEN')) return false;
          throw error;
        },
      );
      if (!isSound) faults.push({ what: 'the value is damaged', key });
    }
    return faults;
  }

  async destroy(): Promise<void> {
    await this.#keysReady.catch(() => undefined);
    const gone = this.inner.destroy();
    // Later calls wait for the end of it before they unlock keys.
    this.#keysReady = gone.then(() => this.#keys.close());
    await this.#keysReady;
  }

  async close(): Promise<void> {
    this.#keys.close();
    await this.inner.close();
  }

  async #open(key: string, sealed: Uint8Array): Promise<Uint8Array> {
    const place = { database: this.name, key };
    const id = keyIdOf(sealed);
    if (id === undefined) throw brokenSeal(place);
    const dataKey = await this.#keys.find(id);
    if (!dataKey) throw brokenSeal(place, 'was sealed with a key that the database does not have');
    const value = openValue(sealed, dataKey, place);
    if (!value) throw brokenSeal(place);
    return value;
  }

  async #seal(operations: readonly ByteOperation[]): Promise<ByteOperation[]> {
    if (operations.every(({ kind }) => kind === 'delete')) return [...operations];
    const dataKey = await this.#keys.current();
    const sealed: ByteOperation[] = [];
    for (const operation of operations)
      sealed.push(
        operation.kind === 'delete'
          ? operation
          : { ...operation, value: await this.#sealed(operation, dataKey) },
      );
    return sealed;
  }

  /** An equal value keeps its bytes, so that a file under version control does not change. */
  async #sealed(
    { key, value }: Extract<ByteOperation, { kind: 'set' }>,
    dataKey: DataKey,
  ): Promise<Uint8Array> {
    const place = { database: this.name, key };
    const before = await this.driver.read(key);
    const known = before && openValue(before, dataKey, place);
    return before && known && Buffer.compare(known, value) === 0 ? before : sealValue(value, dataKey, place);
  }
}

function readable(value: Uint8Array): Pick<Version, 'revision' | 'value'> {
  return {
    value: new TextDecoder('utf-8', { ignoreBOM: true }).decode(value),
    revision: sha256(value),
  };
}

function readSealedLine(text: string): { key: string; sealed: string } | undefined {
  try {
    return parseJson(text, sealedLineShape, problem => new SyntaxError(problem));
  } catch {
    return undefined;
  }
}

/** An error about a secret must not show it, and a cause would. */
function withoutValue(key: string): (error: unknown) => never {
  return error => {
    if (isHeroError(error, 'STORE_BAD_JSON'))
      throw new HeroError('STORE_BAD_JSON', `the sealed value of ${show(key)} is not JSON`);
    if (isHeroError(error, 'STORE_BAD_VALUE'))
      throw new HeroError('STORE_BAD_VALUE', `the value to seal of ${show(key)} does not fit`);
    throw error;
  };
}
