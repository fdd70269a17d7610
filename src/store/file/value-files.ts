import { link, mkdir, readdir, rm, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../../base/hash.ts';
import { systemClock } from '../../sys/clock.ts';
import { DirectorySync, syncDirectory } from '../../sys/directory-sync.ts';
import {
  isFileThere,
  isThere,
  listFiles,
  makeDirectory,
  readRegularFile,
  removeFiles,
  temporaryPrefix,
  writeFileAtomic,
} from '../../sys/file.ts';
import { errno, failure } from '../../sys/file-failure.ts';
import type { Version } from '../contract/db.ts';
import type { ByteOperation } from '../contract/key-value-store.ts';
import { readBatch, writeBatch } from './batch-file.ts';
import { decodeFileName, encodeFileName, isKeyFileName, isLongName, keyFileName } from './file-name.ts';
import { isShard, removeAttributes, shardOf, sideFolder } from './store-layout.ts';

/** How many files of a batch are written beside each other. */
const atOnce = 16;

export interface ApplyOptions {
  /** Throws when the lock was taken away. */
  readonly assertHeld: () => void;
  /** How many earlier values are kept. */
  readonly history: number;
  /** Whether some of it may be done already. */
  readonly isAgain?: boolean;
}

/** The files of a store: where each value lies, and how values come and go. Whoever changes anything has the lock. */
export class ValueFiles {
  readonly directory: string;
  /** Whether new values lie in folders. */
  isSharded = false;
  /** The folders whose names are on the disk. */
  readonly #settled = new Map<string, Promise<void>>();
  /** Whether a batch of this process is decided, but stands in its way: nothing may be written before it is finished. */
  #isUnfinished = false;
  #finishing: Promise<void> | undefined;
  readonly #side: string;
  readonly #syncs = new Map<string, DirectorySync>();

  constructor(directory: string) {
    this.directory = directory;
    this.#side = join(directory, sideFolder);
  }

  path(file: string): string {
    return join(this.directory, file);
  }

  shardPath(file: string): string {
    return join(this.directory, shardOf(file), file);
  }

  ttlPath(file: string): string {
    return join(this.#side, 'ttl', file);
  }

  /** Whether an operation is one replace or one removal of a file. */
  isSimple(operation: ByteOperation): boolean {
    const file = encodeFileName(operation.key);
    const hasTtl = operation.kind === 'set' && operation.ttl !== undefined;
    return !hasTtl && !isLongName(file) && !isThere(this.ttlPath(file));
  }

  /** The key beside a hashed file; undefined when it is missing or belongs to another file. */
  async longKey(file: string): Promise<string | undefined> {
    const name = keyFileName(file);
    const bytes =
      (await readRegularFile(this.path(name))) ??
      (await readRegularFile(join(this.directory, shardOf(file), name)));
    if (bytes === undefined) return undefined;
    const key = Buffer.from(bytes).toString();
    return encodeFileName(key) === file ? key : undefined;
  }

  async isExpired(file: string, now: number): Promise<boolean> {
    const end = await this.end(file);
    return end !== undefined && end <= now;
  }

  /** When a value ends, in seconds since the epoch; undefined when it does not, or nobody can read when: `check` tells. */
  async end(file: string): Promise<number | undefined> {
    if (!isThere(this.ttlPath(file))) return undefined;
    const bytes = await readRegularFile(this.ttlPath(file));
    const text = bytes === undefined ? '' : Buffer.from(bytes).toString();
    const end = text.trim() === '' ? Number.NaN : Number(text);
    return Number.isFinite(end) ? end : undefined;
  }

  /** A batch that is decided, but perhaps not written everywhere yet. */
  async pending(): Promise<ReadonlyMap<string, ByteOperation> | undefined> {
    if (!isThere(this.#batch)) return undefined;
    const batch = await readBatch(this.#batch);
    return batch && new Map(batch.operations.map(operation => [operation.key, operation]));
  }

  /** Looks at what others left while they had the lock: takes away what nobody reads, and sees what is to finish. */
  async sweep(assertHeld: () => void): Promise<void> {
    this.#settled.clear();
    const left = (await listFiles(this.#side)).filter(name => name.startsWith(temporaryPrefix));
    if (left.length > 0) assertHeld();
    for (const name of left) await unlink(join(this.#side, name)).catch(() => undefined);
    this.#isUnfinished = isThere(this.#batch);
  }

  /** Finishes what a process that is gone left half done. */
  async recover(assertHeld: () => void): Promise<void> {
    const batch = await readBatch(this.#batch);
    if (batch) await this.#finish(batch.operations, { assertHeld, history: batch.history, isAgain: true });
    this.#isUnfinished = false;
  }

  /** Does several operations, all of them or none: once the batch is on disk, they are decided. */
  async applyTogether(operations: readonly ByteOperation[], options: ApplyOptions): Promise<boolean[]> {
    options.assertHeld();
    const wereThere: boolean[] = [];
    for (const { key } of operations) wereThere.push(await this.#hasValue(encodeFileName(key)));
    await this.#decide(operations, options);
    // Readers see it from now on, and it outlives a crash. What is in the way of the rest is met by the next writer.
    await this.#finish(operations, options).catch(() => undefined);
    return wereThere;
  }

  /** Puts a batch on the disk. When that fails, it was never there. */
  async #decide(operations: readonly ByteOperation[], { assertHeld, history }: ApplyOptions): Promise<void> {
    this.#isUnfinished = true;
    try {
      await writeBatch(this.#batch, { operations, history }, { folder: this.#side, before: assertHeld });
    } catch (error) {
      await removeFiles(this.#side, ['batch'], { before: assertHeld });
      this.#isUnfinished = false;
      throw error;
    }
  }

  /** Finishes a batch of this process that is decided. Who asks meanwhile waits for the same end. */
  async finishPending(assertHeld: () => void): Promise<void> {
    if (!this.#isUnfinished) return;
    this.#finishing ??= this.recover(assertHeld).finally(() => {
      this.#finishing = undefined;
    });
    await this.#finishing;
  }

  async #finish(operations: readonly ByteOperation[], options: ApplyOptions): Promise<void> {
    // Their order does not matter: each is of another key, and all are on disk before the batch goes. What goes makes room.
    const ordered = [...operations].sort((a, b) => Number(a.kind === 'set') - Number(b.kind === 'set'));
    for (let at = 0; at < ordered.length; at += atOnce) {
      const some = ordered.slice(at, at + atOnce).map(operation => this.apply(operation, options));
      await Promise.allSettled(some);
      await Promise.all(some);
    }
    // The batch of somebody else is not ours to remove.
    await removeFiles(this.#side, ['batch'], { before: options.assertHeld });
    this.#isUnfinished = false;
  }

  async #hasValue(file: string): Promise<boolean> {
    return this.#placeOf(file).isThere && !(await this.isExpired(file, systemClock()));
  }

  /** Does one operation and says whether its key was there. */
  async apply(operation: ByteOperation, options: ApplyOptions): Promise<boolean> {
    const file = encodeFileName(operation.key);
    const place = this.#placeOf(file);
    const wasThere = place.isThere && !(await this.isExpired(file, systemClock()));
    if (options.history > 0 && place.isThere && !(await this.#isDone(operation, place.folder, options)))
      await this.#keepVersion(file, place.folder, options);
    if (operation.kind === 'set') await this.#put(operation, file, place.folder, options);
    else await this.#remove(file, place.folder, options);
    return wasThere;
  }

  /** Whether a step was done before a crash: then what is there is no earlier value. */
  async #isDone(operation: ByteOperation, folder: string, { isAgain }: ApplyOptions): Promise<boolean> {
    if (!isAgain || operation.kind !== 'set') return false;
    const found = await readRegularFile(join(folder, encodeFileName(operation.key)));
    return found !== undefined && Buffer.compare(found, operation.value) === 0;
  }

  /** Where a value lies, or would. STORE_NOT_A_FILE when a directory stands there. */
  #placeOf(file: string): { folder: string; isThere: boolean } {
    if (isFileThere(this.path(file))) return { folder: this.directory, isThere: true };
    const shard = join(this.directory, shardOf(file));
    const isInShard = isFileThere(join(shard, file));
    return { folder: isInShard || this.isSharded ? shard : this.directory, isThere: isInShard };
  }

  async #put(
    operation: Extract<ByteOperation, { kind: 'set' }>,
    file: string,
    folder: string,
    { assertHeld }: ApplyOptions,
  ): Promise<void> {
    const { key, value, ttl } = operation;
    if (folder !== this.directory) await this.#settle(folder);
    const how = { folder: this.#side, before: assertHeld, directory: this.#syncOf(folder) };
    // The key first: a crash between the two leaves a key without a value, which is no entry.
    if (isLongName(file)) await writeFileAtomic(join(folder, keyFileName(file)), key, how);
    await writeFileAtomic(join(folder, file), value, how);
    if (ttl === undefined) await this.#removeTtl(file, assertHeld);
    else await this.#putTtl(file, ttl, assertHeld);
  }

  async #putTtl(file: string, ttl: number, before: () => void): Promise<void> {
    await makeDirectory(join(this.#side, 'ttl'));
    await writeFileAtomic(this.ttlPath(file), String(systemClock() + ttl), { folder: this.#side, before });
  }

  async #removeTtl(file: string, assertHeld: () => void): Promise<void> {
    if (!isThere(this.ttlPath(file))) return;
    await removeFiles(join(this.#side, 'ttl'), [file], { before: assertHeld });
  }

  async #remove(file: string, folder: string, { assertHeld }: ApplyOptions): Promise<void> {
    const names = isLongName(file) ? [file, keyFileName(file)] : [file];
    const shard = join(this.directory, shardOf(file));
    // A merge may have brought another one, which would be seen when this one is gone.
    const folders = folder === this.directory && isThere(join(shard, file)) ? [shard, folder] : [folder];
    for (const each of folders)
      await removeFiles(each, names, { before: assertHeld, directory: this.#syncOf(each) });
    await this.#removeTtl(file, assertHeld);
  }

  /** Makes a folder once, and waits until its name is on the disk, whoever made it. */
  #settle(folder: string): Promise<void> {
    const known = this.#settled.get(folder);
    if (known) return known;
    const settling = makeDirectory(folder)
      .then(() => this.#syncOf(this.directory).around(sync => sync()))
      .catch(error => {
        this.#settled.delete(folder);
        throw failure('make', folder, error);
      });
    this.#settled.set(folder, settling);
    return settling;
  }

  #syncOf(folder: string): DirectorySync {
    const known = this.#syncs.get(folder) ?? new DirectorySync(folder);
    this.#syncs.set(folder, known);
    return known;
  }

  // What is there

  /** All keys that have not expired. */
  async keys(now: number): Promise<string[]> {
    const keys = new Set<string>();
    const before = await this.pending();
    const limited = new Set(await listFiles(join(this.#side, 'ttl')));
    for (const { file, key = await this.longKey(file) } of await this.entries()) {
      if (limited.has(file) && (await this.isExpired(file, now))) continue;
      if (key !== undefined) keys.add(key);
    }
    // A batch may begin or end while the files are listed.
    for (const operation of [...(before?.values() ?? []), ...((await this.pending())?.values() ?? [])])
      if (isPresent(operation)) keys.add(operation.key);
      else keys.delete(operation.key);
    return [...keys];
  }

  /** The files of values, with the keys that their names tell. */
  async entries(): Promise<{ file: string; key?: string }[]> {
    const found: { file: string; key?: string }[] = [];
    const { names, shards } = await this.#listing();
    for (const shard of shards) names.push(...(await listFiles(shard)));
    for (const file of names) {
      const key = decodeFileName(file);
      if (key !== undefined) found.push({ file, key });
      else if (isLongName(file)) found.push({ file });
    }
    return found;
  }

  /** What lies in the directory itself: files, and the folders of a large store. */
  async #listing(): Promise<{ names: string[]; shards: string[] }> {
    const entries = await readdir(this.directory, { withFileTypes: true }).catch(error => {
      if (errno(error) === 'ENOENT') return [];
      throw failure('list', this.directory, error);
    });
    const shards = entries.filter(entry => entry.isDirectory() && isShard(entry.name));
    return {
      names: entries.filter(entry => entry.isFile()).map(({ name }) => name),
      shards: shards.map(({ name }) => this.path(name)),
    };
  }

  async count(): Promise<number> {
    return (await this.entries()).length;
  }

  /** What tells one value from another, without reading it. */
  async mark(file: string): Promise<string | undefined> {
    const found = (await this.#stat(this.path(file))) ?? (await this.#stat(this.shardPath(file)));
    if (!found || (await this.isExpired(file, systemClock()))) return undefined;
    return `${found.ino}:${found.mtimeNs}:${found.size}`;
  }

  async #stat(path: string) {
    return stat(path, { bigint: true }).catch(error => {
      if (errno(error) === 'ENOENT') return undefined;
      throw failure('look at', path, error);
    });
  }

  // Earlier values

  /** Keeps the value that is about to go; a second name for the same file costs no copy. */
  async #keepVersion(file: string, folder: string, { assertHeld, history }: ApplyOptions): Promise<void> {
    assertHeld();
    const versions = this.#versionsFolder(file);
    await mkdir(versions, { recursive: true, mode: 0o700 });
    const time = Math.round(systemClock() * 1000);
    for (let number = 0; ; number++) {
      const name = `${String(time).padStart(15, '0')}-${String(number).padStart(4, '0')}`;
      try {
        await link(join(folder, file), join(versions, name));
        break;
      } catch (error) {
        if (errno(error) !== 'EEXIST') throw failure('keep', join(folder, file), error);
      }
    }
    await syncDirectory(versions);
    const names = (await listFiles(versions)).sort();
    await removeFiles(versions, names.slice(0, Math.max(0, names.length - history)));
  }

  async versions(file: string, limit: number): Promise<Version[]> {
    const folder = this.#versionsFolder(file);
    const names = (await listFiles(folder)).sort().reverse().slice(0, limit);
    const found = await Promise.all(
      names.map(async name => [name, await readRegularFile(join(folder, name))] as const),
    );
    return found.flatMap(([name, bytes]) => {
      if (!bytes) return [];
      const value = Buffer.from(bytes).toString();
      return [{ replaced: Number(name.split('-')[0]) / 1000, revision: sha256(bytes), value }];
    });
  }

  #versionsFolder(file: string): string {
    return join(this.#side, 'history', file);
  }

  // The end

  /** Removes all values, also those that are no entries because they expired or lost their keys. */
  async removeValues(): Promise<void> {
    for (const folder of [...(await this.#listing()).shards, this.directory]) {
      const ours = (await listFiles(folder)).filter(name => isValueFile(name) || isKeyFileName(name));
      await removeFiles(folder, ours);
      if (folder !== this.directory) await rm(folder, { recursive: true, force: true });
    }
    await rm(join(this.#side, 'ttl'), { recursive: true, force: true });
    this.#settled.clear();
  }

  /** Removes all values, and what belongs to them. */
  async removeAll(): Promise<void> {
    await this.removeValues();
    const left = (await listFiles(this.directory)).filter(name => name.startsWith(temporaryPrefix));
    await removeFiles(this.directory, left);
    await removeAttributes(this.directory);
  }

  get #batch(): string {
    return join(this.#side, 'batch');
  }

  get side(): string {
    return this.#side;
  }
}

/** Whether there is a value when an operation is done: its time limit may have passed. */
export function isPresent(operation: ByteOperation): boolean {
  return operation.kind === 'set' && (operation.ttl === undefined || operation.ttl > 0);
}

function isValueFile(file: string): boolean {
  return decodeFileName(file) !== undefined || isLongName(file);
}
