import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBytes, readGigabytes, writeBytes } from '../../../src/params/value/size.ts';
import { thrown } from '../thrown.ts';

test.each([
  ['0', 0],
  ['7', 7],
  ['2_048', 2048],
  ['3KB', 3072],
  ['3 k', 3072],
  ['1.5Mb', 1572864],
  ['.5g', 536870912],
  [' 2  TB ', 2199023255552],
  ['0.0009765625K', 1],
  ['8796093022207.9990234375K', Number.MAX_SAFE_INTEGER],
])('%j is %d bytes', (text, bytes) => {
  expect(readBytes(text)).toBe(bytes);
});

test.each([
  '',
  'GB',
  '.',
  '5.',
  '-1',
  '+1',
  '10B',
  '10 PB',
  '1e3',
  '1__0',
  '1 0',
  '1,5G',
  '10KiB',
  '1.1K',
  '0.5',
])('%j is no number of bytes', text => {
  expect(thrown(() => readBytes(text)).code).toBe('PARAMS_NOT_A_SIZE');
});

test('hints tell what to change', () => {
  expect(thrown(() => readBytes('10B')).hint).toBe('leave out the `B`');
  expect(thrown(() => readBytes('1.1K'))).toMatchObject({
    message: 'found `1.1K`, expected a whole number of bytes',
    hint: 'use a smaller unit',
  });
});

test('too large and too long are errors', () => {
  expect(thrown(() => readBytes('9007199254740992')).code).toBe('PARAMS_OUT_OF_RANGE');
  expect(thrown(() => readBytes('8192T')).code).toBe('PARAMS_OUT_OF_RANGE');
  expect(thrown(() => readGigabytes('9007199254740992')).code).toBe('PARAMS_OUT_OF_RANGE');
  expect(thrown(() => readBytes('1'.repeat(300))).code).toBe('PARAMS_TOO_LONG');
});

test.each([
  ['0', 0],
  ['4', 4],
  ['1.2', 2],
  ['1K', 1],
  ['1024M', 1],
  ['1025M', 2],
  ['0.3 TB', 308],
])('%j is %d gigabytes', (text, gigabytes) => {
  expect(readGigabytes(text)).toBe(gigabytes);
});

test.each([
  [0, '0'],
  [512, '512'],
  [1024, '1K'],
  [1536, '1536'],
  [1610612736, '1.5G'],
  [1025, '1025'],
  [5 * 1024 ** 4, '5T'],
])('%d is written %j', (bytes, text) => {
  expect(writeBytes(bytes)).toBe(text);
});

test.each([-1, 0.5, Number.NaN, 2 ** 53])('%d is no number of bytes to write', bytes => {
  expect(thrown(() => writeBytes(bytes)).code).toBe('PARAMS_OUT_OF_RANGE');
});

test('what is written reads back', () => {
  const round = fc.tuple(
    fc.integer({ min: 0, max: 8191 }),
    fc.constantFrom(1, 512, 2 ** 10, 2 ** 20, 2 ** 30, 2 ** 40),
  );
  const bytes = fc.oneof(
    fc.maxSafeNat(),
    round.map(([count, unit]) => count * unit),
  );
  fc.assert(
    fc.property(bytes, n => readBytes(writeBytes(n)) === n && writeBytes(n).length <= String(n).length),
  );
});
