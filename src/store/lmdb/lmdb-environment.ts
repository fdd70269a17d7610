import { type BigIntStats, statSync } from 'node:fs';
import { chmod, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database, RootDatabase } from 'lmdb';
import { HeroError, isHeroError, parseObject, show } from '../../base/index.ts';
import { stopwatch } from '../../sys/clock.ts';
import { syncDirectory } from '../../sys/directory-sync.ts';
import { isThere, readRegularFile, settleDirectory, writeFileAtomic } from '../../sys/file.ts';
import { errno, failure } from '../../sys/file-failure.ts';
import { removeEmpty, sideFolder } from '../file/store-layout.ts';
import { StoreLock } from '../lock/store-lock.ts';
import { Turns } from '../lock/write-queue.ts';

const defaultWaitMs = 30_000;
const version = 1;
/** For how long writes may keep the thread, in seconds. */
const secondsPerTurn = 0.01;
/** Where the mark of an LMDB file stands in it, and how it reads: as it lies on the disk, with the version of the format. */
const markAt = 24;
const mark = 'dec0efbe';
const halls = new Map<string, LmdbHall>();

/** What is open of a database: values, and when keys end, in seconds since the epoch. */
export interface Tables {
  readonly root: RootDatabase<Buffer, Buffer>;
  readonly values: Database<Buffer, Buffer>;
  readonly limits: Database<Buffer, Buffer>;
}

/** Looks at a database or changes it, all at once. */
type Task<T> = (tables: Tables) => T;

/** Changes that wait for the same turn, and what became of them. */
interface Group {
  readonly changes: Task<unknown>[];
  readonly settled: Promise<PromiseSettledResult<unknown>[]>;
}

interface Opened extends Tables {
  readonly inode: bigint;
  isClosed: boolean;
}

/**
 * What all stores of one LMDB directory share within a process: the open file, of which a process may have one only,
 * and who may write when. Halls stay, as their file does until it is closed.
 */
export class LmdbHall {
  readonly directory: string;
  readonly #turns: Turns;
  readonly #lock: StoreLock;
  #opening: Promise<Opened> | undefined;
  #opened: Opened | undefined;
  #group: Group | undefined;
  #lastTurn = 0;
  /** Whether the names of its files are known to be on the disk. */
  #isSettled = false;
  #closing: Promise<unknown> = Promise.resolve();

  private constructor(directory: string, name: string, waitMs: number) {
    this.directory = directory;
    this.#turns = new Turns(name, waitMs);
    this.#lock = new StoreLock(join(directory, sideFolder), name, waitMs, async () => undefined);
  }

  static of(directory: string, name: string, waitMs = defaultWaitMs): LmdbHall {
    const known = halls.get(directory);
    if (known) return known;
    const hall = new LmdbHall(directory, name, waitMs);
    halls.set(directory, hall);
    return hall;
  }

  /** Another number each time that others may have written. */
  get epoch(): number {
    return this.#lock.epoch;
  }

  /** Looks at what is there now; undefined when there is no database. STORE_BAD_FORMAT, STORE_NO_DRIVER, STORE_FAILED. */
  async look<T>(look: Task<T>): Promise<T | undefined> {
    const tables = this.#current() ?? (await this.#present());
    if (!tables) {
      await this.#format();
      return undefined;
    }
    // Somebody closed it while this was on its way; what is closed must not be touched.
    if (tables.isClosed) return this.look(look);
    try {
      // What was read before in this turn of the event loop would be shown again, whatever others wrote since.
      tables.root.resetReadTxn();
      return look(tables);
    } catch (error) {
      throw failure('read', this.#dataFile, error);
    }
  }

  /** Runs a task while nobody else writes, in no process. STORE_LOCKED, STORE_NESTED. */
  exclusive<T>(task: (assertHeld: () => void) => Promise<T>): Promise<T> {
    return this.#alone(() => this.#withLock(task));
  }

  #alone<T>(task: () => Promise<T>): Promise<T> {
    // What comes later is written later, and not with those who wait already.
    this.#group = undefined;
    return this.#turns.exclusive(task);
  }

  /** Does something in one transaction with all that waits for its turn just then. STORE_LOCKED, STORE_NESTED. */
  async together<T>(change: Task<T>): Promise<T> {
    this.#turns.refuseNested();
    this.#group ??= this.#gather();
    const { changes, settled } = this.#group;
    const at = changes.push(change) - 1;
    const result = (await settled)[at] as PromiseSettledResult<T>;
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  }

  #gather(): Group {
    const changes: Task<unknown>[] = [];
    const settled = this.#alone(() => {
      if (this.#group === group) this.#group = undefined;
      return this.#withLock(assertHeld => this.#writeAll(assertHeld, changes));
    });
    const group = { changes, settled };
    return group;
  }

  /** When it fails as a whole, each is tried alone, so that what cannot be written takes nothing with it. */
  async #writeAll(
    assertHeld: () => void,
    changes: readonly Task<unknown>[],
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
    // What is not ours gets no lock.
    if (!this.#opened && !(await this.#present())) await this.#format();
    return this.#lock.use(task);
  }

  /** Removes the directory, as one turn: what is written behind it begins anew. */
  destroy(): Promise<void> {
    return this.#alone(async () => {
      if (!isThere(this.directory)) return;
      await this.#withLock(async () => {
        await this.#removeFiles();
        await this.#lock.remove();
      });
      await removeEmpty(this.directory);
    });
  }

  /**
   * Does something in one transaction, all of it or nothing; whoever calls has the lock. It is on the disk when this
   * resolves: a commit syncs before it ends. The lock is looked at with LMDB's own write lock held, so that whoever
   * took ours over writes behind us or makes us fail, never in between.
   */
  async write<T>(assertHeld: () => void, change: Task<T>): Promise<T> {
    try {
      const tables = this.#current() ?? (await this.#present()) ?? (await this.#make());
      if (!this.#isSettled) await this.#settle();
      if (tables.isClosed) return await this.write(assertHeld, change);
      const result = tables.root.transactionSync(() => {
        assertHeld();
        return change(tables);
      });
      await this.#breathe();
      return result;
    } catch (error) {
      throw isHeroError(error) ? error : failure('write', this.#dataFile, error);
    }
  }

  /** A transaction keeps the thread while it syncs; who writes again and again would keep it from all others. */
  async #breathe(): Promise<void> {
    if (stopwatch() - this.#lastTurn < secondsPerTurn) return;
    await nextTurn();
    this.#lastTurn = stopwatch();
  }

  /** Waits until what leads to the file is on the disk, whoever made it. */
  async #settle(): Promise<void> {
    await settleDirectory(this.directory);
    await syncDirectory(this.directory);
    this.#isSettled = true;
  }

  /** Closes the file and gives the lock back, when what runs is done. */
  close(): Promise<void> {
    return this.#alone(async () => {
      await this.#shut();
      await this.#lock.release();
    });
  }

  /** Removes the files; whoever calls has the lock. Other processes see that by the file they have open. */
  async #removeFiles(): Promise<void> {
    await this.#shut();
    for (const name of ['data.mdb', 'lock.mdb']) await rm(join(this.directory, name), { force: true });
    await syncDirectory(this.directory);
  }

  /** The open database, if it still is the one that lies there. */
  #current(): Opened | undefined {
    const opened = this.#opened;
    return opened && !opened.isClosed && opened.inode === this.#stat()?.ino ? opened : undefined;
  }

  /** The open database, opened when there is one. */
  async #present(): Promise<Opened | undefined> {
    for (;;) {
      await this.#closing;
      const inode = this.#stat()?.ino;
      const opened = await this.#opening;
      // Somebody removed it, and perhaps made another one, which is not what we have open.
      if (opened && opened.inode !== inode) await this.#shut();
      if (inode === undefined) return undefined;
      const ready = await this.#open();
      // It may have been closed since.
      if (!ready.isClosed && ready.inode === inode) return ready;
    }
  }

  /** Makes the database; whoever calls has the lock. */
  async #make(): Promise<Opened> {
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
    await this.#format();
    await this.#checkMark();
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

  async #shut(): Promise<void> {
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

  /** Throws STORE_BAD_FORMAT when something else than an LMDB store of this version lies there. */
  async #format(): Promise<void> {
    const path = join(this.directory, sideFolder, 'format.json');
    const bytes = await readRegularFile(path);
    if (bytes && !isOurFormat(Buffer.from(bytes).toString())) throw badFormat(path);
  }

  /** LMDB believes what the file says, and a file that says nonsense ends the process: so its head is looked at first. */
  async #checkMark(): Promise<void> {
    if ((this.#stat()?.size ?? 0n) === 0n) return;
    const handle = await open(this.#dataFile, 'r');
    try {
      const head = Buffer.alloc(markAt + 4);
      const { bytesRead } = await handle.read(head, 0, head.length, 0);
      if (bytesRead < head.length || head.toString('hex', markAt) !== mark) throw badFormat(this.#dataFile);
    } finally {
      await handle.close();
    }
  }

  /** Undefined also for a file that somebody is making just now, or did not come to make. */
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

/** The package `lmdb`, which may be missing: STORE_NO_DRIVER. */
export async function loadLmdb<T = typeof import('lmdb')>(
  load: () => Promise<T> = () => import('lmdb') as Promise<T>,
): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw new HeroError(
      'STORE_NO_DRIVER',
      'the package `lmdb`, which keeps this database, cannot be loaded',
      {
        hint: 'install it with `npm install lmdb`',
        cause,
      },
    );
  }
}

function isOurFormat(text: string): boolean {
  const { format, version: found } = parseObject(text) ?? {};
  return format === 'heroplay-lmdb' && found === version;
}

function badFormat(path: string): HeroError {
  return new HeroError(
    'STORE_BAD_FORMAT',
    `${show(path, 1000)} is not of an LMDB store of version ${version}`,
    {
      hint: 'open it with what wrote it, or restore it from a backup',
    },
  );
}
