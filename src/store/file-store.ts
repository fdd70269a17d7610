import { basename, join, resolve } from 'node:path';
import {
  listFiles,
  makeDirectory,
  readRegularFile,
  removeDirectory,
  removeFile,
  removeFiles,
  temporaryPrefix,
  writeFileAtomic,
} from '../sys/file.ts';
import { decodeFileName, encodeFileName, isKeyFileName, isLongName, keyFileName } from './file-name.ts';
import { KeyValueStore } from './key-value-store.ts';

/**
 * A store that is a directory: one file per key, named after it, holding the value as it is, so that people can
 * read, search, edit and merge it. Directories have mode 0700, files 0600. A name too long for a file is a hash,
 * and its key stands in a file beside it. Errors of the disk: STORE_NOT_A_FILE, STORE_TOO_LARGE, STORE_FAILED.
 */
export class FileStore extends KeyValueStore {
  readonly directory: string;

  /** Opens the store of a directory, which the first `set` makes; it is called after it unless a name is given. */
  constructor(directory: string, name: string = basename(resolve(directory))) {
    super(name);
    this.directory = resolve(directory);
  }

  protected async read(key: string): Promise<Uint8Array | undefined> {
    const file = encodeFileName(key);
    if (isLongName(file) && (await this.#longKey(file)) !== key) return undefined;
    return readRegularFile(this.#path(file));
  }

  protected async write(key: string, value: Uint8Array): Promise<void> {
    const file = encodeFileName(key);
    await makeDirectory(this.directory);
    // The key first: a crash between the two leaves a key without a value, which is no entry.
    if (isLongName(file)) await writeFileAtomic(this.#path(keyFileName(file)), key);
    await writeFileAtomic(this.#path(file), value);
  }

  protected async remove(key: string): Promise<boolean> {
    const file = encodeFileName(key);
    if (!isLongName(file)) return removeFile(this.#path(file));
    const known = (await this.#longKey(file)) === key;
    const removed = await removeFile(this.#path(file));
    await removeFile(this.#path(keyFileName(file)));
    return known && removed;
  }

  protected async list(): Promise<string[]> {
    const keys: string[] = [];
    for (const file of await listFiles(this.directory)) {
      const key = isLongName(file) ? await this.#longKey(file) : decodeFileName(file);
      if (key !== undefined) keys.push(key);
    }
    return keys;
  }

  /** Removes every key; files that are not of the store stay. */
  async clear(): Promise<void> {
    await this.#removeAll(isEntry);
  }

  /** Removes the directory; STORE_FAILED when something is left in it that is not of the store. */
  async destroy(): Promise<void> {
    // What a crash left goes too. `clear` leaves it: it may belong to a write that is under way.
    await this.#removeAll(file => isEntry(file) || file.startsWith(temporaryPrefix));
    await removeDirectory(this.directory);
  }

  async #removeAll(isOurs: (file: string) => boolean): Promise<void> {
    const files = await listFiles(this.directory);
    await removeFiles(this.directory, files.filter(isOurs));
  }

  /** The key beside a hashed file; undefined when it is missing or belongs to another file. */
  async #longKey(file: string): Promise<string | undefined> {
    const bytes = await readRegularFile(this.#path(keyFileName(file)));
    if (bytes === undefined) return undefined;
    const key = Buffer.from(bytes).toString();
    return encodeFileName(key) === file ? key : undefined;
  }

  #path(file: string): string {
    return join(this.directory, file);
  }
}

/** Whether a file is a value or the key of one. */
function isEntry(file: string): boolean {
  return decodeFileName(file) !== undefined || isLongName(file) || isKeyFileName(file);
}
