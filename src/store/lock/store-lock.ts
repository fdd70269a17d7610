import { existsSync } from 'node:fs';
import { rename, rm, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HeroError, isHeroError, show } from '../../base/index.ts';
import { stopwatch } from '../../sys/clock.ts';
import { isThere, makeDirectory, refuseLink, temporaryPrefix } from '../../sys/file.ts';
import { Lock } from '../../sys/lock.ts';
import { uniqueId } from '../../sys/lock-files.ts';

/** How long an unused lock is kept for the next write, in milliseconds. */
const lingerMs = 25;
/** After how long a failed release is tried again, in milliseconds. */
const retryMs = 1000;
/** How long one attempt to take a lock that another process holds lasts, in milliseconds. */
const attemptMs = 40;
/** A waiting process writes this file; the process that holds the lock releases it when it sees the file. */
const wantedFile = 'wanted';

/** Asked before a write, with the lock held; throws when the database must not be written to any more. */
export type WriteGuard = () => void;

/**
 * The lock among the processes that write to one store. Protocol:
 *
 * - Free: no lock file in the directory. A process takes the lock before its first write, runs `onTaken` to finish the work
 *   of a process that crashed, and removes the file `wanted`.
 * - In use: at least one write of this process runs. All writes of a process share the lock.
 * - Idle: the lock stays held for 25 ms after the last write, because taking it costs as much as a small write.
 * - Wanted: a process that waits writes the file `wanted`. The holder starts no new write then, releases the lock when
 *   the running writes have ended, and pauses before it takes the lock again.
 * - Lost: `assertHeld` throws SYS_FENCED once another process took the lock over (`hero lock break`, a holder that died).
 * - A crash leaves the lock file, which `sys/lock.ts` gives to the next process once its owner is dead, and maybe `wanted`,
 *   which costs one early release.
 */
export class StoreLock {
  readonly #directory: string;
  readonly #name: string;
  readonly #waitMs: number;
  readonly #onTaken: (assertHeld: () => void) => Promise<void>;
  #lock: Promise<Lock> | undefined;
  #users = 0;
  /** The guards that agreed since the lock was taken. */
  readonly #passedGuards = new Set<WriteGuard>();
  /** Called when no write runs any more. */
  #whenIdle: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** Resolves when waiting processes had time to take the lock. */
  #pause: Promise<unknown> = Promise.resolve();

  /** `onTaken` runs each time the lock was taken: another process may have written, or crashed in the middle. */
  constructor(
    directory: string,
    name: string,
    waitMs: number,
    onTaken: (assertHeld: () => void) => Promise<void>,
  ) {
    this.#directory = directory;
    this.#name = name;
    this.#waitMs = waitMs;
    this.#onTaken = onTaken;
  }

  /** Runs a task with the lock held; its `assertHeld` throws SYS_FENCED once the lock is lost. STORE_LOCKED after `waitMs`. */
  async use<T>(task: (assertHeld: () => void) => Promise<T>): Promise<T> {
    const taking = await this.#enter();
    const lock = await taking.promise;
    try {
      return await task(() => lock.assertHeld());
    } catch (error) {
      // Another task may have taken a new lock since, which is good.
      if (isHeroError(error, 'SYS_FENCED') && this.#lock === taking.promise) this.#lock = undefined;
      throw error;
    } finally {
      this.#leave();
    }
  }

  /** Asks a guard, once each time the lock was taken: while it is held, no other process changes the answer. */
  ask(guard: WriteGuard | undefined): void {
    if (!guard || this.#passedGuards.has(guard)) return;
    guard();
    this.#passedGuards.add(guard);
  }

  /** Releases the lock now. */
  async release(): Promise<void> {
    clearTimeout(this.#timer);
    const lock = this.#lock;
    this.#lock = undefined;
    const held = await lock?.catch(() => undefined);
    try {
      await held?.release();
    } catch (error) {
      // It is still held: the next write of this process uses it, and it is released later.
      if (this.#lock === undefined) {
        this.#lock = lock;
        this.#releaseIn(retryMs);
      } else if (held) releaseLater(held);
      throw error;
    }
  }

  /** Removes the folder of the lock, and so the lock, for good. The caller holds the lock. */
  async remove(): Promise<void> {
    // In one step: other processes make a new folder, and nothing of theirs is removed with this one.
    const removed = join(dirname(this.#directory), `${temporaryPrefix}${uniqueId()}`);
    await rename(this.#directory, removed);
    this.#lock = undefined;
    await rm(removed, { recursive: true, force: true });
  }

  async #enter(): Promise<{ promise: Promise<Lock> }> {
    // Writes that always overlap would never let another process in.
    while (this.#users > 0 && existsSync(this.#wanted))
      await new Promise<void>(resolve => this.#whenIdle.push(resolve));
    if (!this.#lock) await this.#pause;
    this.#users++;
    clearTimeout(this.#timer);
    this.#lock ??= this.#take();
    const taking = this.#lock;
    try {
      await taking;
      return { promise: taking };
    } catch (error) {
      if (this.#lock === taking) this.#lock = undefined;
      this.#leave();
      throw error;
    }
  }

  #leave(): void {
    this.#users--;
    if (this.#users > 0) return;
    this.#becomeIdle();
    for (const enter of this.#whenIdle.splice(0)) enter();
  }

  #becomeIdle(): void {
    if (existsSync(this.#wanted)) {
      this.#pause = this.release()
        .catch(() => undefined)
        .then(() => sleep(attemptMs + Math.random() * attemptMs));
      return;
    }
    this.#releaseIn(lingerMs);
  }

  #releaseIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.release().catch(() => undefined), ms);
    this.#timer.unref();
  }

  async #take(): Promise<Lock> {
    const deadline = stopwatch() + this.#waitMs / 1000;
    for (;;) {
      try {
        // The lock is inside the store, so its folder is made first; a process that destroys the store removes both.
        refuseLink(this.#directory);
        await makeDirectory(this.#directory);
        return await this.#prepare(await Lock.acquire(this.#directory, { waitMs: attemptMs }));
      } catch (error) {
        if (!isThere(this.#directory) && stopwatch() < deadline) continue;
        if (!isHeroError(error, 'SYS_LOCKED')) throw error;
        if (stopwatch() >= deadline) throw this.#locked(error);
        await writeFile(this.#wanted, '', { mode: 0o600 }).catch(() => undefined);
      }
    }
  }

  async #prepare(lock: Lock): Promise<Lock> {
    try {
      this.#passedGuards.clear();
      await unlink(this.#wanted).catch(() => undefined);
      await this.#onTaken(() => lock.assertHeld());
      return lock;
    } catch (error) {
      // A lock that stays held here would shut out all other processes.
      await lock.release().catch(() => undefined);
      throw error;
    }
  }

  #locked({ message }: HeroError): HeroError {
    const holder = message.replace(/^`[^`]*` is in use by /, '');
    return new HeroError('STORE_LOCKED', `the database ${show(this.#name)} is in use by ${holder}`, {
      hint: 'wait for that process or end it; `hero lock list` shows all locks',
    });
  }

  get #wanted(): string {
    return join(this.#directory, wantedFile);
  }
}

function releaseLater(lock: Lock): void {
  const tryAgain = () => lock.release().catch(() => releaseLater(lock));
  setTimeout(tryAgain, retryMs).unref();
}
