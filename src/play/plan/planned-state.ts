import { dirname, isAbsolute, sep } from 'node:path';
import { folderMark, type Observer, type PlannedChange } from '../../action/index.ts';
import { sha256 } from '../../sys/hash.ts';

/** What a plan looked at, and what its actions would leave of it. Nothing is written. */
export class PlanWorld implements Observer {
  readonly #seen = new Map<string, string | undefined>();
  /** What would be there since an action. */
  readonly #left = new Map<string, string>();
  /** The folders above that, which are there, too. */
  readonly #folders = new Set<string>();
  /** What was removed, and with a folder all that stood in it. */
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

  /** Takes in what an action would change. */
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
    const below = what.endsWith(sep) ? what : `${what}${sep}`;
    for (const known of [this.#left, this.#folders])
      for (const path of known.keys()) if (path.startsWith(below)) known.delete(path);
  }

  /** A hash of each thing that was looked at; null for what was not there. */
  state(): [string, string | null][] {
    return [...this.#seen].map(([what, found]) => [what, found === undefined ? null : sha256(found)]);
  }
}

/** The folders that a path lies in; what is no path lies in none. */
function foldersAbove(what: string): string[] {
  const folders: string[] = [];
  if (!isAbsolute(what)) return folders;
  for (let path = what; path !== dirname(path); ) {
    path = dirname(path);
    folders.push(path);
  }
  return folders;
}
