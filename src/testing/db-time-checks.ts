import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../store/index.ts';
import { type Check, contents, failsWith } from './db-check.ts';

/** How often to check for an expected state, and how long to wait between checks, in milliseconds. */
const looks = 1000;
const pauseMs = 5;

export const ttlChecks: Record<string, Check> = {
  'a value ends with its ttl': async (db, reopened) => {
    await db.set('short', 'value', { ttl: 0.05 });
    await db.set('long', 'value', { ttl: 1000 });
    await db.setJson('json', 1, { ttl: 0.05 });
    await db.batch([{ kind: 'set', key: 'batch', value: '', ttl: 0.05 }]);
    await db.setIf('if', '', undefined, { ttl: 0.05 });
    assert.equal(await db.get('long'), 'value');
    const again = await reopened();
    await until(async () => (await again.keys()).length === 1);
    assert.deepEqual(await contents(again), [['long', 'value']]);
    assert.deepEqual([await again.has('short'), await again.revision('short')], [false, undefined]);
    assert.equal(await again.delete('short'), false);
    assert.equal((await again.stats()).keys, 1);
  },
  'a later write without a ttl takes it away': async db => {
    const writes = [
      (key: string) => db.set(key, 'new'),
      (key: string) => db.update(key, () => 'new'),
      (key: string) => db.batch([{ kind: 'set', key, value: 'new' }]),
    ];
    for (const [i, write] of writes.entries()) {
      const key = `key ${i}`;
      await db.set(key, 'old', { ttl: 0.2 });
      await write(key);
    }
    await db.set('gone', '', { ttl: 0.2 });
    await until(async () => !(await db.has('gone')));
    assert.deepEqual(
      await contents(db),
      writes.map((_, i) => [`key ${i}`, 'new']),
    );
  },
  'a key that ended can be made again': async db => {
    await db.set('key', 'old', { ttl: 0.01 });
    await until(async () => !(await db.has('key')));
    assert.equal(await db.update('key', text => `${text}`), 'undefined');
    await db.set('key', 'old', { ttl: 0.01 });
    await until(async () => !(await db.has('key')));
    assert.equal(await db.setIf('key', 'new', undefined), true);
    assert.equal(await db.get('key'), 'new');
  },
  'expiry is the end of a key, and undefined for a key that has no limit or is missing': async (
    db,
    reopened,
  ) => {
    const long = 'l'.repeat(1000);
    await db.set('short', 'value', { ttl: 0.2 });
    await db.set('lasting', 'value');
    await db.set('long', 'value', { ttl: 1000 });
    await db.batch([{ kind: 'set', key: long, value: '', ttl: 2000 }]);
    const again = await reopened();
    assert.deepEqual([await again.expiry('lasting'), await again.expiry('never')], [undefined, undefined]);
    const [first = 0, second = 0] = [await again.expiry('long'), await again.expiry(long)];
    // Seconds since the epoch: of this century, and as far apart as the limits.
    assertBetween(first, 1.7e9, 5e9);
    assertBetween(second - first, 990, 1010);
    await until(async () => !(await again.has('short')));
    assert.equal(await again.expiry('short'), undefined);
    await again.set('long', 'new');
    await again.delete(long);
    assert.deepEqual([await again.expiry('long'), await again.expiry(long)], [undefined, undefined]);
    await failsWith('STORE_BAD_KEY', () => again.expiry(''));
  },
  'a ttl is a number of seconds above 0': async db => {
    for (const ttl of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, '1' as unknown as number])
      await failsWith('STORE_BAD_VALUE', () => db.set('key', 'value', { ttl }));
    assert.equal(await db.has('key'), false);
  },
};

export const watchChecks: Record<string, Check> = {
  'watch reports sets and deletes under its prefix': async db => {
    await db.set('a/old', 'x');
    const heard = await listen(db, 'a/');
    await db.set('a/new', '1');
    await heard.until('set a/new');
    await db.set('a/old', 'y');
    await heard.until('set a/old');
    await db.set('b/other', 'x');
    await db.delete('a/new');
    await heard.until('delete a/new');
    await db.clear();
    await heard.until('delete a/old');
    const lines = await heard.end();
    assert.deepEqual(lines, ['set a/new', 'set a/old', 'delete a/new', 'delete a/old']);
  },
  'watch reports changes through another instance of the database': async (db, reopened) => {
    const other = await reopened();
    const heard = await listen(db, '');
    await other.set('key', 'value');
    await heard.until('set key');
    await other.batch([
      { kind: 'delete', key: 'key' },
      { kind: 'set', key: 'k'.repeat(1000), value: '' },
    ]);
    await heard.until('delete key', `set ${'k'.repeat(1000)}`);
    await heard.end();
  },
  'watch ends with its signal, and may be left': async db => {
    const stop = new AbortController();
    const changes = db.watch('', { signal: stop.signal })[Symbol.asyncIterator]();
    const next = changes.next();
    stop.abort();
    assert.deepEqual(await next, { done: true, value: undefined });
    const over = db.watch('', { signal: AbortSignal.abort() })[Symbol.asyncIterator]();
    assert.equal((await over.next()).done, true);
    const left = db.watch()[Symbol.asyncIterator]();
    await left.return?.();
    assert.equal((await left.next()).done, true);
    await db.set('key', 'value');
    await failsWith('STORE_BAD_KEY', async () => db.watch('\uD83D'));
  },
};

/** Follows the changes from now on. */
async function listen(db: Db, prefix: string) {
  const stop = new AbortController();
  const lines: string[] = [];
  const follow = async () => {
    for await (const { kind, key } of db.watch(prefix, { signal: stop.signal })) lines.push(`${kind} ${key}`);
  };
  const done = follow();
  // A first change shows that the watch has begun; it must not be part of the first snapshot.
  const probe = `${prefix}probe`;
  const hears = async (...wanted: string[]) => {
    await until(async () => wanted.every(line => lines.includes(line))).catch(error => {
      stop.abort();
      throw error;
    });
  };
  for (let i = 0; i < 200 && !lines.includes(`set ${probe}`); i++) {
    await db.set(probe, `${i}`);
    await sleep(10);
  }
  await db.delete(probe);
  await hears(`delete ${probe}`);
  lines.length = 0;
  return {
    until: hears,
    end: async () => {
      stop.abort();
      await done;
      return lines;
    },
  };
}

function assertBetween(found: number, least: number, most: number): void {
  assert.ok(found >= least && found <= most, `${found} is not in ${least}…${most}`);
}

/** Waits for an expected state. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let look = 0; look < looks; look++) {
    if (await isSo()) return;
    await sleep(pauseMs);
  }
  assert.fail('the expected state was not reached');
}
