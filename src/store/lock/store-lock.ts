import { existsSync } from 'node:fs';
import { rename, rm, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HeroError, isHeroError, show } from '../../base/index.ts';
import { stopwatch } from '../../sys/clock.ts';
import { isThere, makeDirectory, refuseLink, temporaryPrefix } from '../../sys/file.ts';
import { Lock } from '../../sys/lock.ts';
import { uniqueId } from '../../sys/lock-files.ts';

/** How long a lock that nobody uses is kept for the next write, in milliseconds. */
const lingerMs = 25;
/** After how long a lock that could not be given back is given back again, in milliseconds. */
const retryMs = 1000;
/** How long one look at a lock that somebody has takes, in milliseconds. */
const lookMs = 40;
/** Who waits leaves this file, and who has the lock gives it up when it sees it. */
const wantedFile = 'wanted';

/**
 * The lock of a store's writers among processes. It is kept for a moment between writes, because taking it costs as much
 * as a small write; a process that waits is let in as soon as the writes that run are done.
 */
export class StoreLock {
  readonly #directory: string;
  readonly #name: string;
  readonly #waitMs: number;
  readonly #onTaken: (assertHeld: () => void) => Promise<void>;
  #lock: Promise<Lock> | undefined;
  #users = 0;
  #epoch = 0;
  /** Called when nobody writes any more. */
  #whenIdle: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** Resolves when those who wait had their chance. */
  #rest: Promise<unknown> = Promise.resolve();

  /** `onTaken` runs each time the lock comes from somebody else: what that left half done is finished there. */
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

  /** Runs a task with the lock held; `assertHeld` throws SYS_FENCED when it was taken away. STORE_LOCKED. */
  async use<T>(task: (assertHeld: () => void) => Promise<T>): Promise<T> {
    const taking = await this.#enter();
    const lock = await taking.promise;
    try {
      return await task(() => lock.assertHeld());
    } catch (error) {
      // Others may have taken it anew meanwhile, and theirs is good.
      if (isHeroError(error, 'SYS_FENCED') && this.#lock === taking.promise) this.#lock = undefined;
      throw error;
    } finally {
      this.#leave();
    }
  }

  /** Another number each time that the lock was taken: what is known from before may have been changed by others. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Gives the lock back at once. */
  async release(): Promise<void> {
    clearTimeout(this.#timer);
    const lock = this.#lock;
    this.#lock = undefined;
    const held = await lock?.catch(() => undefined);
    try {
      await held?.release();
    } catch (error) {
      // It is still ours: the next write here uses it, and who waits for it gets it later.
      if (this.#lock === undefined) {
        this.#lock = lock;
        this.#releaseIn(retryMs);
      } else if (held) releaseLater(held);
      throw error;
    }
  }

  /** Removes the folder of the lock, and so the lock, for good; whoever calls has it. */
  async remove(): Promise<void> {
    // In one step: others who want the lock begin a new folder, and nothing of theirs goes with this one.
    const gone = join(dirname(this.#directory), `${temporaryPrefix}${uniqueId()}`);
    await rename(this.#directory, gone);
    this.#lock = undefined;
    await rm(gone, { recursive: true, force: true });
  }

  async #enter(): Promise<{ promise: Promise<Lock> }> {
    // Writes that always overlap would never let anybody in.
    while (this.#users > 0 && existsSync(this.#wanted))
      await new Promise<void>(resolve => this.#whenIdle.push(resolve));
    // Who gave way waits until the others had their turn, also with what it had begun to do meanwhile.
    if (!this.#lock) await this.#rest;
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
    this.#giveWay();
    for (const go of this.#whenIdle.splice(0)) go();
  }

  #giveWay(): void {
    if (existsSync(this.#wanted)) {
      this.#rest = this.release()
        .catch(() => undefined)
        .then(() => sleep(lookMs + Math.random() * lookMs));
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
        // The lock lies in the store, so its folder comes first; who destroys the store takes it away.
        refuseLink(this.#directory);
        await makeDirectory(this.#directory);
        return await this.#prepared(await Lock.acquire(this.#directory, { waitMs: lookMs }));
      } catch (error) {
        if (!isThere(this.#directory) && stopwatch() < deadline) continue;
        if (!isHeroError(error, 'SYS_LOCKED')) throw error;
        if (stopwatch() >= deadline) throw this.#locked(error);
        await writeFile(this.#wanted, '', { mode: 0o600 }).catch(() => undefined);
      }
    }
  }

  async #prepared(lock: Lock): Promise<Lock> {
    try {
      this.#epoch++;
      await unlink(this.#wanted).catch(() => undefined);
      await this.#onTaken(() => lock.assertHeld());
      return lock;
    } catch (error) {
      // Kept, it would shut out everybody while this process lives.
      await lock.release().catch(() => undefined);
      throw error;
    }
  }

  #locked({ message }: HeroError): HeroError {
    const who = message.replace(/^`[^`]*` is in use by /, '');
    return new HeroError('STORE_LOCKED', `the database ${show(this.#name)} is in use by ${who}`, {
      hint: 'wait for that process or end it; `hero lock list` shows all locks',
    });
  }

  get #wanted(): string {
    return join(this.#directory, wantedFile);
  }
}

function releaseLater(lock: Lock): void {
  const again = () => lock.release().catch(() => releaseLater(lock));
  setTimeout(again, retryMs).unref();
}
