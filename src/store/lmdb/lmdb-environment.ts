import { type BigIntStats, statSync } from 'node:fs';
import { chmod, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { Database, RootDatabase } from 'lmdb';
import { HeroError, isHeroError, json, parseJson, show } from '../../base/index.ts';
import { stopwatch } from '../../sys/clock.ts';
import { syncDirectory } from '../../sys/directory-sync.ts';
import { isThere, readRegularFile, settleDirectory, writeFileAtomic } from '../../sys/file.ts';
import { errno, failure } from '../../sys/file-failure.ts';
import { removeEmpty, sideFolder } from '../file/store-layout.ts';
import { StoreLock, type WriteGuard } from '../lock/store-lock.ts';
import { WriteQueue } from '../lock/write-queue.ts';

const defaultWaitMs = 30_000;
const version = 1;
const formatShape = json.object({ format: json.literal('heroplay-lmdb'), version: json.literal(version) });
/** How long writes may keep the thread, in seconds. */
const secondsPerYield = 0.01;
/** Where an LMDB file has its magic number and the version of its format, and their bytes. */
const magicAt = 24;
const magic = 'dec0efbe';
const environments = new Map<string, LmdbEnvironment>();

/** The open tables of a database: values, and the ends of keys in seconds since the epoch. */
export interface Tables {
  readonly root: RootDatabase<Buffer, Buffer>;
  readonly values: Database<Buffer, Buffer>;
  readonly limits: Database<Buffer, Buffer>;
}

/** Reads or changes a database, without waiting for anything. */
type Transaction<T> = (tables: Tables) => T;

/** Changes that are committed in one transaction, and their results. */
interface CommitGroup {
  readonly changes: Transaction<unknown>[];
  readonly settled: Promise<PromiseSettledResult<unknown>[]>;
}

interface Opened extends Tables {
  readonly inode: bigint;
  isClosed: boolean;
}

/**
 * The LMDB environment of one directory: all stores of it share one within a process, because LMDB allows a process to
 * open a file once only. Protocol:
 *
 * - Absent: no `data.mdb`, or an empty one. Reading finds no keys and creates nothing; the first write creates
 *   `.store/format.json`, then the file.
 * - Open: reads take LMDB's snapshot. A write takes the store's lock (`StoreLock`), then LMDB's write transaction, and
 *   checks the store's lock again inside it. Writes that wait at the same time share one transaction.
 * - Replaced: the file on the disk has another inode, because a process destroyed the store. The next call closes the old
 *   file and opens the new one.
 * - A commit syncs before it resolves. A crash leaves the last commit; LMDB itself ignores a torn one.
 */
export class LmdbEnvironment {
  readonly directory: string;
  readonly #queue: WriteQueue;
  readonly #lock: StoreLock;
  #opening: Promise<Opened> | undefined;
  #opened: Opened | undefined;
  #group: CommitGroup | undefined;
  #lastYield = 0;
  /** True when the names of its files are known to be on the disk. */
  #isSettled = false;
  #closing: Promise<unknown> = Promise.resolve();

  private constructor(directory: string, name: string, waitMs: number) {
    this.directory = directory;
    this.#queue = new WriteQueue(name, waitMs);
    this.#lock = new StoreLock(join(directory, sideFolder), name, waitMs, async () => undefined);
  }

  /** The one of a directory, for the life of the process; `name` and `waitMs` are those of the first caller. */
  static of(directory: string, name: string, waitMs = defaultWaitMs): LmdbEnvironment {
    const known = environments.get(directory);
    if (known) return known;
    const environment = new LmdbEnvironment(directory, name, waitMs);
    environments.set(directory, environment);
    return environment;
  }

  /** Asks a guard; the caller holds the lock. */
  ask(guard: WriteGuard | undefined): void {
    this.#lock.ask(guard);
  }

  /** Reads the database; undefined when there is none. STORE_BAD_FORMAT, STORE_NO_DRIVER, STORE_FAILED. */
  async read<T>(read: Transaction<T>): Promise<T | undefined> {
    const tables = this.#current() ?? (await this.#existing());
    if (!tables) {
      await this.#checkFormat();
      return undefined;
    }
    // It may have been closed since, and a closed file must not be touched.
    if (tables.isClosed) return this.read(read);
    try {
      // Without this, LMDB shows the snapshot of an earlier read in the same turn of the event loop.
      tables.root.resetReadTxn();
      return read(tables);
    } catch (error) {
      throw failure('read', this.#dataFile, error);
    }
  }

  /** Runs a task while no other task of any process writes. STORE_LOCKED, STORE_NESTED. */
  exclusive<T>(task: (assertHeld: () => void) => Promise<T>): Promise<T> {
    return this.#enqueue(() => this.#withLock(task));
  }

  #enqueue<T>(task: () => Promise<T>): Promise<T> {
    // Later changes are written after this task, not with the group that waits already.
    this.#group = undefined;
    return this.#queue.exclusive(task);
  }

  /** Commits a change in one transaction with all changes that wait at that time. STORE_LOCKED, STORE_NESTED. */
  async commit<T>(change: Transaction<T>): Promise<T> {
    this.#queue.refuseNested();
    this.#group ??= this.#newGroup();
    const { changes, settled } = this.#group;
    const at = changes.push(change) - 1;
    const result = (await settled)[at] as PromiseSettledResult<T>;
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  }

  #newGroup(): CommitGroup {
    const changes: Transaction<unknown>[] = [];
    const settled = this.#enqueue(() => {
      if (this.#group === group) this.#group = undefined;
      return this.#withLock(assertHeld => this.#commitAll(assertHeld, changes));
    });
    const group = { changes, settled };
    return group;
  }

  /** When the transaction fails, each change gets one of its own, so that a bad change fails alone. */
  async #commitAll(
    assertHeld: () => void,
    changes: readonly Transaction<unknown>[],
  ): Promise<PromiseSettledResult<unknown>[]> {
    try {
      const values = await this.write(assertHeld, tables => changes.map(change => change(tables)));
      return values.map(value => ({ status: 'fulfilled', value }));
    } catch (error) {
      if (changes.length === 1 || isHeroError(error, 'SYS_FENCED')) throw error;
      return Promise.allSettled(changes.map(change => this.write(assertHeld, change)));
    }
  }

  async #withLock<T>(task: (assertHeld: () => void) => Promise<T>): Promise<T> {
    // No lock is made in a directory of another format.
    if (!this.#opened && !(await this.#existing())) await this.#checkFormat();
    return this.#lock.use(task);
  }

  /** Removes the directory; a later write starts over. */
  destroy(): Promise<void> {
    return this.#enqueue(async () => {
      if (!isThere(this.directory)) return;
      await this.#withLock(async () => {
        await this.#removeFiles();
        await this.#lock.remove();
      });
      await removeEmpty(this.directory);
    });
  }

  /**
   * Runs a change in one transaction, all of it or nothing; the caller holds the lock. The change is on the disk when
   * this resolves. The lock is checked while LMDB's own write lock is held: a process that took the store's lock over
   * writes either after this transaction or before the check, which then fails.
   */
  async write<T>(assertHeld: () => void, change: Transaction<T>): Promise<T> {
    try {
      const tables = this.#current() ?? (await this.#existing()) ?? (await this.#create());
      if (!this.#isSettled) await this.#settle();
      if (tables.isClosed) return await this.write(assertHeld, change);
      const result = tables.root.transactionSync(() => {
        assertHeld();
        return change(tables);
      });
      await this.#yield();
      return result;
    } catch (error) {
      throw isHeroError(error) ? error : failure('write', this.#dataFile, error);
    }
  }

  /** A transaction blocks the thread while it syncs; many in a row would starve the event loop. */
  async #yield(): Promise<void> {
    if (stopwatch() - this.#lastYield < secondsPerYield) return;
    await yieldToEventLoop();
    this.#lastYield = stopwatch();
  }

  /** Waits until the names of the file and its folders are on the disk, also when another process made them. */
  async #settle(): Promise<void> {
    await settleDirectory(this.directory);
    await syncDirectory(this.directory);
    this.#isSettled = true;
  }

  /** Closes the file and releases the lock when the running tasks have ended. */
  close(): Promise<void> {
    return this.#enqueue(async () => {
      await this.#closeFile();
      await this.#lock.release();
    });
  }

  /** Removes the files; the caller holds the lock. Other processes notice by the inode of the file that they have open. */
  async #removeFiles(): Promise<void> {
    await this.#closeFile();
    for (const name of ['data.mdb', 'lock.mdb']) await rm(join(this.directory, name), { force: true });
    await syncDirectory(this.directory);
  }

  /** The open database, if its file is still the one on the disk. */
  #current(): Opened | undefined {
    const opened = this.#opened;
    return opened && !opened.isClosed && opened.inode === this.#stat()?.ino ? opened : undefined;
  }

  /** The database, opened if its file exists. */
  async #existing(): Promise<Opened | undefined> {
    for (;;) {
      await this.#closing;
      const inode = this.#stat()?.ino;
      const opened = await this.#opening;
      // Another process removed the file, and maybe made a new one.
      if (opened && opened.inode !== inode) await this.#closeFile();
      if (inode === undefined) return undefined;
      const ready = await this.#open();
      // It may have been closed since.
      if (!ready.isClosed && ready.inode === inode) return ready;
    }
  }

  /** Makes the database; the caller holds the lock. */
  async #create(): Promise<Opened> {
    await writeFileAtomic(
      join(this.directory, sideFolder, 'format.json'),
      `${JSON.stringify({ format: 'heroplay-lmdb', version }, null, 2)}\n`,
    );
    const made = await this.#open();
    for (const name of ['data.mdb', 'lock.mdb']) await chmod(join(this.directory, name), 0o600);
    return made;
  }

  #open(): Promise<Opened> {
    this.#opening ??= this.#openFile().catch(error => {
      this.#opening = undefined;
      throw isHeroError(error) ? error : failure('open', this.#dataFile, error);
    });
    return this.#opening;
  }

  async #openFile(): Promise<Opened> {
    const { open: openLmdb } = await loadLmdb();
    await this.#checkFormat();
    await this.#checkMagic();
    const binary = { keyEncoding: 'binary', encoding: 'binary' } as const;
    // `overlappingSync` would resolve before the disk has it.
    const root = openLmdb<Buffer, Buffer>({
      ...binary,
      path: this.directory,
      noSubdir: false,
      overlappingSync: false,
      maxDbs: 2,
    });
    const values = root.openDB<Buffer, Buffer>({ ...binary, name: 'values' });
    const limits = root.openDB<Buffer, Buffer>({ ...binary, name: 'limits' });
    this.#opened = { root, values, limits, inode: this.#stat()?.ino ?? 0n, isClosed: false };
    return this.#opened;
  }

  async #closeFile(): Promise<void> {
    const opening = this.#opening;
    this.#opening = undefined;
    this.#opened = undefined;
    this.#isSettled = false;
    const opened = await opening?.catch(() => undefined);
    if (!opened || opened.isClosed) return;
    opened.isClosed = true;
    this.#closing = opened.root.close().catch(() => undefined);
    await this.#closing;
  }

  /** Throws STORE_BAD_FORMAT when the directory has a store of another driver or version. */
  async #checkFormat(): Promise<void> {
    const path = join(this.directory, sideFolder, 'format.json');
    const bytes = await readRegularFile(path);
    if (bytes) parseJson(Buffer.from(bytes).toString(), formatShape, problem => badFormat(path, problem));
  }

  /** LMDB trusts the file, and a damaged one ends the process: so its head is checked first. */
  async #checkMagic(): Promise<void> {
    if ((this.#stat()?.size ?? 0n) === 0n) return;
    const handle = await open(this.#dataFile, 'r');
    try {
      const head = Buffer.alloc(magicAt + 4);
      const { bytesRead } = await handle.read(head, 0, head.length, 0);
      if (bytesRead < head.length || head.toString('hex', magicAt) !== magic)
        throw badFormat(this.#dataFile, 'it has another magic number');
    } finally {
      await handle.close();
    }
  }

  /** Undefined also for an empty file: a process is making it just now, or crashed before it did. */
  #stat(): BigIntStats | undefined {
    try {
      const found = statSync(this.#dataFile, { bigint: true });
      return found.size === 0n ? undefined : found;
    } catch (error) {
      if (errno(error) === 'ENOENT') return undefined;
      throw failure('look at', this.#dataFile, error);
    }
  }

  get #dataFile(): string {
    return join(this.directory, 'data.mdb');
  }
}

/** Loads the optional package `lmdb`. STORE_NO_DRIVER when it is missing. */
export async function loadLmdb<T = typeof import('lmdb')>(
  load: () => Promise<T> = () => import('lmdb') as Promise<T>,
): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const message = 'the package `lmdb`, which keeps this database, cannot be loaded';
    throw new HeroError('STORE_NO_DRIVER', message, { hint: 'install it with `npm install lmdb`', cause });
  }
}

function badFormat(path: string, problem: string): HeroError {
  const message = `${show(path, 1000)} is not of an LMDB store of version ${version}: ${problem}`;
  return new HeroError('STORE_BAD_FORMAT', message, {
    hint: 'open it with the program that wrote it, or restore it from a backup',
  });
}
