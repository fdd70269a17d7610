import * as v from 'valibot';
import { describe, expect, expectTypeOf, test, vi } from 'vitest';
import { z } from 'zod';
import { describeParam, ParamType, p, readParam, readShape } from '../../src/action/index.ts';
import { type HeroError, isHeroError, Secret, Source } from '../../src/base/index.ts';
import { type OurTime, Params } from '../../src/params/index.ts';
import { parse } from '../../src/script/index.ts';
import { draw } from '../support/draw.ts';

const environment = { places: { base: '/work', home: '/home/ada' }, now: 1_700_000_000 };

/** The error that a promise is rejected with. */
async function rejected(promise: Promise<unknown>): Promise<HeroError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isHeroError(error)) throw new Error(`expected a HeroError, but got ${String(error)}`);
  return error;
}

function paramsOf(script: string): Params {
  const action = parse(new Source(script, 'a.hero')).actions[0];
  if (!action) throw new Error('the script has no action');
  return Params.fromAction(action);
}

describe('a shape', () => {
  test('reads each param as its type, with its default or nothing when it is missing', async () => {
    const shape = {
      name: p.text(),
      count: p.int().default(3),
      words: p.list().default([]),
      when: p.time().optional(),
      place: p.path(),
    };
    const values = await readShape(shape, Params.parse("name:'a b' words:x,y place:'../c'"), environment);
    expect(values).toEqual({ name: 'a b', count: 3, words: ['x', 'y'], when: undefined, place: '/c' });
    expectTypeOf(values).toEqualTypeOf<{
      name: string;
      count: number;
      words: string[];
      when: OurTime | undefined;
      place: string;
    }>();
  });

  test('reads a param that is there, though it is empty', async () => {
    const empty = Params.parse("n:''");
    expect((await rejected(readShape({ n: p.int().default(1) }, empty, environment))).code).toBe(
      'PARAMS_NOT_A_NUMBER',
    );
    expect(await readShape({ n: p.text().default('x') }, empty, environment)).toEqual({ n: '' });
  });

  test('misses what is required', async () => {
    const error = await rejected(readShape({ name: p.text() }, Params.parse('nam:x'), environment));
    expect([error.code, error.message]).toEqual(['PARAMS_MISSING', 'expected param `name`, but found `nam`']);
  });

  test('tells the key and the place with what is wrong', async () => {
    const error = await rejected(readShape({ n: p.int() }, paramsOf('!!a.b n:two'), environment));
    expect(error.message).toMatch(/^`n`: .*`two`/);
    expect(error.diagnostics.map(({ span }) => span?.start)).toEqual([6]);
  });

  test('cannot be fooled by keys that every object has', async () => {
    const shape = { constructor: p.text().optional() };
    const values = await readShape(shape, Params.parse('to_string:x'), environment);
    expect(values.constructor).toBeUndefined();
  });

  test('gives a default that nobody else holds', async () => {
    const made: Record<string, string> = Object.assign(Object.create(null), { a: '1' });
    const shape = {
      list: p.list().default(['x']),
      record: p.record().default(made),
      json: p.json().default({ deep: [1, { x: 2 }] }),
      params: p.params().default(Params.parse('a:1')),
    };
    const read = () => readShape(shape, new Params(), environment);
    const values = await read();
    const before = JSON.stringify(values);
    values.list.push('y');
    values.record.b = '2';
    (values.json as { deep: unknown[] }).deep.push(3);
    values.params.set('b', '2');
    expect(Object.getPrototypeOf(values.record)).toBeNull();
    expect(JSON.stringify(values)).not.toBe(before);
    expect(JSON.stringify(await read())).toBe(before);
  });
});

describe('a schema of another library', () => {
  test.each([
    ['zod', z.coerce.number().int()],
    ['valibot', v.pipe(v.string(), v.transform(Number), v.integer())],
  ])('of %s reads the text of a param', async (_, schema) => {
    expect(await readParam('n', schema, Params.parse('n:7'), environment)).toBe(7);
    const error = await rejected(readParam('n', schema, paramsOf('!!a.b n:x'), environment));
    expect(error.code).toBe('PARAMS_BAD_VALUE');
    expect(error.message).toMatch(/^`n`: found `x`, but the schema says: ./);
    expect(error.diagnostics.map(({ span }) => span?.start)).toEqual([6]);
  });

  test('gets nothing for a missing param, and may have a default', async () => {
    const shape = { a: z.string().default('x'), b: v.optional(v.string()), c: z.string().optional() };
    expect(await readShape(shape, new Params(), environment)).toEqual({ a: 'x', b: undefined, c: undefined });
    const error = await rejected(readShape({ a: z.string() }, Params.parse('b:1'), environment));
    expect([error.code, error.message]).toEqual(['PARAMS_MISSING', 'expected param `a`, but found `b`']);
  });

  test('may take its time', async () => {
    const later = z.string().refine(async text => (await Promise.resolve(text)) === 'yes', 'say yes');
    expect(await readParam('a', later, Params.parse('a:yes'), environment)).toBe('yes');
    const error = await rejected(readParam('a', later, Params.parse('a:no'), environment));
    expect([error.code, error.message]).toEqual([
      'PARAMS_BAD_VALUE',
      '`a`: found `no`, but the schema says: say yes',
    ]);
  });

  test('is not believed to print safely, nor without end', async () => {
    const issues = Array.from({ length: 50 }, () => ({ message: '\u001b[31mno' }));
    const schema = {
      '~standard': { version: 1 as const, vendor: 'mine', validate: () => ({ issues }) },
    };
    const { message } = await rejected(readParam('a', schema, Params.parse('a:x'), environment));
    expect(message).not.toContain('\u001b');
    expect(message.match(/31mno/g)).toHaveLength(3);
  });
});

describe('a secret', () => {
  const value = 'hunter2!';
  const types = [
    p.secret().min(20),
    p.secret().max(2),
    p.secret().pattern(/^[0-9]+$/),
    p.secret().pattern(/^[0-9]+$/, 'digits'),
    new ParamType(
      'key',
      text => {
        throw new Error(`cannot read ${text}`);
      },
      { isSecret: true },
    ),
    new ParamType('int', text => p.int().read(text, environment), { isSecret: true }),
  ];

  /** Everything that an error says anywhere. */
  function everything(error: HeroError): string {
    const drawn = error.diagnostics.map(diagnostic => draw(diagnostic));
    return [error.message, error.hint, String(error.cause), error.stack, ...drawn].join('\n');
  }

  test.each(types)('is in no error: %#', async type => {
    for (const script of [
      `!!a.b token:'${value}'`,
      `!!a.b\n    token:'${value}'`,
      `!!a.b name:x\n    b:1 token:'${value}'`,
    ]) {
      const error = await rejected(readParam('token', type, paramsOf(script), environment));
      expect(everything(error)).not.toContain('hunter2');
      expect(error.message).toMatch(/^`token`: found a secret/);
      // With none, whoever plays the action would add the place of its head.
      expect(error.diagnostics).toHaveLength(1);
    }
  });

  test('that does not fit has its place in words when its line must not be drawn', async () => {
    const type = p.secret().min(20);
    const onHead = await rejected(readParam('token', type, paramsOf(`!!a.b token:'${value}'`), environment));
    expect(onHead.message).toBe('`token`: found a secret, expected at least 20 characters (a.hero:1:7)');
    expect(onHead.diagnostics[0]?.span).toBeUndefined();
    const below = await rejected(
      readParam('token', type, paramsOf(`!!a.b\n  token:'${value}'`), environment),
    );
    expect(below.message).toBe('`token`: found a secret, expected at least 20 characters');
    expect(below.diagnostics[0]?.span).toMatchObject({ start: 0, end: 5 });
  });

  test('whose key is misspelt is not drawn either', async () => {
    const params = paramsOf(`!!a.b tokn:'${value}'`);
    const error = await rejected(readParam('token', p.secret(), params, environment));
    expect(error.code).toBe('PARAMS_MISSING');
    expect(everything(error)).not.toContain('hunter2');
  });

  test('that fits is a Secret', async () => {
    const { token } = await readShape({ token: p.secret() }, Params.parse(`token:'${value}'`), environment);
    expect(token).toBeInstanceOf(Secret);
    expect(token.reveal()).toBe(value);
  });
});

test('a type of another copy of this package is read as one of ours', async () => {
  vi.resetModules();
  const copy = await import('../../src/action/index.ts');
  expect(copy.ParamType).not.toBe(ParamType);
  const token = copy.p.secret().min(20);
  expect(describeParam(token)).toMatchObject({ kind: 'secret', isSecret: true });
  expect(await readParam('a', copy.p.path(), Params.parse('a:b'), environment)).toBe('/work/b');
  const error = await rejected(readParam('n', copy.p.int(), paramsOf('!!a.b n:two'), environment));
  expect(error.message).toMatch(/^`n`: found `two`/);
  expect(error.diagnostics.map(({ span }) => span?.start)).toEqual([6]);
  const hidden = await rejected(readParam('token', token, paramsOf('!!a.b token:hunter2'), environment));
  expect(hidden.diagnostics.map(({ span }) => span)).toEqual([undefined]);
});
