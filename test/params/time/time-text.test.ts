import { expect, test } from 'vitest';
import { readRelative, readTime, safeSeconds } from '../../../src/params/time/time-text.ts';
import { thrown } from '../thrown.ts';

test.each([
  ['1970-01-02', { kind: 'absolute', seconds: 86400 }],
  ['02/01/1970 1:2:3', { kind: 'absolute', seconds: 90123 }],
  ['+1m', { kind: 'relative', seconds: 60 }],
  ['', { kind: 'relative', seconds: 0 }],
])('%j is %j', (text, time) => {
  expect(readTime(text)).toEqual(time);
});

test.each([
  ['+2s', 2],
  ['+2m', 120],
  ['+2h', 7200],
  ['+2d', 172800],
  ['+2w', 1209600],
  ['+2M', 5184000],
  ['+2Q', 15552000],
  ['+2Y', 63072000],
  ['+1d-1d', 0],
  [' - 3 0 s ', -30],
  ['+1d +1d -1h', 169200],
  ['0', 0],
  ['', 0],
])('%j is %d seconds', (text, seconds) => {
  expect(readRelative(text)).toBe(seconds);
});

test.each([
  ['1h', 'start with `+` or `-`'],
  ['+h', 'write a number after the sign'],
  ['--1d', 'write a number after the sign'],
  ['+1d -', 'write a number after the sign'],
  ['+1.5h', 'use whole numbers, and a smaller period for the rest'],
  ['+1h30m', 'write a sign before each number'],
  ['+1H', 'end with s, m (minutes), h, d, w, M (30 days), Q or Y'],
  ['+1y', 'end with s, m (minutes), h, d, w, M (30 days), Q or Y'],
  ['+0x10s', 'end with s, m (minutes), h, d, w, M (30 days), Q or Y'],
  ['+1_000s', 'end with s, m (minutes), h, d, w, M (30 days), Q or Y'],
])('%j is no period: %s', (text, hint) => {
  expect(thrown(() => readRelative(text))).toMatchObject({ code: 'PARAMS_TIME_FORMAT', hint });
});

test('nothing wraps: what is not exact is an error', () => {
  expect(readRelative('+9007199254740991s')).toBe(Number.MAX_SAFE_INTEGER);
  for (const text of [
    '+9007199254740992s',
    '+9007199254740991s+1s',
    '-999999999999Y',
    `+${'9'.repeat(200)}d`,
  ]) {
    expect(thrown(() => readRelative(text)).code).toBe('PARAMS_TIME_VALUE');
  }
  expect(thrown(() => safeSeconds(1.5)).message).toBe(
    'found `1.5`, expected a whole number of seconds within 2^53',
  );
});
