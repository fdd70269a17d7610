import { describe, expect, test } from 'vitest';
import { nameFix, nameFixNoUnderscore } from '../../src/herolib.ts';
import { keyName } from '../../src/script/index.ts';

test.each([
  ['name', 'name'],
  ['Key-One', 'key_one'],
  [' a b ', 'a_b'],
  ['/srv/x', 'srv/x'],
  ['///x', 'x'],
  ['/ \ufeffx', 'x'],
  ['a.b-c/d', 'a.b_c/d'],
  ['КЛЮЧ', 'ключ'],
  ['a--b', 'a__b'],
  ['/', ''],
])('the key %j is %j', (written, key) => {
  expect(keyName(written)).toBe(key);
});

describe('the old way to fix names', () => {
  test.each([
    ['a.b', 'a.b'],
    ['a.b.c', 'a_b.c'],
    ['a--b', 'a__b'],
    ['a-_b', 'a__b'],
    ['_a_', '_a_'],
    ['#x', ''],
    ['ünï', 'n'],
    ['/p/q.r', 'pq.r'],
    ['Hello World; x:y', 'hello_world__x_y'],
    ['  X.MD ', 'x.md'],
  ])('%j is %j', (written, fixed) => {
    expect(nameFix(written)).toBe(fixed);
  });

  test('without underscores', () => {
    expect(nameFixNoUnderscore('A_b-c d.e')).toBe('abcd.e');
  });
});
