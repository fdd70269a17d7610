import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncDirectory } from './directory-sync.ts';
import { failure, notRegular } from './file-failure.ts';

const flags =
  constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** A file that only grows, mode 0600. Appended text is on the disk; a failed append leaves nothing of itself. */
export class AppendFile {
  readonly #path: string;
  readonly #handle: FileHandle;
  #length: number;
  #failed: unknown;

  private constructor(path: string, handle: FileHandle, length: number) {
    this.#path = path;
    this.#handle = handle;
    this.#length = length;
  }

  /** Opens or makes a file, and cuts off everything after its first `length` bytes. STORE_NOT_A_FILE, STORE_FAILED. */
  static async open(path: string, length: number): Promise<AppendFile> {
    let handle: FileHandle | undefined;
    try {
      handle = await open(path, flags, 0o600);
      const stats = await handle.stat();
      if (!stats.isFile()) throw notRegular(path);
      if (stats.size > length) await handle.truncate(length);
      if (stats.size === 0) await syncDirectory(dirname(path));
      return new AppendFile(path, handle, length);
    } catch (error) {
      await handle?.close();
      throw failure('open', path, error);
    }
  }

  /** Adds text and waits until it is on disk. After a failure that could not be undone every call fails. STORE_FAILED. */
  async append(text: string): Promise<void> {
    if (this.#failed) throw failure('write', this.#path, this.#failed);
    const bytes = Buffer.from(text);
    try {
      await this.#handle.appendFile(bytes);
      await this.#handle.datasync();
      this.#length += bytes.length;
    } catch (error) {
      await this.#undo(error);
      throw failure('write', this.#path, error);
    }
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  async #undo(error: unknown): Promise<void> {
    // After a failed sync the content of the disk is unknown, so nothing may be added to it.
    this.#failed = error;
    await this.#handle.truncate(this.#length).catch(() => undefined);
  }
}
