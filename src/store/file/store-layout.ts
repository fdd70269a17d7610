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

/** The folder of a store for all that is not a value; no key has such a file name. */
export const sideFolder = '.store';
/** From so many keys on, new ones go into folders. */
export const shardLimit = 10_000;

const version = 1;
const formatShape = json.object({
  format: json.literal('heroplay-store'),
  version: json.literal(version),
  sharded: json.optional(json.boolean),
});
const ignored = '# What belongs to processes, not to the data\n*\n!.gitignore\n!format.json\n!keys.json\n';
const attributes = '# Values are bytes: git changes no line ends in them\n* -text\n';

/** What a store says of itself in `.store/format.json`. */
export interface StoreFormat {
  readonly version: typeof version;
  /** Whether it is large: new values lie in folders named after a hash of their key. */
  readonly sharded: boolean;
}

/** Reads the format of a store; one without it was written before there was any. Throws STORE_BAD_FORMAT. */
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

/** Makes the folders of a store and what git has to know of it. */
export async function layOut(directory: string): Promise<void> {
  await makeDirectory(join(directory, sideFolder));
  await writeFileAtomic(join(directory, sideFolder, '.gitignore'), ignored);
  // A person's own says what they want.
  if ((await readRegularFile(join(directory, '.gitattributes'))) === undefined)
    await writeFileAtomic(join(directory, '.gitattributes'), attributes);
  await writeFormat(directory, { version, sharded: false });
}

/** Removes what `layOut` told git, unless a person changed it. */
export async function removeAttributes(directory: string): Promise<void> {
  const path = join(directory, '.gitattributes');
  const found = await readRegularFile(path);
  if (found && Buffer.from(found).toString() === attributes) await removeFile(path);
}

/** Removes the directory of a store that was destroyed, unless somebody began it anew. STORE_FAILED when something else is left in it. */
export async function removeEmpty(directory: string): Promise<void> {
  try {
    await removeDirectory(directory);
  } catch (error) {
    if (!isThere(join(directory, sideFolder))) throw error;
  }
}

/** Where the keys of the sealed values of a store are. */
export function ringPath(directory: string): string {
  return join(directory, sideFolder, 'keys.json');
}

/** The folder of a large store that a file lies in. */
export function shardOf(file: string): string {
  return `+${sha256(file).slice(0, 2)}`;
}

/** Whether a name is that of such a folder. */
export function isShard(name: string): boolean {
  return /^\+[0-9a-f]{2}$/.test(name);
}
