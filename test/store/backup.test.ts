import { AsyncResource } from 'node:async_hooks';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ringPath } from '../../src/store/file/store-layout.ts';
import {
  backupStore,
  checkBackup,
  compareWithBackup,
  type Db,
  FileStore,
  KeyRing,
  LmdbStore,
  MemoryStore,
  type Operation,
  restoreStore,
  SealedStore,
} from '../../src/store/index.ts';

let folder: string;
let count = 0;
let place: string;
let to: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hero-backup-'));
});
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
beforeEach(() => {
  place = join(folder, `${count++}`);
  mkdirSync(place);
  to = join(place, 'backup');
});

const drivers: [string, () => Db][] = [
  ['files', () => new FileStore(join(place, 'files'))],
  ['lmdb', () => new LmdbStore(join(place, 'lmdb'))],
  ['memory', () => new MemoryStore()],
];

async function fill(db: Db): Promise<void> {
  await db.set('city', 'Ghent');
  await db.set('__proto__', 'a\u2028b\r\nc');
  await db.set('bytes', new Uint8Array([0xff, 0, 10]));
  await db.set('', '').catch(() => db.set('empty', ''));
}

async function contents(db: Db): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of db.export()) lines.push(line);
  return lines;
}

describe.each(drivers)('a backup of %s', (driver, open) => {
  let db: Db;
  beforeEach(async () => {
    db = open();
    await fill(db);
  });
  afterEach(() => db.close());

  test('has all of it, for its owner only, and brings all of it back', async () => {
    const before = await contents(db);
    const manifest = await backupStore(db, to);
    expect(manifest).toMatchObject({ version: 1, database: db.name, driver, keys: 4 });
    expect(await checkBackup(to)).toEqual(manifest);
    expect(readdirSync(place).filter(name => name.startsWith('.tmp'))).toEqual([]);
    expect(readdirSync(to).sort()).toEqual(['data.jsonl', 'manifest.json']);
    expect(statSync(to).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(to)) expect(statSync(join(to, name)).mode & 0o777).toBe(0o600);
    await db.set('city', 'Bruges');
    await db.set('new', '1');
    await db.delete('bytes');
    expect(await compareWithBackup(db, to)).toEqual({
      missing: ['bytes'],
      extra: ['new'],
      changed: ['city'],
    });
    expect(await restoreStore(db, to)).toBe(4);
    expect(await contents(db)).toEqual(before);
    expect(await compareWithBackup(db, to)).toEqual({ missing: [], extra: [], changed: [] });
  });

  test.each<[string, () => void]>([
    ['a value was changed', () => swap('data.jsonl', 'Ghent', 'Gheet')],
    ['a line is gone', () => swap('data.jsonl', /\{"key":"bytes".*\n/, '')],
    ['a line was added', () => swap('data.jsonl', /$/, '{"key":"x","value":"1"}\n')],
    ['the last newline is gone', () => swap('data.jsonl', /\n$/, '')],
    ['a line is torn', () => swap('data.jsonl', /.{5}\n$/, '')],
    ['the data is gone', () => rmSync(join(to, 'data.jsonl'))],
    ['the manifest is gone', () => rmSync(join(to, 'manifest.json'))],
    ['the manifest is torn', () => swap('manifest.json', /.{5}$/s, '')],
    ['the manifest is of a later version', () => swap('manifest.json', '"version": 1', '"version": 2')],
  ])('is refused when %s, and nothing is changed', async (_, damage) => {
    await backupStore(db, to);
    damage();
    await db.set('city', 'Bruges');
    const before = await contents(db);
    const bad = { code: 'STORE_BAD_BACKUP' };
    await expect(checkBackup(to)).rejects.toMatchObject(bad);
    await expect(compareWithBackup(db, to)).rejects.toMatchObject(bad);
    await expect(restoreStore(db, to)).rejects.toMatchObject(bad);
    expect(await contents(db)).toEqual(before);
  });
});

test('other writers wait while a backup is made', async () => {
  const writes: Promise<void>[] = [];
  const at = join(place, 'files');
  // The write comes from outside of the change that holds it off, as one of another program does.
  const outside = AsyncResource.bind(() => new FileStore(at).set('z', 'new'));
  class Watched extends FileStore {
    override getBytes(key: string) {
      if (key === 'a') writes.push(outside());
      return super.getBytes(key);
    }
  }
  const db = new Watched(at);
  const keys = ['a', ...Array.from({ length: 50 }, (_, n) => `k${n}`), 'z'];
  await db.batch(keys.map(key => ({ kind: 'set', key, value: 'old' })));
  await backupStore(db, to);
  expect(readFileSync(join(to, 'data.jsonl'), 'utf8')).not.toContain('new');
  await Promise.all(writes);
  expect([writes.length, await db.get('z')]).toEqual([1, 'new']);
  await db.close();
});

test('a time limit is kept, and what ended meanwhile stays away', async () => {
  for (const db of [new FileStore(join(place, 'files')), new LmdbStore(join(place, 'lmdb'))]) {
    const at = join(place, `backup-of-${db.name}`);
    await db.set('long', '1', { ttl: 1000 });
    await db.set('short', '1', { ttl: 0.2 });
    const end = await db.expiry('long');
    await backupStore(db, at);
    await expect.poll(() => db.has('short')).toBe(false);
    expect(await compareWithBackup(db, at)).toEqual({ missing: [], extra: [], changed: [] });
    expect(await restoreStore(db, at)).toBe(1);
    expect(Math.abs(((await db.expiry('long')) ?? 0) - (end ?? 0))).toBeLessThan(5);
    await db.close();
  }
});

test('one of a database that is not there is empty, and makes none', async () => {
  const db = new FileStore(join(place, 'files'));
  expect((await backupStore(db, to)).keys).toBe(0);
  expect(existsSync(join(place, 'files'))).toBe(false);
});

test('goes to a new or an empty directory only, and leaves nothing when it fails', async () => {
  const db = new MemoryStore();
  await db.set('a', '1');
  mkdirSync(to);
  await backupStore(db, to);
  const before = readdirSync(place);
  await expect(backupStore(db, to)).rejects.toMatchObject({ code: 'STORE_FAILED' });
  expect(readdirSync(place)).toEqual(before);
});

test('one that is interrupted leaves nothing', async () => {
  const db = new FileStore(join(place, 'db'));
  await db.set('a', '1');
  const stopped = backupStore(db, to, { signal: AbortSignal.abort(new Error('enough')) });
  await expect(stopped).rejects.toThrow('enough');
  expect(readdirSync(place)).toEqual(['db']);
});

test('what a killed process left of one goes with the next one to the same directory', async () => {
  const db = new FileStore(join(place, 'db'));
  await db.set('a', '1');
  const { pid } = spawnSync('true');
  for (const owner of [pid, process.pid]) mkdirSync(join(place, `.tmp-${owner}-x1-${basename(to)}`));
  mkdirSync(join(place, `.tmp-${pid}-x1-other`));
  await backupStore(db, to);
  expect(readdirSync(place).sort()).toEqual(
    [`.tmp-${process.pid}-x1-${basename(to)}`, `.tmp-${pid}-x1-other`, basename(to), 'db'].sort(),
  );
});

test('a restore of sealed values that ends before its last step has the keys of old and new ones', async () => {
  class Ending extends FileStore {
    override async batch(operations: readonly Operation[]): Promise<void> {
      await super.batch(operations);
      throw new Error('ended');
    }
  }
  const directory = join(place, 'secrets');
  const access = { passphrase: async () => 'four words and more', identities: async () => undefined };
  const sealed = () => {
    const keys = new KeyRing('secrets', ringPath(directory), access);
    return { keys, db: new SealedStore(new FileStore(directory, 'secrets'), keys) };
  };
  const { db, keys } = sealed();
  await db.set('a', 'then');
  await backupStore(new FileStore(directory, 'secrets'), to);
  await db.rotate(keys);
  await db.set('a', 'now');
  await expect(restoreStore(new Ending(directory, 'secrets'), to)).rejects.toThrow('ended');
  expect(await sealed().db.get('a')).toBe('then');
  await sealed().db.set('b', 'new');
  expect(await sealed().db.get('b')).toBe('new');
});

test('links in a backup are not followed', async () => {
  const db = new MemoryStore();
  await db.set('a', '1');
  await backupStore(db, to);
  rmSync(join(to, 'data.jsonl'));
  symlinkSync('/etc/passwd', join(to, 'data.jsonl'));
  await expect(checkBackup(to)).rejects.toMatchObject({ code: 'STORE_NOT_A_FILE' });
});

function swap(name: string, from: string | RegExp, by: string): void {
  const path = join(to, name);
  const before = readFileSync(path, 'utf8');
  const after = before.replace(from, by);
  expect(after).not.toBe(before);
  writeFileSync(path, after);
}
