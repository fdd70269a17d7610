import { readdirSync, readFileSync } from 'node:fs';
import { link, readdir, rename, truncate, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isHeroError } from '../base/index.ts';
import { readRegularFile, readSmallFile, temporaryPrefix } from './file.ts';
import { errno, failure } from './file-failure.ts';
import { type Owner, readOwner } from './owner.ts';

/** The content of the file of a generation. */
export interface LockRecord {
  readonly generation: number;
  /** Undefined when the file is damaged: the lock is held, but its owner is unknown. */
  readonly owner: Owner | undefined;
  readonly released: boolean;
}

const sizeLimit = 100_000;

/**
 * The files `<name>.<generation>` of a lock. The highest generation holds it. Its file is never removed; only the next
 * generation replaces it, so generations always grow. Files of lower generations are remains.
 */
export class LockFiles {
  readonly directory: string;
  readonly #name: string;

  constructor(directory: string, name: string) {
    this.directory = directory;
    this.#name = name;
  }

  path(generation: number): string {
    return join(this.directory, `${this.#name}.${generation}`);
  }

  /** The highest generation; undefined when there is none. STORE_FAILED. */
  async top(): Promise<LockRecord | undefined> {
    for (;;) {
      const generation = this.#generations(await this.#names()).at(-1);
      if (generation === undefined) return undefined;
      const text = await this.#read(generation);
      // A missing file means that a later generation appeared after the listing.
      if (text !== undefined) return readRecord(generation, text);
    }
  }

  /** Like `top`, for messages; also undefined when the file cannot be read. */
  topSync(): LockRecord | undefined {
    try {
      const generation = this.#generations(readdirSync(this.directory)).at(-1);
      return generation === undefined
        ? undefined
        : readRecord(generation, readFileSync(this.path(generation), 'utf8'));
    } catch {
      return undefined;
    }
  }

  /**
   * True when the file of a generation still has our text. Its existence is not enough: a slow contender may make
   * an old generation again for a moment.
   */
  holds(generation: number, text: string): boolean {
    try {
      const bytes = readSmallFile(this.path(generation));
      return bytes !== undefined && new TextDecoder().decode(bytes) === text;
    } catch (error) {
      if (errno(error) === 'ENOENT' || isOdd(error)) return false;
      throw failure('read', this.path(generation), error);
    }
  }

  /** Makes the file of a generation. False, and nothing is left, when this or a later generation is taken. STORE_FAILED. */
  async claim(generation: number, text: string): Promise<boolean> {
    if (!(await this.#create(generation, text))) return false;
    try {
      return await this.#settle(generation, text);
    } catch (error) {
      await this.#remove(generation).catch(() => undefined);
      throw error;
    }
  }

  /** Replaces our text by another; does nothing once the lock is not ours any more. STORE_FAILED. */
  async replace(generation: number, text: string, next: string): Promise<void> {
    if (!this.holds(generation, text)) return;
    const place = this.#place(generation, next, rename);
    if (!(await place.catch(error => this.#empty(generation, error)))) return;
    // A later generation may have appeared between the check and the rename, which then made our file again.
    const last = this.#generations(await this.#names()).at(-1) ?? 0;
    if (last > generation) await this.#remove(generation);
  }

  /** A full disk takes no new text, but an old one can be emptied, and a lock with an empty file is free. */
  async #empty(generation: number, error: unknown): Promise<boolean> {
    return truncate(this.path(generation)).then(
      () => true,
      () => {
        throw error;
      },
    );
  }

  #create(generation: number, text: string): Promise<boolean> {
    return this.#place(generation, text, link);
  }

  /** Writes a temporary file and moves it into place whole; false when another contender was faster. */
  async #place(generation: number, text: string, put: typeof link): Promise<boolean> {
    const temporary = join(this.directory, `${this.#temporary}${generation}-${uniqueId()}`);
    try {
      await writeFile(temporary, text, { flag: 'wx', mode: 0o600 });
      return await put(temporary, this.path(generation)).then(() => true, isTooLate);
    } catch (error) {
      throw failure('write', this.path(generation), error);
    } finally {
      await unlink(temporary).catch(() => undefined);
    }
  }

  // Two contenders can both believe that they are the highest only if a listing misses a name. A listing may miss names
  // that change during it; but the remover of the higher file removes from the lowest up, so ours is gone before that.
  async #settle(generation: number, text: string): Promise<boolean> {
    const names = await this.#names();
    const generations = this.#generations(names);
    if (generations.some(each => each > generation)) {
      await this.#remove(generation);
      return false;
    }
    if (!this.holds(generation, text)) return false;
    for (const each of generations) if (each < generation) await this.#remove(each);
    for (const name of names) {
      // A failed removal is harmless.
      if (this.#isLeftOver(name, generation)) await this.#removeName(name).catch(() => undefined);
    }
    return true;
  }

  get #temporary(): string {
    return `${temporaryPrefix}${this.#name}.`;
  }

  // A contender that still waits makes another file when its own is gone; the rest is from processes that were killed.
  #isLeftOver(name: string, generation: number): boolean {
    if (!name.startsWith(this.#temporary)) return false;
    const [, digits] = /^([0-9]+)-/.exec(name.slice(this.#temporary.length)) ?? [];
    return digits !== undefined && Number(digits) <= generation;
  }

  async #names(): Promise<string[]> {
    try {
      return await readdir(this.directory);
    } catch (error) {
      if (errno(error) === 'ENOENT') return [];
      throw failure('list', this.directory, error);
    }
  }

  /** In ascending order. */
  #generations(names: readonly string[]): number[] {
    const start = `${this.#name}.`;
    return names
      .filter(name => name.startsWith(start) && /^[1-9][0-9]{0,14}$/.test(name.slice(start.length)))
      .map(name => Number(name.slice(start.length)))
      .sort((a, b) => a - b);
  }

  async #read(generation: number): Promise<string | undefined> {
    try {
      const bytes = await readRegularFile(this.path(generation), { limit: sizeLimit });
      return bytes && new TextDecoder().decode(bytes);
    } catch (error) {
      if (isOdd(error)) return '?';
      throw error;
    }
  }

  #remove(generation: number): Promise<void> {
    return this.#removeName(`${this.#name}.${generation}`);
  }

  // Without a sync, unlike `removeFile`: no owner survives a power cut.
  async #removeName(name: string): Promise<void> {
    try {
      await unlink(join(this.directory, name));
    } catch (error) {
      if (errno(error) !== 'ENOENT') throw failure('remove', join(this.directory, name), error);
    }
  }
}

/** A text that no other process writes. */
export function uniqueId(): string {
  return `${process.pid}-${Math.random().toString(36).slice(2)}`;
}

/** True for errors of a path that does not look like a lock file. */
function isOdd(error: unknown): boolean {
  return isHeroError(error, 'STORE_NOT_A_FILE') || isHeroError(error, 'STORE_TOO_LARGE');
}

/** False when the generation exists, or its owner removed our temporary file. */
function isTooLate(error: unknown): false {
  if (errno(error) === 'EEXIST' || errno(error) === 'ENOENT') return false;
  throw error;
}

function readRecord(generation: number, text: string): LockRecord {
  if (isTorn(text)) return { generation, owner: undefined, released: true };
  try {
    const value: unknown = JSON.parse(text);
    const owner = readOwner(value);
    return { generation, owner, released: owner !== undefined && isReleased(value) };
  } catch {
    return { generation, owner: undefined, released: false };
  }
}

// Files appear whole, so a file without text is left by a power cut, which no owner survives. If a person emptied it,
// its owner sees that before the next write.
function isTorn(text: string): boolean {
  return /^\0*$/.test(text);
}

function isReleased(value: unknown): boolean {
  return (value as { released?: unknown }).released === true;
}
