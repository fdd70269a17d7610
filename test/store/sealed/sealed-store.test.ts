import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isHeroError } from '../../../src/base/index.ts';
import { FileStore, MemoryStore, SealedStore } from '../../../src/store/index.ts';
import { openValue, sealValue } from '../../../src/store/sealed/sealer.ts';
import { dbSuite } from '../../../src/testing/index.ts';
import { sharedJson } from '../../support/shared.ts';
import { memoryKeys, traces } from '../seal-keys.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heroplay-sealed-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const secret = 'correct-horse-battery';

/** Exports as other stores do, which is what the contract tells. */
class Revealing extends SealedStore {
  override export(prefix?: string) {
    return super.export(prefix, { reveal: true });
  }
}

describe('the contract of Db', () => {
  for (const { name, run } of dbSuite(async () => ({ db: new Revealing(new MemoryStore(), memoryKeys()) })))
    test(`sealed in memory: ${name}`, run);

  const open = async () => {
    const keys = memoryKeys();
    const path = join(folder, 'db');
    const db = new Revealing(new FileStore(path), keys);
    return { db, reopen: async () => new Revealing(new FileStore(path), keys), close: () => db.close() };
  };
  for (const { name, run } of dbSuite(open)) test(`sealed in files: ${name}`, run);
});

function sealedFiles() {
  const keys = memoryKeys();
  const db = new SealedStore(new FileStore(join(folder, 'db')), keys);
  const path = (key: string) => join(folder, 'db', key);
  return { keys, db, path };
}

async function collect(lines: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = [];
  for await (const line of lines) found.push(line);
  return found;
}

async function failure(promise: Promise<unknown>): Promise<Error & { code: string }> {
  const error = await promise.then(
    () => undefined,
    thrown => thrown,
  );
  if (!isHeroError(error)) throw new Error(`expected a HeroError, found ${inspect(error)}`);
  return error;
}

describe('what is kept', () => {
  test('one line of text, and nothing of the value', async () => {
    const { db, path, keys } = sealedFiles();
    await db.set('token', secret);
    const text = readFileSync(path('token'), 'utf8');
    expect(text).toMatch(new RegExp(`^heroplay:v1:${keys.key.id}:[\\w-]{66}\n$`));
    for (const trace of traces(secret)) expect(text).not.toContain(trace);
  });

  test('an equal value keeps its bytes, another one does not', async () => {
    const { db, path } = sealedFiles();
    await db.set('token', secret);
    const before = readFileSync(path('token'));
    await db.set('token', secret);
    await db.batch([{ kind: 'set', key: 'token', value: secret }]);
    expect(readFileSync(path('token')).equals(before)).toBe(true);
    await db.set('token', `${secret}!`);
    expect(readFileSync(path('token')).equals(before)).toBe(false);
  });

  test('earlier values are sealed, too, and can be read', async () => {
    const db = new SealedStore(new FileStore(join(folder, 'db'), { history: 5 }), memoryKeys());
    for (const value of ['first', secret, 'third']) await db.set('token', value);
    expect((await db.history('token')).map(({ value }) => value)).toEqual([secret, 'first']);
    expect((await db.history('token', 1)).map(({ value }) => value)).toEqual([secret]);
    const kept = readdirSync(join(folder, 'db'), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    expect(kept.join('')).not.toContain(secret);
  });

  test('export gives sealed lines, which the same database takes back', async () => {
    const { db } = sealedFiles();
    await db.set('token', secret);
    const lines = await collect(db.export());
    expect(lines.join()).not.toContain(secret);
    await db.clear();
    expect(await db.import(lines)).toBe(1);
    expect(await db.get('token')).toBe(secret);
    expect(await collect(db.export('', { reveal: true }))).toEqual([
      JSON.stringify({ key: 'token', value: secret }),
    ]);
    const other = new SealedStore(new MemoryStore('db'), memoryKeys());
    expect((await failure(other.import(lines))).code).toBe('STORE_SEALED_BROKEN');
  });
});

describe('a changed value', () => {
  const vectors = sharedJson<{ id: string }>('hostile.json').filter(({ id }) => id === 'K06');

  test('K06 is told there', () => {
    expect(vectors.length).toBe(sharedJson('hostile.json').length > 0 ? 1 : 0);
  });

  test('K06: every changed bit and every cut is STORE_SEALED_BROKEN; other keys can be read, nothing goes', async () => {
    const { db, path } = sealedFiles();
    await db.set('token', 'ada');
    await db.set('other', 'fine');
    const sound = readFileSync(path('token'));
    const changed: Buffer[] = [];
    for (let at = 0; at < sound.length; at++) {
      changed.push(sound.subarray(0, at));
      for (let bit = 0; bit < 8; bit++) {
        const copy = Buffer.from(sound);
        copy.writeUInt8(copy.readUInt8(at) ^ (1 << bit), at);
        changed.push(copy);
      }
    }
    for (const bytes of changed) {
      writeFileSync(path('token'), bytes);
      const error = await failure(db.get('token'));
      expect(error.code).toBe('STORE_SEALED_BROKEN');
      expect(error.message).toContain('token');
      expect(readFileSync(path('token')).equals(bytes)).toBe(true);
    }
    expect(await db.get('other')).toBe('fine');
    expect(await db.check()).toEqual([{ what: expect.any(String), key: 'token' }]);
    await db.set('token', 'mended');
    expect(await db.get('token')).toBe('mended');
  });

  test('moved to another key, to another database, or read with another key', async () => {
    const { db, path, keys } = sealedFiles();
    await db.set('a', secret);
    await db.set('b', 'another');
    writeFileSync(path('b'), readFileSync(path('a')));
    expect((await failure(db.get('b'))).code).toBe('STORE_SEALED_BROKEN');
    const renamed = new SealedStore(new FileStore(join(folder, 'db'), { name: 'renamed' }), keys);
    expect((await failure(renamed.get('a'))).code).toBe('STORE_SEALED_BROKEN');
    const strange = new SealedStore(new FileStore(join(folder, 'db')), memoryKeys());
    expect((await failure(strange.get('a'))).code).toBe('STORE_SEALED_BROKEN');
    const imposter = memoryKeys();
    const forged = { ...imposter, find: async (id: string) => ({ id, bytes: imposter.key.bytes }) };
    const same = new SealedStore(new FileStore(join(folder, 'db')), forged);
    expect((await failure(same.get('a'))).code).toBe('STORE_SEALED_BROKEN');
  });

  test('a tag of four bytes is none', async () => {
    const { db, path, keys } = sealedFiles();
    await db.set('a', secret);
    const [head, body = ''] = readFileSync(path('a'), 'utf8').split(/:(?=[^:]+$)/);
    const cut = Buffer.from(body.trim(), 'base64url').subarray(0, -12).toString('base64url');
    writeFileSync(path('a'), `${head}:${cut}\n`);
    expect((await failure(db.get('a'))).code).toBe('STORE_SEALED_BROKEN');
    expect(await keys.find(keys.key.id)).toBe(keys.key);
  });
});

describe('the sealer', () => {
  const { key } = memoryKeys();
  const place = { database: 'db', key: 'k' };

  test('opens what it sealed, and only there', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string({ minLength: 1 }), (value, name) => {
        const there = { database: 'db', key: name };
        const sealed = sealValue(value, key, there);
        expect(openValue(sealed, key, there)).toEqual(value);
        expect(openValue(sealed, key, { ...there, key: `${name}x` })).toBeUndefined();
        expect(openValue(sealed, { ...memoryKeys().key, id: key.id }, there)).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  test('begins every one of 10,000 values differently', () => {
    const value = Buffer.from('same');
    const nonces = new Set<string>();
    for (let count = 0; count < 10_000; count++)
      nonces.add(
        Buffer.from(sealValue(value, key, place))
          .toString()
          .split(':')[3]
          ?.slice(0, 16) ?? '',
      );
    expect(nonces.size).toBe(10_000);
  });
});

describe('errors tell nothing of a value', () => {
  test.each<[string, (db: SealedStore) => Promise<unknown>]>([
    ['getJson', db => db.getJson('token')],
    ['typed', db => db.typed(refusing).get('token')],
    ['typed JSON', db => db.set('token', `"${secret}"`).then(() => db.typed(refusing).get('token'))],
  ])('%s', async (_, call) => {
    const db = new SealedStore(new MemoryStore(), memoryKeys());
    await db.set('token', secret);
    const told = inspect(await failure(call(db)), { depth: 10 });
    for (const trace of traces(secret)) expect(told).not.toContain(trace);
  });

  const refusing = {
    '~standard': {
      validate: (value: unknown) => ({ issues: [{ message: `did not expect ${String(value)}` }] }),
    },
  };
});
