import { describe, expect, test } from 'vitest';
import { Params } from '../../src/params/index.ts';
import { thrown } from './thrown.ts';

const params = Params.parse(
  "words:'a, \\'b, c\\', A-B' numbers:[1,-2,3] floats:'1.5, 2' flags:'true, t, yes, TRUE' none:'' hole:'1,,2' big:18446744073709551615 over:256,1",
);

describe('a list', () => {
  test('of words leaves out empty ones', () => {
    expect(params.getList('words')).toEqual(['a', 'b, c', 'A-B']);
    expect(params.getList('none')).toEqual([]);
    expect(params.getList('hole')).toEqual(['1', '2']);
    expect(params.getListNamefix('words')).toEqual(['a', 'b_c', 'a_b']);
  });

  test('of yes and no knows two words for yes', () => {
    expect(params.getListBool('flags')).toEqual([true, true, false, false]);
  });

  test('of numbers', () => {
    for (const read of ['getListInt', 'getListI8', 'getListI16'] as const)
      expect(params[read]('numbers')).toEqual([1, -2, 3]);
    expect(params.getListI64('numbers')).toEqual([1n, -2n, 3n]);
    expect(params.getListFloat('floats')).toEqual([1.5, 2]);
    expect(params.getListU64('big')).toEqual([18446744073709551615n]);
    expect(params.getListU16('over')).toEqual([256, 1]);
    expect(params.getListU32('over')).toEqual([256, 1]);
    expect(params.getListInt('none')).toEqual([]);
  });

  test.each([
    ['getListInt', 'hole', 'PARAMS_NOT_A_NUMBER'],
    ['getListInt', 'words', 'PARAMS_NOT_A_NUMBER'],
    ['getListInt', 'floats', 'PARAMS_NOT_A_NUMBER'],
    ['getListU8', 'over', 'PARAMS_OUT_OF_RANGE'],
    ['getListI8', 'over', 'PARAMS_OUT_OF_RANGE'],
    ['getListU8', 'numbers', 'PARAMS_NOT_A_NUMBER'],
    ['getListI64', 'big', 'PARAMS_OUT_OF_RANGE'],
    ['getList', 'missing', 'PARAMS_MISSING'],
    ['getListFloat', 'missing', 'PARAMS_MISSING'],
  ] as const)('%s of %s is %s', (read, key, code) => {
    const error = thrown(() => params[read](key));
    expect(error.code).toBe(code);
    expect(error.message).toContain(`\`${key}\``);
  });

  test('that is missing is the default, a copy of it', () => {
    const words = ['x'];
    const found = params.getListDefault('missing', words);
    found.push('y');
    expect(words).toEqual(['x']);
    expect(params.getListNamefixDefault('missing', ['A b'])).toEqual(['A b']);
    expect(params.getListBoolDefault('missing', [true])).toEqual([true]);
    expect(params.getListIntDefault('missing', [1])).toEqual([1]);
    expect(params.getListI8Default('missing', [1])).toEqual([1]);
    expect(params.getListI16Default('missing', [1])).toEqual([1]);
    expect(params.getListI64Default('missing', [1n])).toEqual([1n]);
    expect(params.getListU8Default('missing', [1])).toEqual([1]);
    expect(params.getListU16Default('missing', [1])).toEqual([1]);
    expect(params.getListU32Default('missing', [1])).toEqual([1]);
    expect(params.getListU64Default('missing', [1n])).toEqual([1n]);
    expect(params.getListFloatDefault('missing', [1])).toEqual([1]);
  });

  test('that is there is not the default, also when it does not fit', () => {
    expect(params.getListIntDefault('numbers', [9])).toEqual([1, -2, 3]);
    expect(params.getListDefault('none', ['x'])).toEqual([]);
    expect(thrown(() => params.getListU8Default('over', [1])).code).toBe('PARAMS_OUT_OF_RANGE');
  });
});
