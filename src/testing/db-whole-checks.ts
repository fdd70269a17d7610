import assert from 'node:assert/strict';
import type { Db } from '../store/index.ts';
import { type Check, contents, failsWith, sha256Hex } from './db-check.ts';

const oddKeys = ['a', 'A', '.', '__proto__', 'con', 'é', 'e\u0301', '\u2028"\\\n', 'k'.repeat(1024)];

export const exportChecks: Record<string, Check> = {
  'an export can be imported': async (db, reopened) => {
    for (const key of oddKeys) await db.set(key, `value\r\n of ${key}`);
    await db.set('bytes', Uint8Array.of(0xff, 0, 0x0a));
    await db.set('mark', '\uFEFF');
    await db.set('empty', '');
    const lines = await exported(db);
    const before = await revisions(db);
    assert.equal(lines.length, oddKeys.length + 3);
    for (const line of lines) assert.doesNotMatch(line, /\n/);
    await db.clear();
    assert.equal(await db.import(['', ...lines, ' ']), lines.length);
    assert.deepEqual(await revisions(await reopened()), before);
    assert.deepEqual(await exported(db), lines);
  },
  'a line of an export is JSON of a key and its value': async db => {
    await db.set('b', 'text');
    await db.set('a', Uint8Array.of(0xff));
    await db.set('other', 'x');
    assert.deepEqual(await exported(db), [
      '{"key":"a","base64":"/w=="}',
      '{"key":"b","value":"text"}',
      '{"key":"other","value":"x"}',
    ]);
    assert.deepEqual(await exported(db, 'b'), ['{"key":"b","value":"text"}']);
  },
  'an import replaces keys of the same name, and takes an async iterable': async db => {
    await db.set('key', 'old');
    await db.set('kept', 'value');
    async function* lines() {
      yield '{"key":"key","value":"one"}';
      yield '{"key":"key","value":"two"}';
    }
    assert.equal(await db.import(lines()), 1);
    assert.deepEqual(await contents(db), [
      ['kept', 'value'],
      ['key', 'two'],
    ]);
    assert.equal(await db.import([]), 0);
  },
  'a bad line is named, and nothing is imported': async db => {
    const good = '{"key":"good","value":"x"}';
    const bad = ['{', '[]', 'null', '{"key":"a"}', '{"value":"x"}', '{"key":"a","value":1}'];
    const odd = ['{"key":"","value":"x"}', '{"key":"a","base64":"?"}', '{"key":"a","value":"\\ud83d"}'];
    for (const line of [...bad, ...odd]) {
      const error = await failsWith('STORE_BAD_EXPORT', () => db.import([good, '', line, good]));
      assert.match(error.message, /\b3\b/);
    }
    assert.deepEqual(await db.keys(), []);
  },
};

export const wholeChecks: Record<string, Check> = {
  'stats count keys and bytes': async db => {
    const { driver, ...empty } = await db.stats();
    assert.match(driver, /./);
    assert.deepEqual(empty, { keys: 0, bytes: 0 });
    await db.set('a', '1234');
    await db.set('b'.repeat(1000), '12');
    const { keys, bytes } = await db.stats();
    assert.equal(keys, 2);
    assert.ok(bytes >= 6, `${bytes} bytes`);
  },
  'repair of a sound database mends nothing and changes nothing': async (db, reopened) => {
    assert.deepEqual(await db.repair(), []);
    assert.deepEqual(await db.keys(), []);
    for (const key of oddKeys) await db.set(key, key);
    await db.set('ending', 'x', { ttl: 1000 });
    const before = await revisions(db);
    assert.deepEqual(await db.repair(), []);
    const again = await reopened();
    assert.deepEqual(await revisions(again), before);
    assert.equal((await again.expiry('ending')) === undefined, false);
  },
  'check finds no fault in a database that only the store wrote': async (db, reopened) => {
    assert.deepEqual(await db.check(), []);
    for (const key of oddKeys) await db.set(key, key);
    await db.set('ending', 'x', { ttl: 1000 });
    await db.batch(oddKeys.slice(3).map(key => ({ kind: 'delete', key })));
    await db.update('a', text => `${text}!`);
    assert.deepEqual(await db.check(), []);
    assert.deepEqual(await (await reopened()).check(), []);
  },
};

export const typedChecks: Record<string, Check> = {
  'typed values fit their schema on their way in and out': async (db, reopened) => {
    const counts = db.typed(evenCount);
    assert.equal(await counts.get('a'), undefined);
    await counts.set('a', { count: 2 });
    assert.equal(await db.get('a'), '{\n  "count": 2\n}\n');
    assert.deepEqual(await (await reopened()).typed(evenCount).get('a'), { count: 2 });
    const error = await failsWith('STORE_BAD_VALUE', () => counts.set('a', { count: 3 }));
    assert.match(error.message, /`a`.*does not fit/);
    await db.setJson('odd', { count: 1 });
    await failsWith('STORE_BAD_VALUE', () => counts.get('odd'));
    await db.set('torn', '{"count":');
    await failsWith('STORE_BAD_JSON', () => counts.get('torn'));
    assert.deepEqual(await counts.get('a'), { count: 2 });
    assert.deepEqual(await counts.keys('a'), ['a']);
    assert.deepEqual([await counts.delete('a'), await counts.delete('a')], [true, false]);
  },
  'typed updates lose nothing and store nothing that does not fit': async db => {
    const counts = db.typed(evenCount);
    const add = () => counts.update('a', async value => ({ count: (value?.count ?? 0) + 2 }));
    await Promise.all(Array.from({ length: 10 }, add));
    assert.deepEqual(await counts.get('a'), { count: 20 });
    await failsWith('STORE_BAD_VALUE', () => counts.update('a', () => ({ count: 1 })));
    assert.deepEqual(await counts.get('a'), { count: 20 });
    assert.equal(await counts.update('a', () => undefined), undefined);
    assert.deepEqual(await db.keys(), []);
  },
};

export const historyChecks: Record<string, Check> = {
  'a history lists the earlier values, the latest first': async (db, reopened) => {
    const long = 'l'.repeat(1000);
    for (const key of ['key', long]) {
      assert.deepEqual(await db.history(key), []);
      for (const value of ['one', 'two', 'three']) await db.set(key, value);
      await db.delete(key);
      const again = await reopened();
      const versions = await again.history(key);
      assert.deepEqual(
        versions.map(({ value }) => value),
        ['three', 'two', 'one'],
      );
      assert.equal(versions[0]?.revision, sha256Hex('three'));
      assert.ok((versions[0]?.replaced ?? 0) >= (versions[2]?.replaced ?? 1));
      assert.equal((await again.history(key, 1)).length, 1);
    }
    assert.deepEqual(await db.history('other'), []);
    await failsWith('STORE_BAD_KEY', () => db.history(''));
  },
};

export const noHistoryChecks: Record<string, Check> = {
  'a database without history says so': async db => {
    await db.set('key', 'value');
    await failsWith('STORE_NO_HISTORY', () => db.history('key'));
    await failsWith('STORE_BAD_KEY', () => db.history(''));
  },
};

/** A Standard Schema of numbers that are even. */
const evenCount = {
  '~standard': {
    validate: (value: unknown) => {
      const count = (value as { count?: unknown } | null)?.count;
      if (typeof count === 'number' && count % 2 === 0) return { value: { count } };
      return { issues: [{ message: `${count} is odd` }] };
    },
  },
};

async function exported(db: Db, prefix?: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of db.export(prefix)) lines.push(line);
  return lines;
}

async function revisions(db: Db): Promise<Record<string, string | undefined>> {
  const keys = await db.keys();
  return Object.fromEntries(
    await Promise.all(keys.map(async key => [`=${key}`, await db.revision(key)] as const)),
  );
}
