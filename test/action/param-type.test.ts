import { describe, expect, test } from 'vitest';
import { type ParamType, p } from '../../src/action/index.ts';
import { OurTime, Params } from '../../src/params/index.ts';
import { thrown } from '../params/thrown.ts';

const environment = { places: { base: '/work', home: '/home/ada' }, now: 1_700_000_000 };

describe('a type', () => {
  test.each<[string, ParamType<unknown>, string, unknown]>([
    ['text', p.text(), ' a ', ' a '],
    ['int', p.int(), '1_000', 1000],
    ['number', p.number(), '1.5', 1.5],
    ['bool', p.bool(), 'Yes', true],
    ['list', p.list(), "a,'b c'", ['a', 'b c']],
    ['size', p.size(), '2 KB', 2 * 1024],
    ['time', p.time(), '+1h', OurTime.fromEpoch(1_700_003_600)],
    ['path', p.path(), '~/x', '/home/ada/x'],
    ['params', p.params(), 'a:1 b', Params.parse('a:1 b')],
    ['red|blue', p.choice('red', 'blue'), ' RED ', 'red'],
  ])('%s reads %o', (kind, type, text, value) => {
    expect(type.kind).toBe(kind);
    expect(type.read(text, environment)).toEqual(value);
  });

  test('of money keeps the currency', () => {
    expect(p.money().read('10 EUR', environment)).toMatchObject({ value: 10, currency: 'EUR' });
  });

  test.each<[ParamType<unknown>, string, string]>([
    [p.int(), '1.5', 'PARAMS_NOT_A_NUMBER'],
    [p.bool(), 'perhaps', 'PARAMS_NOT_A_BOOL'],
    [p.size(), '2 KX', 'PARAMS_NOT_A_SIZE'],
    [p.time(), '31-31-2020', 'PARAMS_TIME_VALUE'],
    [p.choice('red', 'blue'), 'green', 'PARAMS_NO_CHOICE'],
  ])('refuses what is not of it: %#', (type, text, code) => {
    expect(thrown(() => type.read(text, environment)).code).toBe(code);
  });

  test('names all choices when it has none of them', () => {
    const error = thrown(() => p.choice('red', 'blue').read('green', environment));
    expect(error.message).toBe('found `green`, expected one of `red`, `blue`');
  });

  test('is required until it has a default or is optional; what is said of it adds up', () => {
    const plain = p.int();
    const full = plain.describe('how many').secret().default(3);
    expect(plain).toMatchObject({ isRequired: true, isSecret: false, description: '', fallback: undefined });
    expect(full).toMatchObject({
      kind: 'int',
      isRequired: false,
      isSecret: true,
      description: 'how many',
      fallback: 3,
    });
    expect(plain.optional()).toMatchObject({ isRequired: false, fallback: undefined });
    expect(full.read('4', environment)).toBe(4);
  });
});
