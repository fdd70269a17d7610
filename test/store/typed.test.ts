import { expect, test } from 'vitest';
import { z } from 'zod';
import { p } from '../../src/index.ts';
import { MemoryStore } from '../../src/store/index.ts';

test('a schema of zod', async () => {
  const db = new MemoryStore();
  const hosts = db.typed(z.object({ name: z.string(), port: z.number().default(80) }));
  await hosts.set('a', { name: 'a', port: 22 });
  await db.setJson('b', { name: 'b' });
  expect(await hosts.get('b')).toEqual({ name: 'b', port: 80 });
  expect(await hosts.update('b', host => host && { ...host, port: 1 })).toEqual({ name: 'b', port: 1 });
  await expect(hosts.set('c', { name: 7 } as never)).rejects.toMatchObject({
    code: 'STORE_BAD_VALUE',
    message: expect.stringContaining('`c` in `memory` does not fit'),
  });
  expect(await hosts.keys()).toEqual(['a', 'b']);
});

// Types of params read texts, so those fit whose values are texts too.
test('a type of a param', async () => {
  const words = new MemoryStore().typed(p.choice('red', 'green'));
  await words.set('a', 'red');
  expect(await words.get('a')).toBe('red');
  expect(await words.update('a', () => 'green')).toBe('green');
  await expect(words.set('a', 'blue' as never)).rejects.toMatchObject({ code: 'STORE_BAD_VALUE' });
  expect(await words.get('a')).toBe('green');
});

test('a schema that lets undefined pass stores no such value', async () => {
  const db = new MemoryStore();
  const texts = db.typed(z.string().optional());
  await expect(texts.set('a', undefined)).rejects.toMatchObject({ code: 'STORE_BAD_VALUE' });
  expect(await db.keys()).toEqual([]);
});
