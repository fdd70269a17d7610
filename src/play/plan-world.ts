import type { Observer, PlannedChange } from '../action/index.ts';
import { sha256 } from '../sys/hash.ts';

/** What a plan looked at, and what its actions would leave of it. Nothing is written. */
export class PlanWorld implements Observer {
  readonly #seen = new Map<string, string | undefined>();
  readonly #left = new Map<string, string | undefined>();

  async observe(what: string, read: () => Promise<string | undefined>): Promise<string | undefined> {
    if (this.#left.has(what)) return this.#left.get(what);
    if (!this.#seen.has(what)) this.#seen.set(what, await read());
    return this.#seen.get(what);
  }

  /** Takes in what an action would change. */
  change(changes: readonly PlannedChange[]): void {
    for (const { kind, what, after } of changes) {
      if (kind === 'run') continue;
      this.#left.set(what, kind === 'remove' ? undefined : (after ?? ''));
    }
  }

  /** A hash of each thing that was looked at; null for what was not there. */
  state(): [string, string | null][] {
    return [...this.#seen].map(([what, found]) => [what, found === undefined ? null : sha256(found)]);
  }
}
