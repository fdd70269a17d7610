import { basename, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HeroError, show } from '../base/index.ts';
import { stopwatch } from './clock.ts';
import { LockFiles, type LockRecord, uniqueId } from './lock-files.ts';
import { currentOwner, isAlive, type Owner, ownerText } from './owner.ts';

export interface LockOptions {
  /** How its files start, for more than one lock in a directory; `lock` without it. */
  name?: string;
  /** What the owner is called in messages; the file that Node runs without it. */
  command?: string;
  /** How long to wait for a living owner, in milliseconds; 0 without it. */
  waitMs?: number;
  /** Ends the waiting: `acquire` then rejects with its reason. */
  signal?: AbortSignal;
  /** Takes the lock from a living owner too, who is fenced from then on. */
  takeOver?: boolean;
}

/** What is known of a lock. */
export interface LockState extends LockRecord {
  /** Whether the process of the owner may still be there, also when it gave the lock back. */
  readonly alive: boolean;
}

const defaultName = 'lock';

/**
 * A lock of a directory, for processes and within one. It ends with its owner and never with its age: the lock of a
 * stopped process stays, that of a killed one is free at once. Its file stays when it is given back.
 */
export class Lock {
  /** Higher than that of every owner before: what is written under it tells whose turn it was. */
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
   * Takes the lock of a directory that exists: at once when nobody has it or its owner is dead. SYS_LOCKED when a
   * living process has it and still has it after `waitMs`; STORE_FAILED; the reason of an aborted `signal`.
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

  /** Frees the lock of a directory, whoever has it; answers the owner it was taken from, if there was one. */
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

  /** Whether it is still ours: not given back, and nobody took it over. It reads one small file. STORE_FAILED. */
  isHeld(): boolean {
    return this.#files.holds(this.generation, this.#text());
  }

  /** SYS_FENCED, with who has it now, when the lock is not ours any more. */
  assertHeld(): void {
    if (!this.isHeld()) throw this.#fenced();
  }

  /** Gives the lock back, if it is still ours; otherwise nothing happens. STORE_FAILED. */
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

/** What is known of the lock of a directory; undefined when nobody ever took it. STORE_FAILED. */
export async function readLock(directory: string, name = defaultName): Promise<LockState | undefined> {
  const top = await new LockFiles(directory, name).top();
  return top && { ...top, alive: top.owner === undefined || isAlive(top.owner) };
}

/**
 * Frees the lock of a directory, whoever has it: takes it over and gives it back, so that generations go on. Answers
 * the owner it was taken from, dead or alive; undefined when it was free, or its file is damaged. STORE_FAILED.
 */
export function breakLock(directory: string, name = defaultName): Promise<Owner | undefined> {
  return Lock.break(directory, name);
}

function isFree(top: LockRecord | undefined): boolean {
  if (!top || top.released) return true;
  return top.owner !== undefined && !isAlive(top.owner);
}

/** Waits a little longer every time, and never the same time as those who wait too. */
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
      hint: 'wait for that process or end it; one that is stopped holds on until it goes on or ends',
    });
  const path = show(files.path(top?.generation ?? 1), 1000);
  return new HeroError(
    'SYS_LOCKED',
    `${what} is in use by an unknown process: ${path} does not say by which`,
    {
      hint: 'the file is damaged; remove it when no process uses what it guards',
    },
  );
}

function fenced(message: string): HeroError {
  return new HeroError('SYS_FENCED', message, { hint: 'write nothing more, and start over when it is free' });
}

function placeName({ directory }: LockFiles): string {
  return basename(resolve(directory));
}
