import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { errno } from './file-failure.ts';

/** Windows cannot open a directory, and writes changes of names to the disk by itself. */
const canSync = process.platform !== 'win32';

/** Makes renames, new names and removals in a directory durable; concurrent changes share one sync. */
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
   * Runs a function that changes names in the directory and then calls `sync`, which resolves when a sync that began
   * after its call is done. The directory is opened first, so that a refusal of the system comes before any change.
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

  /** True when the last sync failed, so that changes before it may not be on the disk. */
  get isOwed(): boolean {
    return this.#isOwed;
  }

  // The sync is done, so the result of closing is ignored.
  #close(opening: Promise<FileHandle>): void {
    this.#opening = undefined;
    opening.then(handle => handle.close()).catch(() => undefined);
  }

  #sync(handle: FileHandle): Promise<void> {
    if (!this.#running) return this.#run(handle);
    // A failed sync fails the next one too: the system reports a lost write only once, and it may be of either.
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
