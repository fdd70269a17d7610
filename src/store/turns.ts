import { AsyncLocalStorage } from 'node:async_hooks';
import { HeroError } from '../base/index.ts';

/**
 * Who may write when, within one process: tasks of different keys beside each other, those of one key one after the
 * other in their order, and a task that wants to be alone before or behind all of them.
 */
export class Turns {
  readonly #inside = new AsyncLocalStorage<{ isOver: boolean }>();
  readonly #open = new Set<Promise<unknown>>();
  readonly #byKey = new Map<string, Promise<unknown>>();
  #barrier: Promise<unknown> = Promise.resolve();

  /** Runs a task that touches one key. STORE_NESTED inside `exclusive`. */
  shared<T>(key: string, task: () => Promise<T>): Promise<T> {
    this.refuseNested();
    const before = [this.#barrier, this.#byKey.get(key)];
    const turn = Promise.allSettled(before).then(task);
    this.#byKey.set(key, turn);
    const done = turn
      .catch(() => undefined)
      .finally(() => {
        if (this.#byKey.get(key) === turn) this.#byKey.delete(key);
      });
    return this.#track(turn, done);
  }

  /** Runs a task while no other runs. STORE_NESTED inside itself, where it would wait for its own end. */
  exclusive<T>(task: () => Promise<T>): Promise<T> {
    this.refuseNested();
    const before = [this.#barrier, ...this.#open];
    const turn = Promise.allSettled(before).then(() => this.#runInside(task));
    this.#barrier = turn.catch(() => undefined);
    return this.#track(turn, this.#barrier);
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

  #track<T>(turn: Promise<T>, done: Promise<unknown>): Promise<T> {
    this.#open.add(done);
    done.finally(() => this.#open.delete(done));
    return turn;
  }

  /** Throws STORE_NESTED inside `exclusive`. */
  refuseNested(): void {
    if (this.#inside.getStore()?.isOver !== false) return;
    throw new HeroError('STORE_NESTED', 'a change of a key writes to its own database', {
      hint: 'return the new value from the function, and write other keys behind it or in a batch',
    });
  }
}
