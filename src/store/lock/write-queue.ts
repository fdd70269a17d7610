import { AsyncLocalStorage } from 'node:async_hooks';
import { HeroError, show } from '../../base/index.ts';
import { stopwatch } from '../../sys/clock.ts';

/**
 * Who may write when, within one process: tasks of different keys beside each other, those of one key one after the
 * other in their order, and a task that wants to be alone before or behind all of them. Who waits while none of them
 * comes to an end for `waitMs` gives up with STORE_LOCKED.
 */
export class Turns {
  readonly #name: string;
  readonly #waitMs: number;
  readonly #inside = new AsyncLocalStorage<{ isOver: boolean }>();
  readonly #open = new Set<Promise<unknown>>();
  readonly #byKey = new Map<string, Promise<unknown>>();
  #barrier: Promise<unknown> | undefined;
  /** What makes those who wait give up. */
  readonly #waiting = new Set<() => void>();
  #timer: NodeJS.Timeout | undefined;
  #lastEnd = 0;

  constructor(name: string, waitMs: number) {
    this.#name = name;
    this.#waitMs = waitMs;
  }

  /** Runs a task that touches one key. STORE_LOCKED, STORE_NESTED inside `exclusive`. */
  shared<T>(key: string, task: () => Promise<T>): Promise<T> {
    this.refuseNested();
    const { place, turn } = this.#behind([this.#barrier, this.#byKey.get(key)], task);
    this.#byKey.set(key, place);
    place.then(() => {
      if (this.#byKey.get(key) === place) this.#byKey.delete(key);
    });
    return turn;
  }

  /** Runs a task while no other runs. STORE_LOCKED, STORE_NESTED inside itself, where it would wait for its own end. */
  exclusive<T>(task: () => Promise<T>): Promise<T> {
    this.refuseNested();
    const { place, turn } = this.#behind([this.#barrier, ...this.#open], () => this.#runInside(task));
    this.#barrier = place;
    place.then(() => {
      if (this.#barrier === place) this.#barrier = undefined;
    });
    return turn;
  }

  /** Throws STORE_NESTED inside `exclusive`. */
  refuseNested(): void {
    if (this.#inside.getStore()?.isOver !== false) return;
    throw new HeroError('STORE_NESTED', 'a change of a key writes to its own database', {
      hint: 'return the new value from the function, and write other keys behind it or in a batch',
    });
  }

  async #runInside<T>(task: () => Promise<T>): Promise<T> {
    const stay = { isOver: false };
    try {
      return await this.#inside.run(stay, task);
    } finally {
      // What the task started and did not wait for may write from now on.
      stay.isOver = true;
    }
  }

  /** Runs a task behind others. Its place ends, never with an error, when it is over and so are those before it. */
  #behind<T>(
    others: readonly (Promise<unknown> | undefined)[],
    task: () => Promise<T>,
  ): { place: Promise<unknown>; turn: Promise<T> } {
    const before = others.filter(other => other !== undefined);
    const turn = (before.length > 0 ? this.#wait(before) : Promise.resolve()).then(task);
    const place = Promise.all([...before, turn.catch(() => undefined)]).finally(() => {
      this.#open.delete(place);
      this.#lastEnd = stopwatch();
    });
    this.#open.add(place);
    return { place, turn };
  }

  #wait(before: readonly Promise<unknown>[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = () => reject(this.#stuck());
      if (this.#waiting.size === 0) this.#lastEnd = stopwatch();
      this.#waiting.add(giveUp);
      this.#timer ??= setInterval(() => this.#look(), this.#waitMs / 4);
      Promise.all(before).then(() => {
        this.#waiting.delete(giveUp);
        if (this.#waiting.size === 0) this.#stopLooking();
        resolve();
      });
    });
  }

  /** Those who wait give up when nothing has come to an end for too long. */
  #look(): void {
    if (stopwatch() - this.#lastEnd < this.#waitMs / 1000) return;
    for (const giveUp of this.#waiting) giveUp();
    this.#waiting.clear();
    this.#stopLooking();
  }

  #stopLooking(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #stuck(): HeroError {
    const what = `the database ${show(this.#name)} is in use by a change of this process that does not end`;
    return new HeroError('STORE_LOCKED', what, {
      hint: 'a change must not wait for a write to the same database, nor for one that waits for it',
    });
  }
}
