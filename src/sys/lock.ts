import { basename, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HeroError, show } from '../base/index.ts';
import { stopwatch } from './clock.ts';
import { LockFiles, type LockRecord, uniqueId } from './lock-files.ts';
import { currentOwner, isAlive, type Owner, ownerText } from './owner.ts';

export interface LockOptions {
  /** The prefix of its files, for more than one lock in a directory. Default `lock`. */
  name?: string;
  /** The name of the owner in messages. Default: the file that Node runs. */
  command?: string;
  /** How long to wait for a living owner, in milliseconds. Default 0. */
  waitMs?: number;
  /** Ends the wait: `acquire` then rejects with its reason. */
  signal?: AbortSignal;
  /** Takes the lock from a living owner as well; that owner is then fenced. */
  takeOver?: boolean;
}

/** The state of a lock. */
export interface LockState extends LockRecord {
  /** True when the process of the owner may still run, even if it gave the lock back. */
  readonly alive: boolean;
}

const defaultName = 'lock';

/**
 * A lock of a directory, among processes and within one. It ends with its owner, never with its age. Protocol:
 *
 * - Free: no file, or the file of the highest generation is marked as released, or its owner is dead.
 * - Taken: a contender writes `<name>.<generation + 1>` with its owner, by a link that fails when the file exists. It owns
 *   the lock if no higher file has appeared; then it removes the lower files.
 * - Released: the owner rewrites its own file as released. The file stays, so that generations keep growing.
 * - Broken: another process takes the next generation from a living owner; `assertHeld` of that owner then throws SYS_FENCED.
 * - A stopped process keeps its lock. A crash leaves the file of a dead owner, which counts as free, and maybe a temporary
 *   file, which the next owner removes.
 */
export class Lock {
  /** Higher than that of every earlier owner, so that a reader can tell which owner wrote something. */
  readonly generation: number;
  readonly owner: Owner;
  readonly #files: LockFiles;
  readonly #id = uniqueId();

  private constructor(files: LockFiles, generation: number, owner: Owner) {
    this.#files = files;
    this.generation = generation;
    this.owner = owner;
  }

  /**
   * Takes the lock of an existing directory: at once when it is free or its owner is dead. SYS_LOCKED when a
   * living process still has it after `waitMs`; STORE_FAILED; the reason of an aborted `signal`.
   */
  static async acquire(directory: string, options: LockOptions = {}): Promise<Lock> {
    const { name = defaultName, command, waitMs = 0, signal, takeOver = false } = options;
    const files = new LockFiles(directory, name);
    const deadline = stopwatch() + waitMs / 1000;
    for (let attempt = 0; ; attempt++) {
      signal?.throwIfAborted();
      const top = await files.top();
      if (takeOver || isFree(top)) {
        const lock = await Lock.#pass(files, top, command);
        if (lock) return lock;
      } else if (stopwatch() >= deadline) throw locked(files, top);
      else await pause(attempt, deadline, signal);
    }
  }

  /** Frees the lock of a directory for any owner; returns that owner, if there was one. */
  static async break(directory: string, name: string): Promise<Owner | undefined> {
    const files = new LockFiles(directory, name);
    for (;;) {
      const top = await files.top();
      if (!top || top.released) return undefined;
      const lock = await Lock.#pass(files, top);
      await lock?.release();
      if (lock) return top.owner;
    }
  }

  static async #pass(files: LockFiles, top?: LockRecord, command?: string): Promise<Lock | undefined> {
    const lock = new Lock(files, (top?.generation ?? 0) + 1, currentOwner(command));
    return (await files.claim(lock.generation, lock.#text())) ? lock : undefined;
  }

  /** True while the lock is ours: not given back and not taken over. It reads one small file. STORE_FAILED. */
  isHeld(): boolean {
    return this.#files.holds(this.generation, this.#text());
  }

  /** Throws SYS_FENCED, which names the present owner, when the lock is not ours any more. */
  assertHeld(): void {
    if (!this.isHeld()) throw this.#fenced();
  }

  /** Gives the lock back if it is still ours; otherwise does nothing. STORE_FAILED. */
  release(): Promise<void> {
    return this.#files.replace(this.generation, this.#text(), this.#text({ released: true }));
  }

  #text(more: { released?: true } = {}): string {
    return `${JSON.stringify({ ...this.owner, id: this.#id, ...more })}\n`;
  }

  #fenced(): HeroError {
    const top = this.#files.topSync();
    const what = show(placeName(this.#files));
    if (!top || top.generation < this.generation) return fenced(`the lock of ${what} was removed`);
    if (top.generation === this.generation) return fenced(`the lock of ${what} was given back`);
    return fenced(`${what} was taken over by ${top.owner ? ownerText(top.owner) : 'another process'}`);
  }
}

/** The state of the lock of a directory; undefined when it was never taken. STORE_FAILED. */
export async function readLock(directory: string, name = defaultName): Promise<LockState | undefined> {
  const top = await new LockFiles(directory, name).top();
  return top && { ...top, alive: top.owner === undefined || isAlive(top.owner) };
}

/**
 * Frees the lock of a directory for any owner: takes it over and gives it back, so that generations keep growing. Returns
 * the former owner, dead or alive; undefined when it was free, or its file is damaged. STORE_FAILED.
 */
export function breakLock(directory: string, name = defaultName): Promise<Owner | undefined> {
  return Lock.break(directory, name);
}

function isFree(top: LockRecord | undefined): boolean {
  if (!top || top.released) return true;
  return top.owner !== undefined && !isAlive(top.owner);
}

/** Waits a little longer each time, with a random part, so that contenders do not wake together. */
async function pause(attempt: number, deadline: number, signal: AbortSignal | undefined): Promise<void> {
  const longest = Math.min(50, 10 * 2 ** attempt);
  const ms = Math.min(5 + Math.random() * (longest - 5), 1000 * (deadline - stopwatch()));
  try {
    await sleep(ms, undefined, signal && { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

function locked(files: LockFiles, top: LockRecord | undefined): HeroError {
  const what = show(placeName(files));
  if (top?.owner)
    return new HeroError('SYS_LOCKED', `${what} is in use by ${ownerText(top.owner)}`, {
      hint: 'wait for that process or end it; a stopped process keeps the lock until it continues or ends',
    });
  const path = show(files.path(top?.generation ?? 1), 1000);
  return new HeroError('SYS_LOCKED', `${what} is in use by an unknown process: ${path} is damaged`, {
    hint: 'remove that file once no process uses it',
  });
}

function fenced(message: string): HeroError {
  return new HeroError('SYS_FENCED', message, {
    hint: 'write nothing more, and start over once the lock is free',
  });
}

function placeName({ directory }: LockFiles): string {
  return basename(resolve(directory));
}
