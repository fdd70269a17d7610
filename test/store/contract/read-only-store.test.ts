import { beforeEach, expect, test } from 'vitest';
import { HeroError } from '../../../src/base/index.ts';
import { type Db, MemoryStore, ReadOnlyStore } from '../../../src/store/index.ts';

let inner: MemoryStore;
let db: Db;

beforeEach(async () => {
  inner = new MemoryStore('inner');
  await inner.set('key', 'value', { ttl: 1000 });
  db = new ReadOnlyStore(inner, () => new HeroError('STORE_FAILED', 'read only'));
});

test('every read of a read-only store is that of the store inside', async () => {
  expect([db.name, await db.get('key'), await db.keys(), await db.has('no')]).toEqual([
    'inner',
    'value',
    ['key'],
    false,
  ]);
  expect([await db.expiry('key'), await db.stats()]).toEqual([
    await inner.expiry('key'),
    await inner.stats(),
  ]);
  expect([await db.check(), db.keyRingPath()]).toEqual([[], undefined]);
  expect(await db.hold(() => db.get('key'))).toBe('value');
  await expect(db.history('key')).rejects.toMatchObject({ code: 'STORE_NO_HISTORY' });
});

test.each<[string, () => Promise<unknown>]>([
  ['set', () => db.set('key', 'new')],
  ['setJson', () => db.setJson('key', 1)],
  ['setIf', () => db.setIf('key', 'new', undefined)],
  ['update', () => db.update('key', () => 'new')],
  ['delete', () => db.delete('key')],
  ['batch', () => db.batch([{ kind: 'delete', key: 'key' }])],
  ['import', () => db.import(['{"key":"key","value":"new"}'])],
  ['clear', () => db.clear()],
  ['repair', () => db.repair()],
  ['destroy', () => db.destroy()],
])('%s of a read-only store is refused with the error of its maker', async (_, write) => {
  await expect(write()).rejects.toMatchObject({ code: 'STORE_FAILED', message: 'read only' });
  expect(await inner.get('key')).toBe('value');
});
