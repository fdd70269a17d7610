import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { errno } from './file-failure.ts';

/** Windows cannot open a directory and writes changes of names through by itself. */
const canSync = process.platform !== 'win32';

/** Makes renames, new names and removals in a directory last through a power cut; who changes it together syncs together. */
export class DirectorySync {
  readonly #path: string;
  #users = 0;
  #opening: Promise<FileHandle> | undefined;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #isOwed = false;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Runs something that changes names in the directory and then calls `sync`, which resolves when a sync that began
   * after its call is done. The directory is opened before: what the system refuses, it refuses while nothing has changed.
   */
  async around<T>(change: (sync: () => Promise<void>) => Promise<T>): Promise<T> {
    if (!canSync) return change(async () => undefined);
    this.#opening ??= open(this.#path, constants.O_RDONLY);
    const opening = this.#opening;
    this.#users++;
    try {
      const handle = await opening;
      return await change(() => this.#sync(handle));
    } finally {
      if (--this.#users === 0) this.#close(opening);
    }
  }

  /** Whether the last sync failed, so that changes before it may not be on the disk. */
  get isOwed(): boolean {
    return this.#isOwed;
  }

  // Nobody waits for it, nor asks how it went: what there was to sync is synced.
  #close(opening: Promise<FileHandle>): void {
    this.#opening = undefined;
    opening.then(handle => handle.close()).catch(() => undefined);
  }

  #sync(handle: FileHandle): Promise<void> {
    if (!this.#running) return this.#run(handle);
    // When that fails, so does this: the system tells of a lost write once, though it may be one of this.
    this.#next ??= this.#running
      .finally(() => {
        this.#next = undefined;
      })
      .then(() => this.#run(handle));
    return this.#next;
  }

  #run(handle: FileHandle): Promise<void> {
    const run = syncHandle(handle)
      .then(
        () => {
          this.#isOwed = false;
        },
        error => {
          this.#isOwed = true;
          throw error;
        },
      )
      .finally(() => {
        if (this.#running === run) this.#running = undefined;
      });
    this.#running = run;
    return run;
  }
}

/** Syncs a directory whose names were changed. */
export function syncDirectory(path: string): Promise<void> {
  return new DirectorySync(path).around(sync => sync());
}

async function syncHandle(handle: FileHandle): Promise<void> {
  try {
    await handle.sync();
  } catch (error) {
    // Some network file systems have no such call.
    if (errno(error) !== 'EINVAL') throw error;
  }
}
