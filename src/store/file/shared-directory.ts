import { join } from 'node:path';
import { isThere, settleDirectory } from '../../sys/file.ts';
import { Gate } from '../lock/semaphore.ts';
import { StoreLock } from '../lock/store-lock.ts';
import { Turns } from '../lock/write-queue.ts';
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

type Task<T> = (assertHeld: () => void) => Promise<T>;

const defaultWaitMs = 30_000;
const halls = new Map<string, WeakRef<Hall>>();

/** What all stores of one directory share within a process: who may write when, and what is known of its layout. */
export class Hall {
  readonly files: ValueFiles;
  readonly #directory: string;
  readonly #turns: Turns;
  readonly #gate = new Gate();
  readonly #lock: StoreLock;
  #format: Promise<StoreFormat | undefined> | undefined;
  #layingOut: Promise<void> | undefined;
  #isSettled = false;
  /** After how many writes it is worth to count the keys again. */
  #untilCount = 0;

  private constructor(directory: string, name: string, waitMs: number) {
    this.#directory = directory;
    this.files = new ValueFiles(directory);
    this.#turns = new Turns(name, waitMs);
    this.#lock = new StoreLock(join(directory, sideFolder), name, waitMs, assertHeld =>
      this.#enter(assertHeld),
    );
  }

  static of(directory: string, name: string, waitMs = defaultWaitMs): Hall {
    const known = halls.get(directory)?.deref();
    if (known) return known;
    const hall = new Hall(directory, name, waitMs);
    halls.set(directory, new WeakRef(hall));
    return hall;
  }

  /** Another number each time that others may have written. */
  get epoch(): number {
    return this.#lock.epoch;
  }

  /** Throws STORE_BAD_FORMAT unless the store can be read by this version. */
  format(): Promise<StoreFormat | undefined> {
    this.#format ??= readFormat(this.#directory).catch(error => {
      this.#format = undefined;
      throw error;
    });
    return this.#format;
  }

  /**
   * Runs a task that writes one key, beside those of other keys. When it answers undefined, `alone` runs in its place
   * while nobody else writes. With `absent`, that runs instead where there is no directory.
   */
  shared<T>(key: string, task: Task<T | undefined>, alone: Task<T>, absent?: () => T): Promise<T> {
    return this.#turns.shared(key, async () => {
      const done = await this.#gate.beside(() => this.#run(task, absent));
      return done ?? this.#gate.alone(() => this.#run(alone, absent));
    });
  }

  /** Runs a task while nobody else writes, in no process; `absent` as for `shared`. */
  exclusive<T>(task: Task<T>, absent?: () => T): Promise<T> {
    return this.#turns.exclusive(() => this.#run(task, absent));
  }

  // Looked up when its turn has come: who came before may make the directory.
  async #run<T>(task: Task<T>, absent?: () => T): Promise<T> {
    return absent && !isThere(this.#directory) ? absent() : this.#withLock(task);
  }

  async #withLock<T>(task: Task<T>): Promise<T> {
    return this.#lock.use(async assertHeld => {
      await this.#prepare();
      return task(assertHeld);
    });
  }

  /** Looks anew at what others may have changed while they had the lock. */
  async #enter(assertHeld: () => void): Promise<void> {
    this.#layingOut = undefined;
    await this.files.sweep(assertHeld);
  }

  async #prepare(): Promise<void> {
    this.#layingOut ??= this.#layOut().catch(error => {
      this.#layingOut = undefined;
      throw error;
    });
    await this.#layingOut;
    if (this.files.isSharded) return;
    if (this.#untilCount-- > 0) return;
    const count = await this.files.count();
    // Not at every write, even when there are almost as many.
    this.#untilCount = Math.max(100, shardLimit - count);
    if (count <= shardLimit) return;
    await writeFormat(this.#directory, { version: 1, sharded: true });
    this.files.isSharded = true;
  }

  async #layOut(): Promise<void> {
    const format = await readFormat(this.#directory);
    if (!format) await layOut(this.#directory);
    // Who made it may not have come to that.
    if (!this.#isSettled) await settleDirectory(this.#directory);
    this.#isSettled = true;
    this.files.isSharded = format?.sharded ?? false;
  }

  /** Gives the lock back when what runs is done. */
  release(): Promise<void> {
    return this.#turns.exclusive(() => this.#lock.release());
  }

  /** Removes the store with its directory. */
  destroy(): Promise<void> {
    return this.#turns.exclusive(async () => {
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
    this.#layingOut = undefined;
    this.#isSettled = false;
    this.#format = undefined;
    this.#untilCount = 0;
    this.files.isSharded = false;
  }
}
