import { limitLength, unexpected } from './value-error.ts';

const digits = '[0-9]+(?:_[0-9]+)*';
const signedInteger = new RegExp(`^[+-]?${digits}$`);
const unsignedInteger = new RegExp(`^${digits}$`);
const decimal = new RegExp(`^[+-]?(?:${digits}(?:\\.(?:${digits})?)?|\\.${digits})(?:[eE][+-]?[0-9]+)?$`);

interface IntegerType {
  readonly pattern: RegExp;
  readonly min: bigint;
  readonly max: bigint;
  readonly expected: string;
}

const [i8, i16, i32, i64] = [signed(8), signed(16), signed(32), signed(64)];
const [u8, u16, u32, u64] = [unsigned(8), unsigned(16), unsigned(32), unsigned(64)];

function signed(bits: number): IntegerType {
  const half = 2n ** BigInt(bits - 1);
  return integerType(signedInteger, -half, half - 1n, '');
}

function unsigned(bits: number): IntegerType {
  return integerType(unsignedInteger, 0n, 2n ** BigInt(bits) - 1n, ' without a sign');
}

function integerType(pattern: RegExp, min: bigint, max: bigint, remark: string): IntegerType {
  return { pattern, min, max, expected: `a whole number from ${min} to ${max}${remark}` };
}

/** A whole number of 32 bits. Throws PARAMS_NOT_A_NUMBER, PARAMS_OUT_OF_RANGE, PARAMS_TOO_LONG. */
export function readInt(text: string): number {
  return Number(readInteger(text, i32));
}

/** A whole number from -128 to 127. Errors as `readInt`. */
export function readI8(text: string): number {
  return Number(readInteger(text, i8));
}

/** A whole number from -32768 to 32767. Errors as `readInt`. */
export function readI16(text: string): number {
  return Number(readInteger(text, i16));
}

/** A whole number of 64 bits. Errors as `readInt`. */
export function readI64(text: string): bigint {
  return readInteger(text, i64);
}

/** A whole number from 0 to 255, written without a sign. Errors as `readInt`. */
export function readU8(text: string): number {
  return Number(readInteger(text, u8));
}

/** A whole number from 0 to 65535, written without a sign. Errors as `readInt`. */
export function readU16(text: string): number {
  return Number(readInteger(text, u16));
}

/** A whole number from 0 to 4294967295, written without a sign. Errors as `readInt`. */
export function readU32(text: string): number {
  return Number(readInteger(text, u32));
}

/** A whole number from 0 to 2^64 - 1, written without a sign. Errors as `readInt`. */
export function readU64(text: string): bigint {
  return readInteger(text, u64);
}

/**
 * A decimal number such as `-2.5`, `.5`, `5.` or `1e3`; a `%` at any place divides it by 100.
 * Throws PARAMS_NOT_A_NUMBER, PARAMS_OUT_OF_RANGE, PARAMS_TOO_LONG.
 */
export function readFloat(text: string): number {
  const value = readDecimal(text, 'a number');
  return text.includes('%') ? value / 100 : value;
}

/** A share from 0 to 1, written as 0 to 100 with or without `%`. Errors as `readFloat`. */
export function readPercentage(text: string): number {
  const expected = 'a percentage from 0 to 100';
  const value = readDecimal(text, expected);
  if (value < 0 || value > 100) throw unexpected('PARAMS_OUT_OF_RANGE', text, expected);
  return value / 100;
}

function readInteger(text: string, type: IntegerType): bigint {
  limitLength(text, type.expected);
  const written = text.trim();
  if (!type.pattern.test(written)) throw unexpected('PARAMS_NOT_A_NUMBER', text, type.expected);
  const value = BigInt(written.replaceAll('_', ''));
  if (value < type.min || value > type.max) throw unexpected('PARAMS_OUT_OF_RANGE', text, type.expected);
  return value;
}

function readDecimal(text: string, expected: string): number {
  limitLength(text, expected);
  const written = text.trim().replaceAll('%', '');
  if (!decimal.test(written)) throw unexpected('PARAMS_NOT_A_NUMBER', text, expected);
  const value = Number(written.replaceAll('_', ''));
  if (!Number.isFinite(value)) throw unexpected('PARAMS_OUT_OF_RANGE', text, `${expected} below 1.8e308`);
  return value;
}
