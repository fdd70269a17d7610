import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs';
import { mkdir, open, readdir, realpath, rename, rmdir, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { HeroError, show } from '../base/index.ts';
import { DirectorySync, syncDirectory } from './directory-sync.ts';
import { errno, failure, notRegular, tooLarge } from './file-failure.ts';

/** The largest file that is read, in bytes, unless the reader sets another limit: 1 GiB. */
export const fileLimit = 2 ** 30;

/** The prefix of the temporary files of `writeFileAtomic`. A crash may leave one; nothing reads them. */
export const temporaryPrefix = '.tmp-';

/** Files up to this size, in bytes, are read synchronously: that is faster than a change of thread. */
const smallSize = 2 ** 16;

/** Options for changing names in a directory. */
export interface ChangeOptions {
  /** Called right before the change; an error that it throws leaves everything as it was. */
  before?: () => void;
  /** The directory, for callers that share one sync. */
  directory?: DirectorySync;
}

/** Options for replacing a file. */
export interface AtomicOptions extends ChangeOptions {
  mode?: number;
  /** The folder of the temporary file, on the same file system. Default: the folder of the file. */
  folder?: string;
}

// Links are not followed, and opening a FIFO without a writer does not block.
const readOnly = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Replaces a whole file or leaves the old one as it was: temporary file next to it, sync, rename, sync of the
 * directory. STORE_NOT_A_FILE for a directory at `path`, otherwise STORE_FAILED; the system's error is the `cause`.
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
    // The temporary file may be missing, and the caller needs the first error.
    await unlink(temporary).catch(() => undefined);
    throw failure('write', path, error);
  }
}

/**
 * The bytes of a regular file, undefined when it is missing. STORE_NOT_A_FILE for links, directories, FIFOs and
 * devices; STORE_TOO_LARGE for more than `limit` bytes (1 GiB); STORE_FAILED. A FIFO does not block it.
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

/** Removes a file, link, FIFO or device; false when it is missing. Errors as `removeFiles`. */
export async function removeFile(path: string): Promise<boolean> {
  return (await removeFiles(dirname(path), [basename(path)])) === 1;
}

/**
 * Removes files of one directory in the given order and syncs it; returns the number of files that existed.
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
    // Also when another caller removed them and its sync failed.
    if (removed > 0 || directory.isOwed) await sync();
  };
  await attempt('sync', folder, () => directory.around(remove));
  return removed;
}

/** True when a path exists, also as a broken link. STORE_FAILED when the system cannot say, where `existsSync` says no. */
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

/** The names of the regular files of a directory, unsorted; empty when it is missing. STORE_FAILED. */
export async function listFiles(directory: string): Promise<string[]> {
  const names: string[] = [];
  await attempt('list', directory, async path => {
    for (const entry of await readdir(path, { withFileTypes: true })) {
      if (entry.isFile()) names.push(entry.name);
    }
  });
  return names;
}

/** Makes a directory and its missing parents, all with `mode`, and syncs their parents. STORE_FAILED. */
export async function makeDirectory(path: string, mode = 0o700): Promise<void> {
  try {
    const last = resolve(path);
    // Usually it exists, and a synchronous check takes no change of thread.
    if (look(last)?.isDirectory()) return;
    const first = await makeAll(last, mode);
    if (first === undefined) return;
    for (let made = last; made.length >= first.length; made = dirname(made))
      await syncDirectory(dirname(made));
  } catch (error) {
    throw failure('make', path, error);
  }
}

/** The topmost directory that was made. (The recursion of `mkdir` hides the reason of a failure, and never ends below /proc.) */
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

/** Throws STORE_NOT_A_FILE for a link to a directory: its owner would choose where things are written. STORE_FAILED. */
export function refuseLink(path: string): void {
  if (look(path)?.isSymbolicLink() !== true) return;
  throw new HeroError('STORE_NOT_A_FILE', `expected a directory at ${show(path, 1000)}, found a link`, {
    hint: 'look at that path and move it away',
  });
}

/** Makes a directory, and waits until all of its parents are on the disk, also those of other processes. STORE_FAILED. */
export async function settleDirectory(path: string): Promise<void> {
  await makeDirectory(path);
  for (let at = resolve(path); at !== dirname(at); at = dirname(at)) {
    try {
      await syncDirectory(dirname(at));
    } catch (error) {
      // A directory that this process may not open was not made by it.
      if (errno(error) === 'EACCES' || errno(error) === 'EPERM') return;
      throw failure('sync', dirname(at), error);
    }
  }
}

/** True when a replaceable file is at a path. STORE_NOT_A_FILE for a directory, otherwise as `isThere`. */
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
 * The bytes of a regular file of 1 byte to 64 KiB, read synchronously; undefined for other sizes. Errors as
 * `readRegularFile`, but errors of the system are thrown as they are, also for a missing file.
 */
export function readSmallFile(path: string, limit = smallSize): Uint8Array | undefined {
  const descriptor = openSync(path, readOnly);
  try {
    const size = sizeOf(path, fstatSync(descriptor), limit);
    if (size === 0 || size > smallSize) return undefined;
    const bytes = new Uint8Array(size);
    // A file that shrinks during the read is read the slow way.
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

/** False when the path is missing; any other failure is an error that names it. */
async function attempt(verb: string, path: string, run: (path: string) => Promise<void>): Promise<boolean> {
  try {
    await run(path);
    return true;
  } catch (error) {
    if (errno(error) === 'ENOENT') return false;
    throw failure(verb, path, error);
  }
}

/** Replaces the text of a user's file; its mode stays, and so does a link to it. STORE_FAILED. */
export async function replaceFile(path: string, text: string): Promise<void> {
  try {
    const target = await realpath(path);
    await writeFileAtomic(target, text, { mode: (await stat(target)).mode & 0o777 });
  } catch (error) {
    throw failure('write', path, error);
  }
}

/** Makes a directory that must be new, and syncs its parent; false when the path exists already. */
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
