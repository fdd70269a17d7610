import { readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { sha256 } from '../base/hash.ts';
import { HeroError, isHeroError, json, parseJson, show } from '../base/index.ts';
import { systemClock } from '../sys/clock.ts';
import { syncDirectory } from '../sys/directory-sync.ts';
import { isThere, makeDirectory, readRegularFile, temporaryPrefix, writeFileAtomic } from '../sys/file.ts';
import { errno, failure } from '../sys/file-failure.ts';
import { readLineFile, writeLineFile } from '../sys/line-file.ts';
import { uniqueId } from '../sys/lock-files.ts';
import { seenProcess } from '../sys/owner.ts';
import type { Db, Operation } from './contract/db.ts';
import { exportLine, readExport } from './contract/export.ts';
import { sortKeys } from './contract/key.ts';
import { type RingData, readRing, writeRing } from './sealed/key-ring-file.ts';
import { keyIdOf } from './sealed/sealer.ts';

const version = 1;
/** The latest end of a key, in seconds since the epoch. */
const latestEnd = 1e11;
const sizeLimit = 2 ** 30;
/** The file of a backup for the keys of sealed values. */
const ringFile = 'keys.json';

const entryShape = json.object({
  key: json.text,
  sha256: json.text,
  size: json.number,
  end: json.optional(json.number),
});
const manifestShape = json.object({
  version: json.literal(version),
  database: json.text,
  driver: json.text,
  time: json.number,
  keys: json.number,
  sha256: json.text,
  ring: json.optional(json.text),
  entries: json.list(entryShape),
});

/** A key in the manifest of a backup. */
export interface BackupEntry {
  readonly key: string;
  readonly sha256: string;
  /** Of the value, in bytes. */
  readonly size: number;
  /** When it ends, in seconds since the epoch. */
  readonly end?: number;
}

/** The content of `manifest.json`. */
export interface BackupManifest {
  readonly version: 1;
  /** The name of the database. */
  readonly database: string;
  readonly driver: string;
  /** When it was made, in seconds since the epoch. */
  readonly time: number;
  readonly keys: number;
  /** Of the data file. */
  readonly sha256: string;
  /** The hash of `keys.json`, where values are sealed; the passphrase and identities of that time open it. */
  readonly ring?: string;
  readonly entries: readonly BackupEntry[];
}

/** How a database differs from a backup; all lists are sorted. */
export interface BackupDifference {
  /** In the backup, but not in the database. */
  readonly missing: readonly string[];
  /** In the database, but not in the backup. */
  readonly extra: readonly string[];
  readonly changed: readonly string[];
}

/**
 * Writes all of a database to a directory that is new or empty: `data.jsonl` has the lines of `export`, `manifest.json`
 * the hashes, `keys.json` the keys of sealed values. Other writers wait. The directory is written whole or not at all, also
 * when `signal` is aborted, which rejects with its reason. It has mode 0700, files 0600. STORE_FAILED.
 *
 * @example
 * await backupStore(db, 'backups/monday');
 * await checkBackup('backups/monday');
 */
export async function backupStore(
  db: Db,
  directory: string,
  { signal }: { signal?: AbortSignal } = {},
): Promise<BackupManifest> {
  const target = resolve(directory);
  await refuseTaken(target);
  await removeLeftOver(target);
  const temporary = join(dirname(target), `${temporaryPrefix}${uniqueId()}-${basename(target)}`);
  await makeDirectory(temporary);
  try {
    const write = () => writeBackup(db, temporary, signal);
    // A backup of a missing database does not make the database.
    const manifest = (await db.keys()).length === 0 ? await write() : await db.hold(write);
    if (isThere(target)) await rmdir(target);
    await rename(temporary, target);
    await syncDirectory(dirname(target));
    return manifest;
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    signal?.throwIfAborted();
    throw failure('write', target, error);
  }
}

/** Removes the temporary directory of a killed backup to the same place: it has values in it. */
async function removeLeftOver(target: string): Promise<void> {
  const folder = dirname(target);
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(temporaryPrefix) || !name.endsWith(`-${basename(target)}`)) continue;
    const pid = Number.parseInt(name.slice(temporaryPrefix.length), 10);
    if (pid > 0 && !seenProcess(pid)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function writeBackup(
  db: Db,
  directory: string,
  signal: AbortSignal | undefined,
): Promise<BackupManifest> {
  const { driver } = await db.stats();
  const entries: BackupEntry[] = [];
  const hash = await writeLineFile(join(directory, 'data.jsonl'), exportWith(db, entries, signal));
  const ring = await ringOf(db);
  if (ring) await writeRing(join(directory, ringFile), ring);
  const ringHash = ring && (await hashOf(join(directory, ringFile)));
  const manifest: BackupManifest = {
    version,
    database: db.name,
    driver,
    time: systemClock(),
    keys: entries.length,
    sha256: hash,
    ...(ringHash !== undefined && { ring: ringHash }),
    entries,
  };
  await writeFileAtomic(join(directory, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

/** The lines of an export; adds an entry of the same bytes to `entries` for each. */
async function* exportWith(
  db: Db,
  entries: BackupEntry[],
  signal: AbortSignal | undefined,
): AsyncGenerator<string> {
  for (const key of await db.keys()) {
    signal?.throwIfAborted();
    // The limit first: a key that ends in between is left out, and does not lose its limit.
    const end = await db.expiry(key);
    const value = await db.getBytes(key);
    if (value === undefined) continue;
    entries.push({ key, sha256: sha256(value), size: value.length, ...(end !== undefined && { end }) });
    yield exportLine(key, value);
  }
}

/**
 * Reads all of a backup and compares it with its hashes. STORE_BAD_BACKUP names the damage.
 *
 * @example
 * await backupStore(db, 'backups/monday');
 * (await checkBackup('backups/monday')).keys; // 0
 */
export async function checkBackup(directory: string): Promise<BackupManifest> {
  const manifest = await readManifest(directory);
  const hash = await walkData(directory, manifest, async () => undefined);
  if (hash !== manifest.sha256) throw badBackup(directory, 'data.jsonl has changed');
  await keptRing(directory, manifest);
  return manifest;
}

/**
 * How a database differs from a backup. STORE_BAD_BACKUP.
 *
 * @example
 * await backupStore(db, 'backups/monday');
 * await db.set('city', 'Ghent');
 * (await compareWithBackup(db, 'backups/monday')).extra; // ['city']
 */
export async function compareWithBackup(db: Db, directory: string): Promise<BackupDifference> {
  const kept = new Map((await checkBackup(directory)).entries.map(entry => [entry.key, entry]));
  const keys = await db.keys();
  const changed: string[] = [];
  for (const key of keys) {
    const entry = kept.get(key);
    if (entry && (await db.revision(key)) !== entry.sha256) changed.push(key);
  }
  const present = new Set(keys);
  const now = systemClock();
  const missing = [...kept.values()].filter(({ key, end }) => !present.has(key) && !(end && end <= now));
  return {
    missing: sortKeys(missing.map(({ key }) => key)),
    extra: keys.filter(key => !kept.has(key)),
    changed,
  };
}

/**
 * Replaces all keys of a database by those of a backup, in one batch; returns their number. A damaged backup is
 * STORE_BAD_BACKUP, and changes nothing. Keys whose time limit has passed are left out. Sealed values are restored with
 * their keys, which the passphrase and identities of that time open.
 *
 * @example
 * await backupStore(db, 'backups/monday');
 * await restoreStore(db, 'backups/monday');
 */
export async function restoreStore(db: Db, directory: string): Promise<number> {
  const manifest = await readManifest(directory);
  const sets = new Map<string, Operation>();
  const now = systemClock();
  const hash = await walkData(directory, manifest, async (operation, { end }) => {
    if (end === undefined) sets.set(operation.key, operation);
    else if (end > now && operation.kind === 'set') sets.set(operation.key, { ...operation, ttl: end - now });
  });
  if (hash !== manifest.sha256) throw badBackup(directory, 'data.jsonl has changed');
  const ring = await keptRing(directory, manifest);
  // Until the values are there, both the old and the new ones must have their keys.
  if (ring) await db.hold(async () => keepRing(db, withKeysOf(ring, await ringOf(db))));
  const gone = (await db.keys()).filter(key => !sets.has(key));
  await db.batch([...gone.map((key): Operation => ({ kind: 'delete', key })), ...sets.values()]);
  if (ring) await db.hold(() => leaveRing(db, ring));
  return sets.size;
}

/** The keys of a database that has sealed values. STORE_BAD_KEYS. */
async function ringOf(db: Db): Promise<RingData | undefined> {
  const path = db.keyRingPath();
  return path === undefined ? undefined : readRing(path);
}

async function keepRing(db: Db, ring: RingData): Promise<void> {
  const path = db.keyRingPath();
  if (path !== undefined) return writeRing(path, ring);
  const message = `the database ${show(db.name)} cannot keep the keys of a sealed backup`;
  throw new HeroError('STORE_FAILED', message, { hint: 'restore it with `--db secrets`' });
}

/** Drops all keys but those of the backup, unless a value has been sealed with another key since. */
async function leaveRing(db: Db, ring: RingData): Promise<void> {
  for (const key of await db.keys()) {
    const id = keyIdOf((await db.getBytes(key)) ?? new Uint8Array());
    if (id !== undefined && !ring.keys.has(id)) return;
  }
  await keepRing(db, ring);
}

function withKeysOf(ring: RingData, old: RingData | undefined): RingData {
  return { ...(old ?? ring), keys: new Map([...ring.keys, ...(old?.keys ?? [])]) };
}

/** The key ring of a backup, compared with its hash in the manifest; undefined where values are not sealed. */
async function keptRing(directory: string, { ring }: BackupManifest): Promise<RingData | undefined> {
  if (ring === undefined) return undefined;
  const path = join(directory, ringFile);
  if ((await hashOf(path)) !== ring) throw badBackup(directory, `${ringFile} has changed`);
  return readRing(path);
}

async function hashOf(path: string): Promise<string | undefined> {
  const bytes = await readRegularFile(path);
  return bytes && sha256(bytes);
}

/** Compares each line of the data with its entry in the manifest, and visits both; returns the hash of the file. */
async function walkData(
  directory: string,
  { entries }: BackupManifest,
  visit: (operation: Operation, entry: BackupEntry) => Promise<void>,
): Promise<string> {
  const lines = readLineFile(join(directory, 'data.jsonl'));
  try {
    for (let at = 0; ; at++) {
      const { value, done } = await nextOf(lines, directory);
      const entry = entries[at];
      if (done && entry) throw badBackup(directory, `the value of ${show(entry.key)} is missing`);
      if (done) return value;
      if (!entry) throw badBackup(directory, `line ${at + 1} of data.jsonl is not in its manifest`);
      await visit(await readEntry(directory, value, entry, at), entry);
    }
  } finally {
    // The file is closed also when not all of it was read.
    await lines.return('');
  }
}

async function nextOf(
  lines: AsyncGenerator<string, string>,
  directory: string,
): Promise<IteratorResult<string, string>> {
  try {
    return await lines.next();
  } catch (error) {
    if (isHeroError(error) && errno(error.cause) === 'ENOENT')
      throw badBackup(directory, 'data.jsonl is missing');
    throw error;
  }
}

async function readEntry(
  directory: string,
  line: string,
  entry: BackupEntry,
  at: number,
): Promise<Operation> {
  const [operation] = await readExport([line]).catch(() => []);
  if (operation?.kind !== 'set' || operation.key !== entry.key)
    throw badBackup(directory, `line ${at + 1} of data.jsonl is not of the key ${show(entry.key)}`);
  if (sha256(operation.value) !== entry.sha256)
    throw badBackup(directory, `the value of ${show(entry.key)} has changed`);
  return operation;
}

async function readManifest(directory: string): Promise<BackupManifest> {
  const path = join(directory, 'manifest.json');
  const bytes = await readRegularFile(path, { limit: sizeLimit });
  if (!bytes) throw badBackup(directory, 'there is no manifest.json');
  const bad = (problem: string) =>
    badBackup(directory, `manifest.json is not of version ${version}: ${problem}`);
  const manifest = parseJson(Buffer.from(bytes).toString(), manifestShape, bad);
  const { keys, entries } = manifest;
  if (keys !== entries.length) throw bad(`it says ${keys} keys and lists ${entries.length}`);
  if (entries.some(({ end = 0 }) => Math.abs(end) >= latestEnd)) throw bad('a key ends too late');
  return manifest;
}

async function refuseTaken(target: string): Promise<void> {
  const names = await readdir(target).catch(error => {
    if (errno(error) === 'ENOENT') return [];
    throw failure('list', target, error);
  });
  if (names.length === 0) return;
  throw new HeroError('STORE_FAILED', `cannot write a backup to ${show(target, 1000)}: it is not empty`, {
    hint: 'name a new directory',
  });
}

function badBackup(directory: string, problem: string): HeroError {
  return new HeroError('STORE_BAD_BACKUP', `the backup ${show(directory, 1000)} is damaged: ${problem}`, {
    hint: 'use another backup; nothing was changed',
  });
}
