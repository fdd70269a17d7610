import { expect, test } from 'vitest';
import { MemoryStore } from '../../../src/store/index.ts';

test('messages name the key and say what to do', async () => {
  const db = new MemoryStore();
  await db.set('settings', '{"a":');
  await expect(db.getJson('settings')).rejects.toMatchObject({
    code: 'STORE_BAD_JSON',
    message: 'the value of `settings` is not JSON, it begins with `{"a":`',
    hint: 'mend the value or read it with get',
    cause: expect.any(SyntaxError),
  });
  await db.set('bytes', Uint8Array.of(0xff));
  await expect(db.get('bytes')).rejects.toMatchObject({
    code: 'STORE_BAD_VALUE',
    message: 'the value of `bytes` is not UTF-8 text',
    hint: 'read it with getBytes',
  });
  await expect(db.setJson('key', undefined)).rejects.toMatchObject({
    code: 'STORE_BAD_VALUE',
    message: 'the value of `key` is undefined, which JSON has no form for',
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
