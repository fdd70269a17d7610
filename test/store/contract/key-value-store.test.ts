import { expect, test } from 'vitest';
import { MemoryStore } from '../../../src/store/index.ts';

test('an error about a value has a code and a hint, and names the key', async () => {
  const db = new MemoryStore();
  await db.set('settings', '{"a":');
  await expect(db.getJson('settings')).rejects.toMatchObject({
    code: 'STORE_BAD_JSON',
    message: expect.stringContaining('`settings`'),
    hint: expect.any(String),
    cause: expect.any(SyntaxError),
  });
  await db.set('bytes', Uint8Array.of(0xff));
  await expect(db.get('bytes')).rejects.toMatchObject({
    code: 'STORE_BAD_VALUE',
    message: expect.stringContaining('`bytes`'),
    hint: expect.any(String),
  });
  await expect(db.setJson('key', undefined)).rejects.toMatchObject({
    code: 'STORE_BAD_VALUE',
    message: expect.stringContaining('`key`'),
  });
  await expect(db.setJson('key', 1n)).rejects.toMatchObject({
    code: 'STORE_BAD_VALUE',
    cause: expect.any(TypeError),
  });
});

test('values over 1 GiB are refused before they are copied', async () => {
  const db = new MemoryStore();
  await expect(db.set('key', new Uint8Array(2 ** 30 + 1))).rejects.toMatchObject({ code: 'STORE_TOO_LARGE' });
  expect(await db.has('key')).toBe(false);
});

test('a key that would disturb a terminal is made visible', async () => {
  await expect(new MemoryStore().set('\u001b[2J', '\uD800')).rejects.toThrow('`\\u{1B}[2J`');
});
