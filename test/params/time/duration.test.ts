import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDuration, writeDuration } from '../../../src/params/time/duration.ts';
import { thrown } from '../thrown.ts';

test.each([
  ['90', 90],
  ['0', 0],
  ['1.5', 1.5],
  ['30s', 30],
  ['5 m', 300],
  ['1h30m', 5400],
  ['1h 30m 5s', 5405],
  ['250ms', 0.25],
  ['1s250ms', 1.25],
  ['2 d', 172_800],
  [' 1 week ', 604_800],
  ['2 Weeks 1 Day', 1_296_000],
  ['1.1h', 3960],
  ['.5 min', 30],
  ['0.001', 0.001],
  ['1_000 s', 1000],
  ['10H', 36_000],
])('%j is %d seconds', (text, seconds) => {
  expect(readDuration(text)).toBe(seconds);
});

test.each([
  '',
  '  ',
  'soon',
  's',
  '1h30',
  '30 5s',
  '-5s',
  '+5s',
  '5x',
  '5M',
  '1e3',
  '1,5h',
  '1__0s',
  '5.',
  '1h-5m',
  '1y',
])('%j is no duration', text => {
  expect(thrown(() => readDuration(text)).code).toBe('PARAMS_NOT_A_DURATION');
});

test.each([
  ['30m1h', 'found `30m1h`, expected each unit once, the longest first'],
  ['1m 1min', 'found `1m 1min`, expected each unit once, the longest first'],
  ['0.5ms', 'found `0.5ms`, expected a whole number of milliseconds'],
])('%j is refused with the reason', (text, message) => {
  expect(thrown(() => readDuration(text))).toMatchObject({ code: 'PARAMS_NOT_A_DURATION', message });
});

test.each([
  ['5M', 'write `m` for minutes; a month has no fixed length'],
  ['-5s', 'leave out the sign'],
  ['5 years', 'write one of the units ms, s, m (minutes), h, d and w after each number'],
])('%j gets a hint', (text, hint) => {
  expect(thrown(() => readDuration(text)).hint).toBe(hint);
});

test('too large and too long are errors', () => {
  expect(readDuration('1000000000000')).toBe(1e12);
  expect(thrown(() => readDuration('1000000000000.001')).code).toBe('PARAMS_OUT_OF_RANGE');
  expect(thrown(() => readDuration(`${'9'.repeat(200)}w`)).code).toBe('PARAMS_OUT_OF_RANGE');
  expect(thrown(() => readDuration('1'.repeat(300))).code).toBe('PARAMS_TOO_LONG');
});

test.each([
  [0, '0s'],
  [0.25, '250ms'],
  [90, '1m30s'],
  [5400, '1h30m'],
  [694_861.007, '1w1d1h1m1s7ms'],
])('%d seconds are written %j', (seconds, text) => {
  expect(writeDuration(seconds)).toBe(text);
});

test.each([-1, 0.0005, Number.NaN, Number.POSITIVE_INFINITY, 1e12 + 1])(
  '%d is no duration to write',
  seconds => {
    expect(thrown(() => writeDuration(seconds)).code).toBe('PARAMS_OUT_OF_RANGE');
  },
);

test('what is written reads back', () => {
  const milliseconds = fc.oneof(fc.nat(100_000), fc.bigInt(0n, 10n ** 15n).map(Number));
  fc.assert(fc.property(milliseconds, n => readDuration(writeDuration(n / 1000)) === n / 1000));
});

test('the parts add up', () => {
  const units = [604_800, 86_400, 3600, 60, 1];
  const names = ['w', 'd', 'h', 'm', 's'];
  const counts = fc.array(fc.nat(1000), { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(counts, fc.constantFrom('', ' '), (each, space) => {
      const text = each.map((count, at) => `${count}${space}${names[at]}`).join(space);
      expect(readDuration(text)).toBe(each.reduce((sum, count, at) => sum + count * (units[at] ?? 0), 0));
    }),
  );
});

test('any text is a duration or an error of ours', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom('1', '0', '.', '_', ' ', 'h', 'm', 's', 'M') }),
  );
  fc.assert(
    fc.property(texts, text => {
      let seconds: number;
      try {
        seconds = readDuration(text);
      } catch {
        expect(['PARAMS_NOT_A_DURATION', 'PARAMS_OUT_OF_RANGE']).toContain(
          thrown(() => readDuration(text)).code,
        );
        return;
      }
      expect(readDuration(writeDuration(seconds))).toBe(seconds);
    }),
  );
});
