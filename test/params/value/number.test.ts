import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as number from '../../../src/params/value/number.ts';
import { thrown } from '../thrown.ts';

const { readFloat, readInt, readPercentage } = number;

describe('whole numbers', () => {
  test.each([
    ['0', 0],
    ['-0', 0],
    ['+7', 7],
    [' 12 ', 12],
    ['007', 7],
    ['12_345_678', 12345678],
    ['-2147483648', -(2 ** 31)],
    ['2147483647', 2 ** 31 - 1],
  ])('%j is %d', (text, value) => {
    expect(readInt(text)).toBe(value);
  });

  test.each(['', ' ', '-', '_1', '1_', '1__2', '1.0', '1e3', '0x1f', '1 2', '٣', '--1', 'NaN', 'n'])(
    '%j is none',
    text => {
      expect(thrown(() => readInt(text)).code).toBe('PARAMS_NOT_A_NUMBER');
    },
  );

  const ranges: [(text: string) => number | bigint, bigint, bigint][] = [
    [number.readI8, -128n, 127n],
    [number.readI16, -32768n, 32767n],
    [number.readInt, -2147483648n, 2147483647n],
    [number.readI64, -9223372036854775808n, 9223372036854775807n],
    [number.readU8, 0n, 255n],
    [number.readU16, 0n, 65535n],
    [number.readU32, 0n, 4294967295n],
    [number.readU64, 0n, 18446744073709551615n],
  ];

  test.each(ranges)('%O reads its range and nothing beyond', (read, min, max) => {
    expect(BigInt(read(String(min)))).toBe(min);
    expect(BigInt(read(String(max)))).toBe(max);
    expect(thrown(() => read(String(max + 1n))).code).toBe('PARAMS_OUT_OF_RANGE');
    expect(thrown(() => read(String(min - 1n))).code).toBe(
      min ? 'PARAMS_OUT_OF_RANGE' : 'PARAMS_NOT_A_NUMBER',
    );
  });

  test('a type without a sign says so', () => {
    expect(thrown(() => number.readU8('+1')).message).toBe(
      'found `+1`, expected a whole number from 0 to 255 without a sign',
    );
  });

  test('64 bits keep every digit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), n => number.readI64(`${n}`) === n),
    );
  });

  test('an overlong text is not looked at', () => {
    expect(thrown(() => number.readU64('9'.repeat(257))).code).toBe('PARAMS_TOO_LONG');
    expect(thrown(() => number.readU64('9'.repeat(256))).code).toBe('PARAMS_OUT_OF_RANGE');
  });
});

describe('decimal numbers', () => {
  test.each([
    ['2.75', 2.75],
    ['+.25', 0.25],
    ['-4.', -4],
    ['6e2', 600],
    ['6.5E-1', 0.65],
    ['1_000.25', 1000.25],
    ['25%', 0.25],
    ['%-8', -0.08],
  ])('%j is %d', (text, value) => {
    expect(readFloat(text)).toBe(value);
  });

  test.each(['', '.', '+', '%', 'e3', '1e', '1,5', '0x10', 'Infinity', 'nan', '1.2.3', '5 %', '1_', '1._2'])(
    '%j is none',
    text => {
      expect(thrown(() => readFloat(text)).code).toBe('PARAMS_NOT_A_NUMBER');
    },
  );

  test('a number that no double can hold is out of range', () => {
    expect(thrown(() => readFloat('-1e309')).code).toBe('PARAMS_OUT_OF_RANGE');
    expect(thrown(() => readFloat('1'.repeat(300))).code).toBe('PARAMS_TOO_LONG');
  });

  test('what JavaScript writes reads back', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), value =>
        Object.is(readFloat(writeDouble(value)), value),
      ),
    );
  });
});

describe('percentages', () => {
  test.each([
    ['0', 0],
    ['100', 1],
    ['62.5%', 0.625],
    ['%3', 0.03],
  ])('%j is %d', (text, value) => {
    expect(readPercentage(text)).toBe(value);
  });

  test.each([
    ['-0.1', 'PARAMS_OUT_OF_RANGE'],
    ['101%', 'PARAMS_OUT_OF_RANGE'],
    ['half', 'PARAMS_NOT_A_NUMBER'],
    ['7 %', 'PARAMS_NOT_A_NUMBER'],
  ])('%j is %s', (text, code) => {
    expect(thrown(() => readPercentage(text)).code).toBe(code);
  });
});

function writeDouble(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
