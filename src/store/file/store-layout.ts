import { join } from 'node:path';
import { sha256 } from '../../base/hash.ts';
import { HeroError, json, parseJson, show } from '../../base/index.ts';
import {
  isThere,
  makeDirectory,
  readRegularFile,
  removeDirectory,
  removeFile,
  writeFileAtomic,
} from '../../sys/file.ts';

/** The folder of a store for all files that are not values; no key has such a file name. */
export const sideFolder = '.store';
/** A store with more keys puts new values into folders. */
export const shardLimit = 10_000;

const version = 1;
const formatShape = json.object({
  format: json.literal('heroplay-store'),
  version: json.literal(version),
  sharded: json.optional(json.boolean),
});
const ignored = '# What belongs to processes, not to the data\n*\n!.gitignore\n!format.json\n!keys.json\n';
const attributes = '# Values are bytes: git changes no line ends in them\n* -text\n';

/** The content of `.store/format.json`. */
export interface StoreFormat {
  readonly version: typeof version;
  /** True when it is large: new values lie in folders named after a hash of their key. */
  readonly sharded: boolean;
}

/** Reads the format of a store; undefined for a new one, and for one that is older than the format. STORE_BAD_FORMAT. */
export async function readFormat(directory: string): Promise<StoreFormat | undefined> {
  const path = join(directory, sideFolder, 'format.json');
  const bytes = await readRegularFile(path);
  if (!bytes) return undefined;
  const { sharded = false } = parseJson(new TextDecoder().decode(bytes), formatShape, problem => {
    const message = `${show(path, 1000)} does not describe a store of version ${version}: ${problem}`;
    return new HeroError('STORE_BAD_FORMAT', message, {
      hint: 'open it with the version of heroplay that wrote it, or restore it from a backup',
    });
  });
  return { version, sharded };
}

/** Writes the format of a store. */
export async function writeFormat(directory: string, { sharded }: StoreFormat): Promise<void> {
  const text = `${JSON.stringify({ format: 'heroplay-store', version, sharded }, null, 2)}\n`;
  await writeFileAtomic(join(directory, sideFolder, 'format.json'), text);
}

/** Makes the folders of a store, and the files that tell git about it. */
export async function layOut(directory: string): Promise<void> {
  await makeDirectory(join(directory, sideFolder));
  await writeFileAtomic(join(directory, sideFolder, '.gitignore'), ignored);
  // An existing file was written by the user, and stays.
  if ((await readRegularFile(join(directory, '.gitattributes'))) === undefined)
    await writeFileAtomic(join(directory, '.gitattributes'), attributes);
  await writeFormat(directory, { version, sharded: false });
}

/** Removes the git attributes that `layOut` wrote, unless they were edited. */
export async function removeAttributes(directory: string): Promise<void> {
  const path = join(directory, '.gitattributes');
  const found = await readRegularFile(path);
  if (found && Buffer.from(found).toString() === attributes) await removeFile(path);
}

/** Removes the directory of a destroyed store, unless a process has made a new store there. STORE_FAILED when other files are left in it. */
export async function removeEmpty(directory: string): Promise<void> {
  try {
    await removeDirectory(directory);
  } catch (error) {
    if (!isThere(join(directory, sideFolder))) throw error;
  }
}

/** The file for the keys of the sealed values of a store. */
export function ringPath(directory: string): string {
  return join(directory, sideFolder, 'keys.json');
}

/** The folder of a large store that a file lies in. */
export function shardOf(file: string): string {
  return `+${sha256(file).slice(0, 2)}`;
}

/** True when a name is that of such a folder. */
export function isShard(name: string): boolean {
  return /^\+[0-9a-f]{2}$/.test(name);
}
