import { describe, expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { p } from '../../../src/index.ts';
import type { StandardTyped } from '../../../src/store/contract/standard-typed.ts';
import { MemoryStore } from '../../../src/store/index.ts';

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

describe('a schema that makes something else of values', () => {
  const when = new Date('2026-01-02T03:04:05.000Z');

  test.each([
    ['an int', p.int().max(99), '42', 42, '"42"\n'],
    ['a duration', p.duration(), '1h30m', 5400, '"1h30m"\n'],
    ['a list', p.list(), "a, 'b c'", ['a', 'b c'], '"a, \'b c\'"\n'],
    ['a date', z.coerce.date(), '2026-01-02T03:04:05Z', when, `"${when.toISOString()}"\n`],
    ['a large number', z.coerce.bigint(), '12345678901234567890', 12345678901234567890n, undefined],
    ['a default', z.object({ port: z.number().default(80) }), {}, { port: 80 }, '{\n  "port": 80\n}\n'],
    ['more at every turn', z.string().transform(text => `${text}!`), 'a', 'a!', '"a"\n'],
    ['less', z.object({ a: z.string() }), { a: 'x', rest: 1 }, { a: 'x' }, '{\n  "a": "x"\n}\n'],
    ['an optional member', z.object({ a: z.string().optional() }), { a: undefined }, {}, '{}\n'],
  ])('%s is read as what it makes', async (_, schema, given, made, text) => {
    const db = new MemoryStore();
    const values = db.typed(schema as StandardTyped<unknown>);
    await values.set('a', given);
    expect(await values.get('a')).toEqual(made);
    if (text !== undefined) expect(await db.get('a')).toBe(text);
    expect(await values.update('b', () => given)).toEqual(made);
    expect(await values.get('b')).toEqual(made);
  });

  test.each([
    ['a map', z.map(z.string(), z.number()), new Map()],
    ['a map of any kind', z.any(), new Map([['a', 1]])],
    ['no number', z.any(), { x: Number.NaN }],
    ['a date that may be a text', z.union([z.date(), z.string()]), when],
    [
      'an infinite number',
      z.number().or(z.literal(Number.POSITIVE_INFINITY)).nullable(),
      Number.POSITIVE_INFINITY,
    ],
    ['bytes', z.any(), new Uint8Array(2)],
    ['a hole in a list', z.array(z.any()), [undefined]],
  ])('what JSON would lose is refused: %s', async (_, schema, value) => {
    const db = new MemoryStore();
    await expect(db.typed(schema as StandardTyped<unknown>).set('a', value)).rejects.toMatchObject({
      code: 'STORE_BAD_VALUE',
      message: expect.stringContaining('`a` in `memory`'),
    });
    expect(await db.keys()).toEqual([]);
  });

  test('an input that the schema maps to undefined is refused', async () => {
    const nothing = z.string().transform(() => undefined);
    await expect(new MemoryStore().typed(nothing).set('a', 'x')).rejects.toMatchObject({
      message: 'the value of `a` in `memory` is nothing',
    });
  });

  test('types say what goes in and what comes out', () => {
    const db = new MemoryStore();
    const lengths = db.typed(z.string().transform(text => text.length));
    expectTypeOf(lengths.get).returns.resolves.toEqualTypeOf<number | undefined>();
    expectTypeOf(lengths.set).parameter(1).toEqualTypeOf<string>();
    expectTypeOf(db.typed(p.int()).get).returns.resolves.toEqualTypeOf<number | undefined>();
  });
});
