/** How many may be inside beside each other: each has files open, and a process may open so many only. */
const most = 64;

/** Lets tasks run beside each other, or one of them alone, within one process. */
export class Gate {
  #inside = 0;
  #isClosed = false;
  readonly #beside: (() => void)[] = [];
  readonly #alone: (() => void)[] = [];

  /** Runs a task beside others. */
  async beside<T>(task: () => Promise<T>): Promise<T> {
    if (this.#isClosed || this.#alone.length > 0 || this.#inside >= most)
      await new Promise<void>(enter => this.#beside.push(enter));
    else this.#inside++;
    try {
      return await task();
    } finally {
      this.#inside--;
      this.#next();
    }
  }

  /** Runs a task while no other is inside; it goes before those that have not begun. */
  async alone<T>(task: () => Promise<T>): Promise<T> {
    if (this.#isClosed || this.#inside > 0) await new Promise<void>(enter => this.#alone.push(enter));
    else this.#isClosed = true;
    try {
      return await task();
    } finally {
      this.#isClosed = false;
      this.#next();
    }
  }

  /** Lets in who may, and keeps their place until they run. */
  #next(): void {
    if (this.#isClosed) return;
    const alone = this.#inside === 0 ? this.#alone.shift() : undefined;
    if (alone) {
      this.#isClosed = true;
      alone();
    }
    while (!this.#isClosed && this.#alone.length === 0 && this.#inside < most && this.#beside.length > 0) {
      this.#inside++;
      this.#beside.shift()?.();
    }
  }
}
