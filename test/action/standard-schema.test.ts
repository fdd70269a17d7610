import type { StandardSchemaV1 as Published } from '@standard-schema/spec';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { describeParam, type ParamType, p, type StandardSchemaV1 } from '../../src/action/index.ts';
import { OurTime } from '../../src/params/index.ts';

describe('a type as a Standard Schema', () => {
  test('says whose it is', () => {
    expect(p.int()['~standard']).toMatchObject({ vendor: 'heroplay', version: 1 });
  });

  test('is one by the published types, and every one of those is one of ours', () => {
    const published: Published<unknown, number> = p.int();
    const ours: StandardSchemaV1<unknown, number> = published;
    expect(ours['~standard'].validate('1')).toEqual({ value: 1 });
    expectTypeOf<Published<string, number>>().toExtend<StandardSchemaV1<string, number>>();
    expectTypeOf<StandardSchemaV1<string, number>>().toExtend<Published<string, number>>();
    expectTypeOf<Published.InferOutput<ParamType<number>>>().toEqualTypeOf<number>();
  });

  test.each<[ParamType<unknown>, unknown, unknown]>([
    [p.int(), '5', 5],
    [p.path(), '/a/../b', '/b'],
    [p.time(), '1970-01-02', OurTime.fromEpoch(86_400)],
    [p.int().default(3), undefined, 3],
    [p.list().default(['a']), undefined, ['a']],
    [p.int().optional(), undefined, undefined],
  ])('reads what fits: %#', (type, given, value) => {
    expect(type['~standard'].validate(given)).toEqual({ value });
  });

  test.each<[ParamType<unknown>, unknown, string]>([
    [p.int(), undefined, 'found nothing, expected a text (int)'],
    [p.int(), 5, 'found a value of type `number`, expected a text (int)'],
    [p.int().default(3), null, 'found a value of type `object`, expected a text (int)'],
    [p.int().max(4), '5', 'found `5`, expected at most 4'],
    [p.secret().min(9), 'hunter2', 'found a secret, expected at least 9 characters'],
    [p.time(), '+1h', 'found `+1h`, expected an absolute time, because there is no clock'],
    [p.time(), '', 'found nothing, expected an absolute time, because there is no clock'],
  ])('has an issue with what does not: %#', (type, given, message) => {
    expect(type['~standard'].validate(given)).toEqual({ issues: [{ message }] });
  });

  test('takes the places and the time of whoever asks', () => {
    const libraryOptions = { places: { base: '/work', home: '/home/ada' }, now: 1000 };
    expect(p.path()['~standard'].validate('a', { libraryOptions })).toEqual({ value: '/work/a' });
    expect(p.time()['~standard'].validate('+1m', { libraryOptions })).toEqual({
      value: OurTime.fromEpoch(1060),
    });
  });

  test('never throws, whatever it is given', () => {
    const types = [p.int(), p.bool(), p.list(), p.size(), p.money(), p.time(), p.duration(), p.path()];
    types.push(
      p.url() as never,
      p.email() as never,
      p.json() as never,
      p.record() as never,
      p.secret() as never,
    );
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.oneof(fc.string(), fc.anything()), (type, given) => {
        const result = (type as ParamType<unknown>)['~standard'].validate(given);
        if (typeof given !== 'string') expect(result).toHaveProperty('issues');
        else expect('value' in result || 'issues' in result).toBe(true);
      }),
    );
  });
});

describe('what is told about a param', () => {
  test('of ours is what the type says', () => {
    const type = p.choice('a', 'b').default('a').describe('which');
    expect(describeParam(type)).toMatchObject({
      kind: 'a|b',
      isRequired: false,
      isSecret: false,
      description: 'which',
      fallback: 'a',
      choices: ['a', 'b'],
    });
    expect(describeParam(p.secret()).isSecret).toBe(true);
  });

  test.each<[StandardSchemaV1, object]>([
    [z.string(), { kind: 'zod', isRequired: true, fallback: undefined, description: '' }],
    [z.string().describe('a name'), { kind: 'zod', isRequired: true, description: 'a name' }],
    [z.string().default('x'), { kind: 'zod', isRequired: false, fallback: 'x' }],
    [z.string().optional(), { kind: 'zod', isRequired: false, fallback: undefined }],
    [v.string(), { kind: 'valibot', isRequired: true }],
    [v.optional(v.string(), 'y'), { kind: 'valibot', isRequired: false, fallback: 'y' }],
    [
      v.pipeAsync(
        v.string(),
        v.checkAsync(async () => true),
      ),
      { kind: 'valibot', isRequired: true },
    ],
  ])('of another library is what it makes of nothing: %#', (type, told) => {
    expect(describeParam(type)).toMatchObject({ isSecret: false, ...told });
  });

  test('is that it is required, when a schema throws or fails later', async () => {
    const schema = (validate: () => never | Promise<never>): StandardSchemaV1 => ({
      '~standard': { version: 1, vendor: 'mine', validate },
    });
    const throws = schema(() => {
      throw new Error('no');
    });
    expect(describeParam(throws)).toMatchObject({ kind: 'mine', isRequired: true });
    // A rejection that nobody handles would fail this file.
    expect(describeParam(schema(async () => Promise.reject(new Error('no'))))).toMatchObject({
      isRequired: true,
    });
    await new Promise(resolve => setImmediate(resolve));
  });
});
