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

/** How many files of a batch are written at the same time. */
const atOnce = 16;

export interface ApplyOptions {
  /** Throws when the lock was taken away. */
  readonly assertHeld: () => void;
  /** How many earlier values are kept. */
  readonly history: number;
  /** True when the operations may be applied in part: they come from a log. */
  readonly isAgain?: boolean;
}

/** The files of a store: reads, writes and removes values. The caller of each method that writes holds the lock. */
export class ValueFiles {
  readonly directory: string;
  /** True when new values are put into folders. */
  isSharded = false;
  /** The folders whose names are synced to the disk. */
  readonly #settled = new Map<string, Promise<void>>();
  /** True when the log has a batch that is not applied in full: it must be finished before the next write. */
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

  /** True when an operation is one replace or one removal of a file. */
  isSimple(operation: ByteOperation): boolean {
    const file = encodeFileName(operation.key);
    const hasTtl = operation.kind === 'set' && operation.ttl !== undefined;
    return !hasTtl && !isLongName(file) && !isThere(this.ttlPath(file));
  }

  /** The key of a hashed file; undefined when the file with the key is missing or is of another key. */
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

  /** When a value ends, in seconds since the epoch; undefined without a limit, and for a damaged one, which `check` reports. */
  async end(file: string): Promise<number | undefined> {
    if (!isThere(this.ttlPath(file))) return undefined;
    const bytes = await readRegularFile(this.ttlPath(file));
    const text = bytes === undefined ? '' : Buffer.from(bytes).toString();
    const end = text.trim() === '' ? Number.NaN : Number(text);
    return Number.isFinite(end) ? end : undefined;
  }

  /** The batch in the log: committed, but maybe not applied in full. */
  async pending(): Promise<ReadonlyMap<string, ByteOperation> | undefined> {
    if (!isThere(this.#batch)) return undefined;
    const batch = await readBatch(this.#batch);
    return batch && new Map(batch.operations.map(operation => [operation.key, operation]));
  }

  /** Called when the lock was taken: removes the temporary files of crashed writers, and notices a batch in the log. */
  async sweep(assertHeld: () => void): Promise<void> {
    this.#settled.clear();
    const left = (await listFiles(this.#side)).filter(name => name.startsWith(temporaryPrefix));
    if (left.length > 0) assertHeld();
    for (const name of left) await unlink(join(this.#side, name)).catch(() => undefined);
    this.#isUnfinished = isThere(this.#batch);
  }

  /** Applies the batch in the log, which another process may have begun to apply. */
  async recover(assertHeld: () => void): Promise<void> {
    const batch = await readBatch(this.#batch);
    if (batch) await this.#finish(batch.operations, { assertHeld, history: batch.history, isAgain: true });
    this.#isUnfinished = false;
  }

  /** Applies several operations, all or none: they are committed once the log is on the disk. Returns whether each key existed. */
  async applyTogether(operations: readonly ByteOperation[], options: ApplyOptions): Promise<boolean[]> {
    options.assertHeld();
    const wereThere: boolean[] = [];
    for (const { key } of operations) wereThere.push(await this.#hasValue(encodeFileName(key)));
    await this.#decide(operations, options);
    // The batch is committed: readers see it, also after a crash. If applying it fails, the next write tries again.
    await this.#finish(operations, options).catch(() => undefined);
    return wereThere;
  }

  /** Writes the log, and removes it again when that fails. */
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

  /** Applies the batch in the log, if there is one. Concurrent callers share one promise. */
  async finishPending(assertHeld: () => void): Promise<void> {
    if (!this.#isUnfinished) return;
    this.#finishing ??= this.recover(assertHeld).finally(() => {
      this.#finishing = undefined;
    });
    await this.#finishing;
  }

  async #finish(operations: readonly ByteOperation[], options: ApplyOptions): Promise<void> {
    // Any order is right: each is of another key, and the log stays until all are on the disk. Deletes go first to make room.
    const ordered = [...operations].sort((a, b) => Number(a.kind === 'set') - Number(b.kind === 'set'));
    for (let at = 0; at < ordered.length; at += atOnce) {
      const some = ordered.slice(at, at + atOnce).map(operation => this.apply(operation, options));
      await Promise.allSettled(some);
      await Promise.all(some);
    }
    // The check keeps us from removing the log of another process.
    await removeFiles(this.#side, ['batch'], { before: options.assertHeld });
    this.#isUnfinished = false;
  }

  async #hasValue(file: string): Promise<boolean> {
    return this.#placeOf(file).isThere && !(await this.isExpired(file, systemClock()));
  }

  /** Applies one operation; returns whether its key existed. */
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

  /** True when an operation was applied before a crash: then the file on the disk is not an earlier value. */
  async #isDone(operation: ByteOperation, folder: string, { isAgain }: ApplyOptions): Promise<boolean> {
    if (!isAgain || operation.kind !== 'set') return false;
    const found = await readRegularFile(join(folder, encodeFileName(operation.key)));
    return found !== undefined && Buffer.compare(found, operation.value) === 0;
  }

  /** The folder of a value, whether it exists or not. STORE_NOT_A_FILE when a directory has its name. */
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
    // The key first: a crash between the two leaves a key without a value, which is not an entry.
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
    // A merge in git may have brought a second file, which readers would see when this one is removed.
    const folders = folder === this.directory && isThere(join(shard, file)) ? [shard, folder] : [folder];
    for (const each of folders)
      await removeFiles(each, names, { before: assertHeld, directory: this.#syncOf(each) });
    await this.#removeTtl(file, assertHeld);
  }

  /** Makes a folder once, and waits until its name is on the disk, also when another process made it. */
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

  // Listing

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

  /** The files of values, with the keys of the readable names. */
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

  /** The files of the directory itself, and the folders of a large store. */
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

  /** A text that changes when the value changes, made without reading the value. */
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

  /** Keeps the value that is about to be replaced, as a hard link: nothing is copied. */
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

  // Removal

  /** Removes all values, also expired ones and those without a key. */
  async removeValues(): Promise<void> {
    for (const folder of [...(await this.#listing()).shards, this.directory]) {
      const ours = (await listFiles(folder)).filter(name => isValueFile(name) || isKeyFileName(name));
      await removeFiles(folder, ours);
      if (folder !== this.directory) await rm(folder, { recursive: true, force: true });
    }
    await rm(join(this.#side, 'ttl'), { recursive: true, force: true });
    this.#settled.clear();
  }

  /** Removes all values, temporary files and git attributes. */
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

/** True when the key exists after an operation: it is not a delete, and its time limit has not passed. */
export function isPresent(operation: ByteOperation): boolean {
  return operation.kind === 'set' && (operation.ttl === undefined || operation.ttl > 0);
}

function isValueFile(file: string): boolean {
  return decodeFileName(file) !== undefined || isLongName(file);
}
