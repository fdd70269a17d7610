import { basename, resolve } from 'node:path';
import { systemClock } from '../../sys/clock.ts';
import { isThere, readRegularFile } from '../../sys/file.ts';
import type { StoreFault, StoreStats, Version } from '../contract/db.ts';
import { checkKey } from '../contract/key.ts';
import { type ByteOperation, KeyValueStore } from '../contract/key-value-store.ts';
import type { WriteGuard } from '../lock/store-lock.ts';
import { checkFiles, repairFiles } from './file-check.ts';
import { encodeFileName, isLongName } from './file-name.ts';
import { SharedDirectory } from './shared-directory.ts';
import { ringPath } from './store-layout.ts';
import { isPresent } from './value-files.ts';
import { waitForChangeIn } from './wait-for-change.ts';

/** How a file store is opened. */
export interface FileStoreOptions {
  /** The name in messages. Default: the name of the directory. */
  name?: string;
  /** How long a write waits for other processes, in milliseconds; the first store of a directory decides. Default 30,000. */
  waitMs?: number;
  /** How many earlier values of each key are kept. Default: none. */
  history?: number;
  /** Asked before a write, with the lock held; throws when the database must not be written to any more. */
  guard?: WriteGuard;
}

/**
 * A store that is a directory: one file per key, named after the key, holds the value as it is, so that people can read,
 * search, edit and merge it. Many processes may use it. Directories have mode 0700, files 0600. A key too long for a file
 * name has a hash as its name, and a second file with the key. Locks and logs are in `.store`. Throws STORE_NOT_A_FILE,
 * STORE_TOO_LARGE and STORE_FAILED for errors of the disk, STORE_BAD_FORMAT for a store of another driver or version.
 *
 * @example
 * const db = new FileStore('data/settings', { history: 10 });
 * await db.set('host', 'example.org');
 * const [before] = await db.history('host', 1);
 */
export class FileStore extends KeyValueStore {
  readonly directory: string;
  readonly #shared: SharedDirectory;
  readonly #history: number;
  readonly #guard: WriteGuard | undefined;

  /** The store of a directory, which the first write makes. */
  constructor(directory: string, options: string | FileStoreOptions = {}) {
    const { name, waitMs, history = 0, guard } = typeof options === 'string' ? { name: options } : options;
    super(name ?? basename(resolve(directory)));
    this.directory = resolve(directory);
    this.#shared = SharedDirectory.of(this.directory, this.name, waitMs);
    this.#history = history;
    this.#guard = guard;
  }

  protected async read(key: string): Promise<Uint8Array | undefined> {
    const { files } = this.#shared;
    await this.#shared.format();
    const file = encodeFileName(key);
    const pending = await files.pending();
    const planned = pending?.get(key);
    if (planned) return planned.kind === 'set' && isPresent(planned) ? planned.value : undefined;
    if (await files.isExpired(file, systemClock())) return undefined;
    if (isLongName(file) && (await files.longKey(file)) !== key) return undefined;
    return (await readRegularFile(files.path(file))) ?? (await readRegularFile(files.shardPath(file)));
  }

  protected async commit(operations: readonly ByteOperation[]): Promise<boolean[]> {
    const [only] = operations;
    // A delete does not make the directory.
    const areDeletes = operations.every(({ kind }) => kind === 'delete');
    const absent = areDeletes ? () => operations.map(() => false) : undefined;
    const all = (assertHeld: () => void) => this.#applyAll(operations, assertHeld);
    if (operations.length > 1 || !only) return this.#shared.exclusive(all, absent);
    return this.#shared.shared(only.key, assertHeld => this.#applyOne(only, assertHeld), all, absent);
  }

  override async clear(): Promise<void> {
    const clear = async (assertHeld: () => void) => {
      const keys = await this.list();
      await this.#applyAll(
        keys.map(key => ({ kind: 'delete', key })),
        assertHeld,
      );
      assertHeld();
      await this.#shared.files.removeValues();
    };
    await this.#shared.exclusive(clear, () => Promise.resolve());
  }

  protected exclusive<T>(
    run: (commit: (operations: readonly ByteOperation[]) => Promise<boolean[]>) => Promise<T>,
  ): Promise<T> {
    return this.#shared.exclusive(assertHeld => run(operations => this.#applyAll(operations, assertHeld)));
  }

  /** Undefined for an operation on several files: it needs the batch log, and so runs alone. */
  async #applyOne(operation: ByteOperation, assertHeld: () => void): Promise<boolean[] | undefined> {
    const { files } = this.#shared;
    this.#shared.ask(this.#guard);
    if (!files.isSimple(operation)) return undefined;
    try {
      await files.finishPending(assertHeld);
    } catch (error) {
      // On a full disk, a delete must stay possible: it makes room.
      if (operation.kind === 'set' || (await files.pending())?.has(operation.key)) throw error;
    }
    return [await files.apply(operation, { assertHeld, history: this.#history })];
  }

  async #applyAll(operations: readonly ByteOperation[], assertHeld: () => void): Promise<boolean[]> {
    const { files } = this.#shared;
    const [only] = operations;
    const options = { assertHeld, history: this.#history };
    assertHeld();
    this.#shared.ask(this.#guard);
    if (operations.length === 0) return [];
    await files.finishPending(assertHeld);
    if (operations.length === 1 && only && files.isSimple(only)) return [await files.apply(only, options)];
    return files.applyTogether(operations, options);
  }

  protected async list(): Promise<string[]> {
    await this.#shared.format();
    return this.#shared.files.keys(systemClock());
  }

  protected async fingerprint(key: string): Promise<string | undefined> {
    return this.#shared.files.mark(encodeFileName(key));
  }

  protected waitForChange(signal: AbortSignal, ms: number): Promise<void> {
    return waitForChangeIn(this.directory, signal, ms);
  }

  override async history(key: string, limit = Number.POSITIVE_INFINITY): Promise<Version[]> {
    if (this.#history === 0) return super.history(key);
    checkKey(key);
    return this.#shared.files.versions(encodeFileName(key), limit);
  }

  async expiry(key: string): Promise<number | undefined> {
    checkKey(key);
    const { files } = this.#shared;
    const planned = (await files.pending())?.get(key);
    if (planned) return planned.kind === 'set' && isPresent(planned) ? endOf(planned.ttl) : undefined;
    const file = encodeFileName(key);
    const end = await files.end(file);
    return end !== undefined && (await files.mark(file)) !== undefined ? end : undefined;
  }

  async stats(): Promise<StoreStats> {
    const keys = await this.list();
    let bytes = 0;
    for (const key of keys) bytes += (await this.read(key))?.length ?? 0;
    return { driver: 'files', keys: keys.length, bytes };
  }

  async check(): Promise<StoreFault[]> {
    await this.#shared.format();
    return checkFiles(this.#shared.files);
  }

  async repair(): Promise<StoreFault[]> {
    if (!isThere(this.directory)) return [];
    return this.#shared.exclusive(assertHeld => repairFiles(this.#shared.files, assertHeld));
  }

  override keyRingPath(): string {
    return ringPath(this.directory);
  }

  /** Removes the directory; STORE_FAILED when files that are not of the store are left in it. */
  async destroy(): Promise<void> {
    await this.#shared.destroy();
  }

  async close(): Promise<void> {
    await this.#shared.release();
  }
}

function endOf(ttl: number | undefined): number | undefined {
  return ttl === undefined ? undefined : systemClock() + ttl;
}
