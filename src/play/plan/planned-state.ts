import { folderMark, type Observer, type PlannedChange } from '../../action/index.ts';
import { sha256 } from '../../base/hash.ts';
import { foldersAbove } from '../../params/value/path.ts';

/** The state that a plan observed, with the changes that its actions would make. Nothing is written. */
export class PlannedState implements Observer {
  readonly #seen = new Map<string, string | undefined>();
  /** The content that the planned actions would leave. */
  readonly #left = new Map<string, string>();
  /** The folders above it, which would exist too. */
  readonly #folders = new Set<string>();
  /** The paths that the planned actions would remove; a folder includes everything in it. */
  readonly #gone = new Set<string>();

  async observe(what: string, read: () => Promise<string | undefined>): Promise<string | undefined> {
    if (this.#left.has(what)) return this.#left.get(what);
    const isGone = [what, ...foldersAbove(what)].some(each => this.#gone.has(each));
    const found = isGone ? undefined : await this.#see(what, read);
    return found ?? (this.#folders.has(what) ? folderMark : undefined);
  }

  async #see(what: string, read: () => Promise<string | undefined>): Promise<string | undefined> {
    if (!this.#seen.has(what)) this.#seen.set(what, await read());
    return this.#seen.get(what);
  }

  /** Applies the changes that an action would make. */
  change(changes: readonly PlannedChange[]): void {
    for (const { kind, what, after } of changes) {
      if (kind === 'remove') this.#remove(what);
      else if (kind !== 'run') this.#leave(what, after ?? '');
    }
  }

  #leave(what: string, text: string): void {
    this.#left.set(what, text);
    for (const folder of foldersAbove(what)) this.#folders.add(folder);
  }

  #remove(what: string): void {
    this.#gone.add(what);
    this.#left.delete(what);
    if (!this.#folders.delete(what)) return;
    const below = what.endsWith('/') ? what : `${what}/`;
    for (const known of [this.#left, this.#folders])
      for (const path of known.keys()) if (path.startsWith(below)) known.delete(path);
  }

  /** A hash of each observed thing; null for a missing one. */
  hashes(): [string, string | null][] {
    return [...this.#seen].map(([what, found]) => [what, found === undefined ? null : sha256(found)]);
  }
}
