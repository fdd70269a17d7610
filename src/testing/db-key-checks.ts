import assert from 'node:assert/strict';
import type { Code } from '../base/index.ts';
import type { Db } from '../store/index.ts';
import { type Check, contents, failsWith } from './db-check.ts';

export const keyChecks: Record<string, Check> = {
  'any Unicode text is a key': async (db, reopened) => {
    await keepsApart(db, reopened, [
      'ключ',
      '鍵',
      '\u{1F511}',
      'a b',
      'tab\t',
      'line\n',
      '\0',
      '\u202E',
      '\uFEFF',
    ]);
  },
  'keys that differ in case are different keys': async (db, reopened) => {
    await keepsApart(db, reopened, ['Foo', 'foo', 'FOO', 'É', 'é', 'ß', 'SS', 'ss', 'İ', 'i', 'ı', 'I']);
  },
  'keys that differ in their Unicode form are different keys': async (db, reopened) => {
    await keepsApart(db, reopened, ['\u00E9', 'e\u0301', '\uFB01', 'fi', '\u212B', '\u00C5', 'A\u030A']);
  },
  'keys that look like numbers are keys': async (db, reopened) => {
    await keepsApart(db, reopened, [
      ...Array.from({ length: 100 }, (_, i) => `${i}`),
      '00',
      '-1',
      '1.0',
      '1e3',
      '٣',
    ]);
  },
  'keys that look like paths and file names are keys': async (db, reopened) => {
    const paths = [
      '.',
      '..',
      '/',
      '../up',
      'a/b',
      'a\\b',
      '~',
      'c:',
      '.git',
      'a.',
      'a.b',
      '*',
      '-rf',
      ' ',
      '%41',
      '%',
    ];
    await keepsApart(db, reopened, [...paths, 'con', 'CON', 'nul.txt', 'com1', 'lpt9.a.b', 'A']);
  },
  'keys of up to 1,024 bytes are keys': async (db, reopened) => {
    const face = '\u{1F600}'.repeat(250);
    const long = ['a'.repeat(1024), `${'a'.repeat(1023)}b`, 'A'.repeat(1024), '\u{1F600}'.repeat(256)];
    await keepsApart(db, reopened, [
      ...long,
      face,
      `${face}x`,
      'a'.repeat(200),
      'a'.repeat(201),
      '/'.repeat(67),
    ]);
  },
  'longer keys are refused': async db => {
    for (const key of ['a'.repeat(1025), 'é'.repeat(513), 'a'.repeat(100_000)]) {
      await refusesKey(db, 'STORE_KEY_TOO_LONG', key);
    }
    assert.deepEqual(await db.keys('a'.repeat(1025)), []);
  },
  'the empty key, a lone surrogate and a key that is not text are refused': async db => {
    for (const key of ['', '\uD83D', 'a\uDE00b', 7 as unknown as string, undefined as unknown as string]) {
      await refusesKey(db, 'STORE_BAD_KEY', key);
    }
    await failsWith('STORE_BAD_KEY', () => db.keys('\uD83D'));
  },
};

export const listingChecks: Record<string, Check> = {
  'keys are listed by prefix': async db => {
    for (const key of ['ab', 'b', 'aa', 'A', 'a', 'é', 'e\u0301']) await db.set(key, key);
    assert.deepEqual(await db.keys('a'), ['a', 'aa', 'ab']);
    assert.deepEqual(await db.keys('e'), ['e\u0301']);
    assert.deepEqual(await db.keys('aab'), []);
  },
  'keys are sorted by code point': async db => {
    const sorted = [
      '0',
      '10',
      '2',
      'A',
      'Z',
      'a',
      'a\0',
      'aa',
      'z',
      'é',
      '\uE000',
      '\uFF5E',
      '\u{10000}',
      '\u{1F600}',
    ];
    for (const key of sorted.toReversed()) await db.set(key, '');
    assert.deepEqual(await db.keys(), sorted);
    assert.deepEqual(await db.keys(''), sorted);
  },
  'long keys are listed whole and in order': async db => {
    const long = ['b'.repeat(900), 'a'.repeat(1024), 'a'.repeat(250)];
    for (const key of long) await db.set(key, 'x');
    assert.deepEqual(await db.keys(), [long[2], long[1], long[0]]);
    assert.deepEqual(await db.keys('a'.repeat(251)), [long[1]]);
  },
  'entries are the keys with their texts': async db => {
    await db.set('b', '2');
    await db.set('a', '');
    await db.set('c', '3');
    await db.set('bb', '22');
    assert.deepEqual(await contents(db), [
      ['a', ''],
      ['b', '2'],
      ['bb', '22'],
      ['c', '3'],
    ]);
    assert.deepEqual(await contents(db, 'b'), [
      ['b', '2'],
      ['bb', '22'],
    ]);
    assert.deepEqual(await contents(db, 'x'), []);
  },
  'entries skip keys that were deleted since the listing': async db => {
    for (const key of ['a', 'b', 'c']) await db.set(key, key);
    const seen: string[] = [];
    for await (const [key] of db.entries()) {
      seen.push(key);
      await db.delete('b');
    }
    assert.deepEqual(seen, ['a', 'c']);
  },
  'entries name the value that is not text': async db => {
    await db.set('bytes', Uint8Array.of(0xff));
    await failsWith('STORE_BAD_VALUE', () => contents(db));
  },
};

export const removalChecks: Record<string, Check> = {
  'delete says whether the key was there': async db => {
    const long = 'k'.repeat(1000);
    for (const key of ['key', long]) {
      assert.equal(await db.delete(key), false);
      await db.set(key, '');
      assert.equal(await db.delete(key), true);
      assert.equal(await db.delete(key), false);
      assert.equal(await db.get(key), undefined);
    }
    assert.deepEqual(await db.keys(), []);
  },
  'delete takes no other key with it': async (db, reopened) => {
    for (const key of ['a', 'A', 'ab', 'a/b']) await db.set(key, key);
    await db.delete('a');
    assert.deepEqual(await (await reopened()).keys(), ['A', 'a/b', 'ab']);
  },
  'a deleted key can be set again': async db => {
    await db.set('key', 'one');
    await db.delete('key');
    await db.set('key', 'two');
    assert.equal(await db.get('key'), 'two');
  },
  'clear removes every key and the database can be used again': async (db, reopened) => {
    for (const key of ['a', 'B', '.', 'l'.repeat(1000)]) await db.set(key, 'x');
    await db.clear();
    assert.deepEqual(await db.keys(), []);
    await db.set('new', 'y');
    assert.deepEqual(await contents(await reopened()), [['new', 'y']]);
    await db.clear();
  },
  'clear and destroy of an empty database do nothing': async db => {
    await db.clear();
    await db.destroy();
    await db.destroy();
    assert.deepEqual(await db.keys(), []);
  },
  'destroy removes all, and a later set starts over': async (db, reopened) => {
    for (const key of ['a', 'B', 'l'.repeat(1000)]) await db.set(key, 'x');
    await db.destroy();
    assert.equal(await db.get('a'), undefined);
    assert.deepEqual(await db.keys(), []);
    await db.set('new', 'y');
    assert.deepEqual(await contents(await reopened()), [['new', 'y']]);
  },
};

/** Each key gets a value of its own, and keeps it. */
async function keepsApart(db: Db, reopened: () => Promise<Db>, names: string[]): Promise<void> {
  for (const [i, key] of names.entries()) await db.set(key, `${i}`);
  const again = await reopened();
  for (const [i, key] of names.entries())
    assert.equal(await again.get(key), `${i}`, `key ${JSON.stringify(key)}`);
  assert.deepEqual(new Set(await again.keys()), new Set(names));
  assert.equal((await again.keys()).length, names.length);
}

/** Every method refuses the key, and nothing is stored. */
async function refusesKey(db: Db, code: Code, key: string): Promise<void> {
  const calls = [
    () => db.get(key),
    () => db.getBytes(key),
    () => db.getOr(key, ''),
    () => db.getJson(key),
    () => db.set(key, ''),
    () => db.setJson(key, 1),
    () => db.has(key),
    () => db.delete(key),
  ];
  for (const call of calls) await failsWith(code, call);
  assert.deepEqual(await db.keys(), []);
}
