import { AsyncLocalStorage } from 'node:async_hooks';
import { HeroError, show } from '../../base/index.ts';
import { stopwatch } from '../../sys/clock.ts';

/** How many shared tasks run at once: each has files open, and the system limits the open files of a process. */
const maxRunning = 64;

/**
 * The order of the writes to one database within one process; `StoreLock` orders processes.
 *
 * - A shared task has a key. Tasks of different keys run at the same time, 64 at most; tasks of one key run one after
 *   another, in the order of the calls.
 * - An exclusive task runs alone, after all earlier tasks and before all later ones.
 * - A shared task that resolves to undefined has found that it must run alone. Its second part starts when the running
 *   tasks have ended, before the tasks that still wait, and keeps the place of the task among those of its key.
 * - A waiting task fails with STORE_LOCKED when no task has ended for `waitMs`. A task that is called inside an
 *   exclusive one fails with STORE_NESTED, because it would wait for itself.
 * - All of it is in memory: a crash leaves nothing.
 */
export class WriteQueue {
  readonly #name: string;
  readonly #waitMs: number;
  readonly #exclusiveTask = new AsyncLocalStorage<{ isOver: boolean }>();
  /** The end of the last task of each key since the last exclusive task; it includes the ends of all tasks before it. */
  readonly #lastOfKey = new Map<string, Promise<void>>();
  #lastExclusive: Promise<void> | undefined;
  #freeSlots = maxRunning;
  readonly #waitingForSlots: { readonly slots: number; readonly start: () => void }[] = [];
  /** Rejects each waiting task. */
  readonly #giveUps = new Set<() => void>();
  #timer: NodeJS.Timeout | undefined;
  #lastEnd = 0;

  constructor(name: string, waitMs: number) {
    this.#name = name;
    this.#waitMs = waitMs;
  }

  /** Runs a task that writes one key; when it resolves to undefined, runs `alone` while no other task runs. */
  shared<T>(key: string, task: () => Promise<T | undefined>, alone: () => Promise<T>): Promise<T> {
    this.refuseNested();
    const { end, result } = this.#enqueue([this.#lastOfKey.get(key) ?? this.#lastExclusive], async () => {
      const done = await this.#withSlots(1, task);
      return done ?? this.#withSlots(maxRunning, alone);
    });
    this.#lastOfKey.set(key, end);
    end.then(() => {
      if (this.#lastOfKey.get(key) === end) this.#lastOfKey.delete(key);
    });
    return result;
  }

  /** Runs a task while no other task runs. */
  exclusive<T>(task: () => Promise<T>): Promise<T> {
    this.refuseNested();
    const before = [this.#lastExclusive, ...this.#lastOfKey.values()];
    const { end, result } = this.#enqueue(before, () => this.#runExclusive(task));
    this.#lastOfKey.clear();
    this.#lastExclusive = end;
    end.then(() => {
      if (this.#lastExclusive === end) this.#lastExclusive = undefined;
    });
    return result;
  }

  /** Throws STORE_NESTED inside an exclusive task. */
  refuseNested(): void {
    if (this.#exclusiveTask.getStore()?.isOver !== false) return;
    throw new HeroError('STORE_NESTED', 'a change of a key writes to its own database', {
      hint: 'return the new value from the function, and write other keys after it or in a batch',
    });
  }

  async #runExclusive<T>(task: () => Promise<T>): Promise<T> {
    const state = { isOver: false };
    try {
      return await this.#exclusiveTask.run(state, task);
    } finally {
      // Calls that the task started and did not wait for may write from now on.
      state.isOver = true;
    }
  }

  /** Runs a task after others. Its end never rejects, and comes after the ends of the others, also when it gave up. */
  #enqueue<T>(
    others: readonly (Promise<void> | undefined)[],
    task: () => Promise<T>,
  ): { end: Promise<void>; result: Promise<T> } {
    const before = others.filter(other => other !== undefined);
    const result = (before.length > 0 ? this.#wait(before) : Promise.resolve()).then(task);
    const end = Promise.all([...before, result.catch(() => undefined)]).then(() => {
      this.#lastEnd = stopwatch();
    });
    return { end, result };
  }

  /** Runs a task once enough slots are free. A task that needs all of them starts before those that need one. */
  async #withSlots<T>(slots: number, task: () => Promise<T>): Promise<T> {
    await new Promise<void>(start => {
      if (slots === maxRunning) this.#waitingForSlots.unshift({ slots, start });
      else this.#waitingForSlots.push({ slots, start });
      this.#startNext();
    });
    try {
      return await task();
    } finally {
      this.#freeSlots += slots;
      this.#startNext();
    }
  }

  #startNext(): void {
    for (;;) {
      const [next] = this.#waitingForSlots;
      if (!next || next.slots > this.#freeSlots) return;
      this.#waitingForSlots.shift();
      this.#freeSlots -= next.slots;
      next.start();
    }
  }

  #wait(before: readonly Promise<void>[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = () => reject(this.#stuck());
      if (this.#giveUps.size === 0) this.#lastEnd = stopwatch();
      this.#giveUps.add(giveUp);
      this.#timer ??= setInterval(() => this.#checkProgress(), this.#waitMs / 4);
      Promise.all(before).then(() => {
        this.#giveUps.delete(giveUp);
        if (this.#giveUps.size === 0) this.#stopTimer();
        resolve();
      });
    });
  }

  /** Rejects all waiting tasks when none has ended for too long. */
  #checkProgress(): void {
    if (stopwatch() - this.#lastEnd < this.#waitMs / 1000) return;
    for (const giveUp of this.#giveUps) giveUp();
    this.#giveUps.clear();
    this.#stopTimer();
  }

  #stopTimer(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #stuck(): HeroError {
    const message = `the database ${show(this.#name)} is in use by a change of this process that does not end`;
    return new HeroError('STORE_LOCKED', message, {
      hint: 'inside a change, do not wait for another write to the same database',
    });
  }
}
