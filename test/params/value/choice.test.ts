import { expect, test } from 'vitest';
import { readFromMap } from '../../../src/params/value/choice.ts';

const table = { 'small, S': 'S', 'Large ,l, xl': 'L', none: '' };

test.each([
  ['small', 'S'],
  [' s ', 'S'],
  ['LARGE', 'L'],
  ['Xl', 'L'],
  ['medium', undefined],
  ['smal', undefined],
  ['none', undefined],
  ['small, S', undefined],
])('%j means %j', (text, meaning) => {
  expect(readFromMap(text, table)).toBe(meaning);
});

test('only the own words of the table count', () => {
  for (const text of ['constructor', '__proto__', 'toString'])
    expect(readFromMap(text, table)).toBeUndefined();
  expect(readFromMap('__proto__', JSON.parse('{"__proto__":"yes"}'))).toBe('yes');
});
