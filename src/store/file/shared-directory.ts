import { join } from 'node:path';
import { isThere, settleDirectory } from '../../sys/file.ts';
import { StoreLock, type WriteGuard } from '../lock/store-lock.ts';
import { WriteQueue } from '../lock/write-queue.ts';
import {
  layOut,
  readFormat,
  removeEmpty,
  type StoreFormat,
  shardLimit,
  sideFolder,
  writeFormat,
} from './store-layout.ts';
import { ValueFiles } from './value-files.ts';

/** Work that is done with the lock held; `assertHeld` throws once the lock is lost. */
type LockedTask<T> = (assertHeld: () => void) => Promise<T>;

const defaultWaitMs = 30_000;
const directories = new Map<string, WeakRef<SharedDirectory>>();

/** All file stores of one directory share one of these within a process: the order of writes, the lock, the layout. */
export class SharedDirectory {
  readonly files: ValueFiles;
  readonly #directory: string;
  readonly #queue: WriteQueue;
  readonly #lock: StoreLock;
  #format: Promise<StoreFormat | undefined> | undefined;
  #layout: Promise<void> | undefined;
  #isSettled = false;
  /** The writes until the keys are counted again. */
  #untilCount = 0;

  private constructor(directory: string, name: string, waitMs: number) {
    this.#directory = directory;
    this.files = new ValueFiles(directory);
    this.#queue = new WriteQueue(name, waitMs);
    this.#lock = new StoreLock(join(directory, sideFolder), name, waitMs, async assertHeld => {
      this.#layout = undefined;
      await this.files.sweep(assertHeld);
    });
  }

  /** The one of a directory; `name` and `waitMs` are those of the first caller. */
  static of(directory: string, name: string, waitMs = defaultWaitMs): SharedDirectory {
    const known = directories.get(directory)?.deref();
    if (known) return known;
    const shared = new SharedDirectory(directory, name, waitMs);
    directories.set(directory, new WeakRef(shared));
    return shared;
  }

  /** Asks a guard; the caller holds the lock. */
  ask(guard: WriteGuard | undefined): void {
    this.#lock.ask(guard);
  }

  /** Throws STORE_BAD_FORMAT unless this version can read the store. */
  format(): Promise<StoreFormat | undefined> {
    this.#format ??= readFormat(this.#directory).catch(error => {
      this.#format = undefined;
      throw error;
    });
    return this.#format;
  }

  /**
   * Runs a task that writes one key, at the same time as those of other keys. When it resolves to undefined, `alone` runs
   * in its place while no other task runs. `absent` runs instead when the directory does not exist.
   */
  shared<T>(
    key: string,
    task: LockedTask<T | undefined>,
    alone: LockedTask<T>,
    absent?: () => T,
  ): Promise<T> {
    return this.#queue.shared(
      key,
      () => this.#run(task, absent),
      () => this.#run(alone, absent),
    );
  }

  /** Runs a task while no other task of any process writes; `absent` as for `shared`. */
  exclusive<T>(task: LockedTask<T>, absent?: () => T): Promise<T> {
    return this.#queue.exclusive(() => this.#run(task, absent));
  }

  // The directory is looked up when the task starts: an earlier task may have made it.
  async #run<T>(task: LockedTask<T>, absent?: () => T): Promise<T> {
    return absent && !isThere(this.#directory) ? absent() : this.#withLock(task);
  }

  async #withLock<T>(task: LockedTask<T>): Promise<T> {
    return this.#lock.use(async assertHeld => {
      await this.#prepare();
      return task(assertHeld);
    });
  }

  async #prepare(): Promise<void> {
    this.#layout ??= this.#layOut().catch(error => {
      this.#layout = undefined;
      throw error;
    });
    await this.#layout;
    if (this.files.isSharded) return;
    if (this.#untilCount-- > 0) return;
    const count = await this.files.count();
    // A store just below the limit is not counted at each write.
    this.#untilCount = Math.max(100, shardLimit - count);
    if (count <= shardLimit) return;
    await writeFormat(this.#directory, { version: 1, sharded: true });
    this.files.isSharded = true;
  }

  async #layOut(): Promise<void> {
    const format = await readFormat(this.#directory);
    if (!format) await layOut(this.#directory);
    // The process that made the directory may have crashed before it was synced.
    if (!this.#isSettled) await settleDirectory(this.#directory);
    this.#isSettled = true;
    this.files.isSharded = format?.sharded ?? false;
  }

  /** Releases the lock when the running tasks have ended. */
  release(): Promise<void> {
    return this.#queue.exclusive(() => this.#lock.release());
  }

  /** Removes the store with its directory. */
  destroy(): Promise<void> {
    return this.#queue.exclusive(async () => {
      if (!isThere(this.#directory)) return;
      await this.#withLock(async () => {
        await this.files.removeAll();
        await this.#lock.remove();
      });
      this.#forget();
      await removeEmpty(this.#directory);
    });
  }

  #forget(): void {
    this.#layout = undefined;
    this.#isSettled = false;
    this.#format = undefined;
    this.#untilCount = 0;
    this.files.isSharded = false;
  }
}
