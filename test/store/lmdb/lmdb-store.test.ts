import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FileStore, LmdbStore } from '../../../src/store/index.ts';
import { loadLmdb } from '../../../src/store/lmdb/lmdb-environment.ts';
import { dbSuite } from '../../../src/testing/index.ts';
import { playAgainstMap, playAtOnce, steps } from '../model.ts';

const root = join(import.meta.dirname, '../../..');
/** The store for processes of their own; it lies in the project, because there it finds `lmdb`. */
let bundle: string;
let folder: string;
let count = 0;
let directory: string;
let db: LmdbStore;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hero-lmdb-'));
  mkdirSync(join(root, 'node_modules/.cache'), { recursive: true });
  bundle = await mkdtemp(join(root, 'node_modules/.cache/lmdb-'));
  await build({
    entryPoints: [join(root, 'src/store/index.ts')],
    outfile: join(bundle, 'store.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['lmdb'],
  });
});
afterAll(async () => {
  for (const each of [folder, bundle]) await rm(each, { recursive: true, force: true, maxRetries: 5 });
});
afterEach(() => db.close());
beforeEach(() => {
  directory = freshDirectory();
  db = new LmdbStore(directory);
});

function freshDirectory(): string {
  return join(folder, `${count++}`, 'db');
}

const code = (of: string) => expect.objectContaining({ code: of });

describe('the contract', () => {
  const open = async () => {
    const place = freshDirectory();
    const db = new LmdbStore(place);
    return { db, reopen: async () => new LmdbStore(place), close: () => db.close() };
  };
  for (const { name, run } of dbSuite(open)) test(name, run);
});

test('behaves like a Map, also when opened again', async () => {
  const play = fc.asyncProperty(steps, sequence => {
    const place = freshDirectory();
    return playAgainstMap(() => new LmdbStore(place), sequence);
  });
  await fc.assert(play, { numRuns: 20 });
});

test('writes without an await are done in the order of the calls', async () => {
  const play = fc.asyncProperty(steps, sequence => {
    const place = freshDirectory();
    return playAtOnce(() => new LmdbStore(place), sequence);
  });
  await fc.assert(play, { numRuns: 20 });
});

test('looking makes nothing, and files are of their owner only', async () => {
  expect(await db.get('a')).toBeUndefined();
  expect(await db.keys()).toEqual([]);
  expect(await db.check()).toEqual([]);
  expect(await db.repair()).toEqual([]);
  expect(existsSync(directory)).toBe(false);
  await db.set('a', '1');
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  for (const name of ['data.mdb', 'lock.mdb'])
    expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
  await db.destroy();
  expect(existsSync(directory)).toBe(false);
});

test('keys may have 1,024 bytes, and values be larger than the first file', async () => {
  const key = 'é'.repeat(512);
  const value = 'v'.repeat(8 * 2 ** 20);
  await db.batch([
    { kind: 'set', key, value },
    { kind: 'set', key: '\0', value: '' },
  ]);
  await db.close();
  const again = new LmdbStore(directory);
  expect(await again.get(key)).toBe(value);
  expect(await again.keys()).toEqual(['\0', key]);
  expect(await again.stats()).toEqual({ driver: 'lmdb', keys: 2, bytes: 8 * 2 ** 20 });
});

test('a ttl ends a key, and a later set takes the limit away', async () => {
  await db.set('short', '1', { ttl: 0.05 });
  await db.set('kept', '1', { ttl: 0.05 });
  await db.set('kept', '2');
  await db.set('long', '1', { ttl: 1000 });
  expect(await db.expiry('long')).toBeGreaterThan(Date.now() / 1000);
  expect(await db.expiry('kept')).toBeUndefined();
  await expect.poll(() => db.get('short')).toBeUndefined();
  expect(await db.keys()).toEqual(['kept', 'long']);
  expect(await db.delete('short')).toBe(false);
});

test('a batch that fails leaves nothing', async () => {
  await db.set('a', '1');
  const bad = [
    { kind: 'set', key: 'a', value: '2' },
    { kind: 'set', key: '', value: '' },
  ] as const;
  await expect(db.batch(bad)).rejects.toEqual(code('STORE_BAD_KEY'));
  expect(await db.get('a')).toBe('1');
});

test('a watcher hears of changes', async () => {
  const ending = new AbortController();
  const changes = db.watch('', { signal: ending.signal })[Symbol.asyncIterator]();
  const next = changes.next();
  await new Promise(resolve => setTimeout(resolve, 50));
  await new LmdbStore(directory).set('a', '1');
  expect((await next).value).toEqual({ kind: 'set', key: 'a' });
  ending.abort();
});

test('two stores of one directory are one, also when the one is closed or the database removed', async () => {
  const other = new LmdbStore(directory);
  await Promise.all([db.set('a', '1'), other.set('b', '2'), db.close(), other.get('a'), db.set('c', '3')]);
  expect(await other.keys()).toEqual(['a', 'b', 'c']);
  await db.destroy();
  expect(await other.keys()).toEqual([]);
  await other.set('d', '4');
  expect(await db.keys()).toEqual(['d']);
});

test('may be closed at any time', async () => {
  const other = new LmdbStore(directory);
  for (let round = 0; round < 40; round++) {
    const reads = [db.get('n'), other.keys(), db.get('n'), other.stats()];
    await Promise.all([
      ...reads,
      db.set('n', `${round}`),
      other.close(),
      db.get('n'),
      db.close(),
      other.get('n'),
    ]);
    expect(await db.get('n')).toBe(`${round}`);
  }
});

test('a database that another process removed and made again is seen', async () => {
  await db.set('a', 'old');
  const program = `await new LmdbStore(place).destroy(); await new LmdbStore(place).set('b', 'new');`;
  await run(program);
  expect(await db.keys()).toEqual(['b']);
  await db.set('c', '1');
  await run(`if ((await new LmdbStore(place).get('c')) !== '1') process.exit(9)`);
});

test('eight processes add fifty times each, and nothing is lost', { timeout: 60_000 }, async () => {
  const program = `const db = new LmdbStore(place);
for (let i = 0; i < 50; i++) await db.update('n', async value => {
  await new Promise(resolve => setImmediate(resolve));
  return String(Number(value ?? 0) + 1);
});
await db.set('of ' + process.pid, 'x'.repeat(200_000));`;
  await Promise.all(Array.from({ length: 8 }, () => run(program)));
  expect(await db.get('n')).toBe('400');
  expect((await db.keys('of ')).length).toBe(8);
});

test('what another process wrote lasts when that is killed', async () => {
  await run(`await new LmdbStore(place).set('a', '1'); process.kill(process.pid, 'SIGKILL')`, 'SIGKILL');
  expect(await db.get('a')).toBe('1');
  await db.set('a', '2');
});

test('a file that is no LMDB file is refused, and a store of the other driver', async () => {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'data.mdb'), 'garbage '.repeat(4000));
  await expect(db.get('a')).rejects.toEqual(code('STORE_BAD_FORMAT'));
  await expect(db.set('a', '1')).rejects.toEqual(code('STORE_BAD_FORMAT'));
  const files = freshDirectory();
  await new FileStore(files).set('a', '1');
  await expect(new LmdbStore(files).set('a', '1')).rejects.toEqual(code('STORE_BAD_FORMAT'));
  await expect(new LmdbStore(files).get('a')).rejects.toEqual(code('STORE_BAD_FORMAT'));
  expect(readdirSync(files).sort()).toEqual(['.gitattributes', '.store', 'a']);
  const lmdb = freshDirectory();
  await new LmdbStore(lmdb).set('a', '1');
  await expect(new FileStore(lmdb).get('a')).rejects.toEqual(code('STORE_BAD_FORMAT'));
});

test('without the package it says how to get it', async () => {
  const missing = loadLmdb(() => import('./no-such-package.ts' as string));
  await expect(missing).rejects.toMatchObject({
    code: 'STORE_NO_DRIVER',
    hint: 'install it with `npm install lmdb`',
  });
});

/** Runs a program in a process of its own. */
async function run(program: string, signal: NodeJS.Signals | null = null): Promise<void> {
  const text = `const { LmdbStore } = await import(${JSON.stringify(join(bundle, 'store.mjs'))});
const place = ${JSON.stringify(directory)};
${program}`;
  const args = ['--input-type=module', '-e', text];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  expect(await once(child, 'exit')).toEqual(signal ? [null, signal] : [0, null]);
}
