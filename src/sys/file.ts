import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs';
import { mkdir, open, readdir, realpath, rename, rmdir, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { HeroError, show } from '../base/index.ts';
import { DirectorySync, syncDirectory } from './directory-sync.ts';
import { errno, failure, notRegular, tooLarge } from './file-failure.ts';

/** What a file may hold, in bytes, unless its reader says otherwise: 1 GiB. */
export const fileLimit = 2 ** 30;

/** How the temporary files of `writeFileAtomic` start. A crash may leave one behind; nothing reads them. */
export const temporaryPrefix = '.tmp-';

/** Up to how many bytes a file is read without leaving the thread: that takes less time than to come back to it. */
const smallSize = 2 ** 16;

/** How names in a directory are changed. */
export interface ChangeOptions {
  /** Asked right before anything changes; what it throws leaves all as it was. */
  before?: () => void;
  /** The directory, for those who share one sync. */
  directory?: DirectorySync;
}

/** How a file is replaced. */
export interface AtomicOptions extends ChangeOptions {
  mode?: number;
  /** Where the temporary file lies: a folder of the same file system. Default: beside the file. */
  folder?: string;
}

// Nothing is followed, and the open of a FIFO without a partner does not wait.
const readOnly = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Replaces a whole file or leaves the old one as it was: temporary file beside it, sync, rename, sync of the
 * directory. STORE_NOT_A_FILE for a directory at `path`, else STORE_FAILED; the system's error is the `cause`.
 */
export async function writeFileAtomic(
  path: string,
  data: string | Uint8Array,
  options: AtomicOptions = {},
): Promise<void> {
  const {
    mode = 0o600,
    folder = dirname(path),
    before,
    directory = new DirectorySync(dirname(path)),
  } = options;
  const temporary = join(folder, `${temporaryPrefix}${process.pid}-${Math.random().toString(36).slice(2)}`);
  try {
    await createFile(temporary, data, mode);
    await directory.around(async sync => {
      before?.();
      await rename(temporary, path);
      await sync();
    });
  } catch (error) {
    // It may not exist; and what went wrong first is what the caller has to know.
    await unlink(temporary).catch(() => undefined);
    throw failure('write', path, error);
  }
}

/**
 * The bytes of a regular file, undefined when nothing is there. STORE_NOT_A_FILE for links, directories, FIFOs and
 * devices; STORE_TOO_LARGE for more than `limit` bytes (1 GiB); STORE_FAILED. It never waits for a partner.
 */
export async function readRegularFile(
  path: string,
  { limit = fileLimit }: { limit?: number } = {},
): Promise<Uint8Array | undefined> {
  try {
    return readSmallFile(path, limit) ?? (await readLargeFile(path, limit));
  } catch (error) {
    if (errno(error) === 'ENOENT') return undefined;
    throw failure('read', path, error);
  }
}

/** Removes a file, or the link, FIFO or device that stands there; false when nothing is there. Errors as `removeFiles`. */
export async function removeFile(path: string): Promise<boolean> {
  return (await removeFiles(dirname(path), [basename(path)])) === 1;
}

/**
 * Removes files of one directory in the given order and syncs it; answers how many were there.
 * STORE_NOT_A_FILE for a directory, STORE_FAILED.
 */
export async function removeFiles(
  folder: string,
  names: readonly string[],
  { before, directory = new DirectorySync(folder) }: ChangeOptions = {},
): Promise<number> {
  let removed = 0;
  const remove = async (sync: () => Promise<void>) => {
    before?.();
    for (const name of names) if (await attempt('remove', join(folder, name), unlink)) removed++;
    // Also when somebody else removed them, and the sync failed then.
    if (removed > 0 || directory.isOwed) await sync();
  };
  await attempt('sync', folder, () => directory.around(remove));
  return removed;
}

/** Whether something stands at a path, be it a link. STORE_FAILED when the system cannot tell, where `existsSync` says no. */
export function isThere(path: string): boolean {
  return look(path) !== undefined;
}

function look(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw failure('look at', path, error);
  }
}

/** The names of the regular files of a directory, in no order; none when it is missing. STORE_FAILED. */
export async function listFiles(directory: string): Promise<string[]> {
  const names: string[] = [];
  await attempt('list', directory, async path => {
    for (const entry of await readdir(path, { withFileTypes: true })) {
      if (entry.isFile()) names.push(entry.name);
    }
  });
  return names;
}

/** Makes a directory and those above it that are missing, all with `mode`, and syncs what holds them. STORE_FAILED. */
export async function makeDirectory(path: string, mode = 0o700): Promise<void> {
  try {
    const last = resolve(path);
    // Mostly it is there, and to see that takes no change of thread.
    if (look(last)?.isDirectory()) return;
    const first = await makeAll(last, mode);
    if (first === undefined) return;
    for (let made = last; made.length >= first.length; made = dirname(made))
      await syncDirectory(dirname(made));
  } catch (error) {
    throw failure('make', path, error);
  }
}

/** The topmost directory that was made. (The recursion of `mkdir` hides why it failed, and never ends below /proc.) */
async function makeAll(path: string, mode: number): Promise<string | undefined> {
  try {
    return await makeOne(path, mode);
  } catch (error) {
    const above = dirname(path);
    if (errno(error) !== 'ENOENT' || above === path) throw error;
    const top = await makeAll(above, mode);
    const made = await makeOne(path, mode);
    return top ?? made;
  }
}

async function makeOne(path: string, mode: number): Promise<string | undefined> {
  try {
    await mkdir(path, { mode });
    return path;
  } catch (error) {
    if (errno(error) === 'EEXIST' && (await stat(path)).isDirectory()) return undefined;
    throw error;
  }
}

/** Throws STORE_NOT_A_FILE for a link to a directory: whoever made it would say where things are written. STORE_FAILED. */
export function refuseLink(path: string): void {
  if (look(path)?.isSymbolicLink() !== true) return;
  throw new HeroError('STORE_NOT_A_FILE', `expected a directory at ${show(path, 1000)}, found a link`, {
    hint: 'look at what stands there and move it away',
  });
}

/** Makes a directory, and waits until all that leads to it is on the disk, whoever made it. STORE_FAILED. */
export async function settleDirectory(path: string): Promise<void> {
  await makeDirectory(path);
  for (let at = resolve(path); at !== dirname(at); at = dirname(at)) {
    try {
      await syncDirectory(dirname(at));
    } catch (error) {
      // What may not even be looked at was not made here.
      if (errno(error) === 'EACCES' || errno(error) === 'EPERM') return;
      throw failure('sync', dirname(at), error);
    }
  }
}

/** Whether a file stands at a path that another one may replace. STORE_NOT_A_FILE for a directory, else as `isThere`. */
export function isFileThere(path: string): boolean {
  const stats = look(path);
  if (stats?.isDirectory()) throw notRegular(path);
  return stats !== undefined;
}

/** Removes an empty directory; false when it is missing. STORE_FAILED when something is in it. */
export async function removeDirectory(path: string): Promise<boolean> {
  return attempt('remove', path, async directory => {
    await rmdir(directory);
    await syncDirectory(dirname(directory));
  });
}

async function createFile(path: string, data: string | Uint8Array, mode: number): Promise<void> {
  const handle = await open(path, 'wx', mode);
  try {
    await handle.writeFile(data);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * The bytes of a regular file of 1 byte to 64 KiB, read at once; undefined for other sizes. Errors as `readRegularFile`
 * gives them, but those of the system as they are, also when nothing is there.
 */
export function readSmallFile(path: string, limit = smallSize): Uint8Array | undefined {
  const descriptor = openSync(path, readOnly);
  try {
    const size = sizeOf(path, fstatSync(descriptor), limit);
    if (size === 0 || size > smallSize) return undefined;
    const bytes = new Uint8Array(size);
    // A file that shrinks meanwhile is read the long way.
    return readSync(descriptor, bytes, 0, size, 0) === size ? bytes : undefined;
  } finally {
    closeSync(descriptor);
  }
}

async function readLargeFile(path: string, limit: number): Promise<Uint8Array> {
  const handle = await open(path, readOnly);
  try {
    sizeOf(path, await handle.stat(), limit);
    const { buffer, byteOffset, byteLength } = await handle.readFile();
    return new Uint8Array(buffer, byteOffset, byteLength);
  } finally {
    await handle.close();
  }
}

function sizeOf(path: string, stats: Stats, limit: number): number {
  if (!stats.isFile()) throw notRegular(path);
  if (stats.size > limit) throw tooLarge(path, stats.size, limit);
  return stats.size;
}

/** False when the path is missing; whatever else goes wrong is an error that names it. */
async function attempt(verb: string, path: string, run: (path: string) => Promise<void>): Promise<boolean> {
  try {
    await run(path);
    return true;
  } catch (error) {
    if (errno(error) === 'ENOENT') return false;
    throw failure(verb, path, error);
  }
}

/** Replaces the text of a file that a person wrote: its mode stays, and a link to it. STORE_FAILED. */
export async function replaceFile(path: string, text: string): Promise<void> {
  try {
    const target = await realpath(path);
    await writeFileAtomic(target, text, { mode: (await stat(target)).mode & 0o777 });
  } catch (error) {
    throw failure('write', path, error);
  }
}

/** Makes a directory that must be new, and syncs the one above; false when something is there already. */
export async function claimDirectory(path: string, mode = 0o700): Promise<boolean> {
  try {
    await makeDirectory(dirname(path), mode);
    await mkdir(path, { mode });
  } catch (error) {
    if (errno(error) === 'EEXIST') return false;
    throw failure('make', path, error);
  }
  await syncDirectory(dirname(path));
  return true;
}
