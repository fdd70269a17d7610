import { readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HeroError, type HeroErrorOptions, Source, show } from '../../base/index.ts';
import { readRegularFile } from '../../sys/file.ts';
import type { Origin, Remote } from '../playbook/origin.ts';

/** A script file that was read, and its real path. */
export interface ScriptFile {
  readonly source: Source;
  readonly path: string;
}

/** In a directory, all files of one extension are read before those of the next. */
const extensions = ['.md', '.hero', '.heroscript'];

/**
 * Reads a script file with any extension, or all scripts below a directory. Links and names that start with
 * `.` or `_` are skipped in directories. Throws PLAY_PATH_NOT_FOUND and SCRIPT_NOT_UTF8.
 */
export async function loadScripts(path: string): Promise<ScriptFile[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw notFound(path, 'check the path');
  if (!found.isDirectory()) return [await loadScript(path)];
  const files: string[] = [];
  for (const extension of extensions) await collect(path, extension, files);
  return Promise.all(files.map(loadScript));
}

async function collect(directory: string, extension: string, files: string[]): Promise<void> {
  const entries = await readdir(directory, { withFileTypes: true });
  const sorted = entries.sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  for (const entry of sorted) {
    if (/^[._]/.test(entry.name)) continue;
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await collect(path, extension, files);
    else if (entry.isFile() && entry.name.endsWith(extension)) files.push(path);
  }
}

async function loadScript(path: string): Promise<ScriptFile> {
  const real = await realpath(path).catch(() => path);
  const bytes = await readRegularFile(real);
  if (!bytes) throw notFound(path, 'check the path');
  return { source: new Source(decodeText(bytes, path), path), path: real };
}

/** The text of UTF-8 bytes, a byte order mark included. Throws SCRIPT_NOT_UTF8 with the offset of the first bad byte. */
export function decodeText(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    const offset = firstBadByte(bytes);
    const hint = 'save the file as UTF-8';
    throw new HeroError(
      'SCRIPT_NOT_UTF8',
      `${name} is not UTF-8 text: the byte at offset ${offset} is invalid`,
      { hint, cause },
    );
  }
}

/** The offset of the first invalid byte; found by halving, because decoders do not report it. */
function firstBadByte(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isTextStart(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

function isTextStart(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function notFound(path: string, hint: string, options: HeroErrorOptions = {}): HeroError {
  return new HeroError('PLAY_PATH_NOT_FOUND', `there is no file or directory ${show(path)}`, {
    hint,
    ...options,
  });
}

/** The origin of a file; `chain` holds the files that included each other before it. */
export function originOf({ path }: ScriptFile, chain: readonly string[], remote?: Remote): Origin {
  return { folder: dirname(path), chain: [...chain, path], ...(remote && { remote }) };
}
