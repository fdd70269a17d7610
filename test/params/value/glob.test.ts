import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isGlob, matchGlob } from '../../../src/params/index.ts';

describe('a glob', () => {
  test.each([
    ['', ''],
    ['abc', 'abc'],
    ['abc', '*'],
    ['', '*'],
    ['abc', 'a*'],
    ['abc', '*c'],
    ['abc', '*b*'],
    ['a.b/c', 'a*c'],
    ['abc', 'a?c'],
    ['a😀c', 'a?c'],
    ['abc', '[a-c]*'],
    ['b', '[^ac]'],
    ['a-b', 'a[-]b'],
    ['x*y', 'x[*]y'],
    ['[', '['],
    ['a[]', 'a[]'],
    ['aXbXc', 'a*b*c'],
    ['abab', '*ab'],
  ])('%j matches %j', (name, pattern) => {
    expect(matchGlob(name, pattern)).toBe(true);
  });

  test.each([
    ['abc', ''],
    ['abc', 'ab'],
    ['abc', 'b*'],
    ['ac', 'a?c'],
    ['abc', 'A*'],
    ['d', '[a-c]'],
    ['a', '[^ac]'],
    ['abc', '*d*'],
    ['abc', 'a*b'],
  ])('%j does not match %j', (name, pattern) => {
    expect(matchGlob(name, pattern)).toBe(false);
  });

  test('is told from a word by its marks', () => {
    expect(['a*', 'a?', '[a]'].map(isGlob)).toEqual([true, true, true]);
    expect(['', 'a', 'a.b-c', 'a]'].map(isGlob)).toEqual([false, false, false, false]);
  });

  test('means the same as its regular expression', () => {
    const part = fc.constantFrom('a', 'b', '.', '*', '?', '[ab]', '[^a]');
    const expressions: Record<string, string> = { '.': '\\.', '*': '.*', '?': '.' };
    fc.assert(
      fc.property(fc.array(part), fc.stringMatching(/^[ab.]{0,8}$/), (parts, name) => {
        const expression = new RegExp(`^${parts.map(each => expressions[each] ?? each).join('')}$`);
        expect(matchGlob(name, parts.join(''))).toBe(expression.test(name));
      }),
    );
  });

  test('takes few steps, however it is made', () => {
    const name = 'a'.repeat(5000);
    expect(matchGlob(name, `${'*a'.repeat(500)}b`)).toBe(false);
    expect(matchGlob(name, `${'*'.repeat(5000)}b`)).toBe(false);
  });
});
