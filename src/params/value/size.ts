import { limitLength, unexpected } from './value-error.ts';

const expected = 'a size such as `512`, `10 MB` or `1.5G`';
const size = /^(?=\.?[0-9])([0-9]+(?:_[0-9]+)*)?(?:\.([0-9]+))?\s*(?:([KMGT])B?)?$/i;
const units = ['', 'K', 'M', 'G', 'T'];
const gigabyte = 1024n ** 3n;

/** An exact number of bytes, as a fraction. */
interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/**
 * A storage size in bytes; units are powers of 1024, a bare number is bytes. Throws PARAMS_NOT_A_SIZE (also
 * for a fraction of a byte), PARAMS_OUT_OF_RANGE beyond 2^53 - 1, PARAMS_TOO_LONG.
 */
export function readBytes(text: string): number {
  const { numerator, denominator } = readSize(text, 1n);
  const whole = numerator % denominator === 0n;
  if (!whole) throw unexpected('PARAMS_NOT_A_SIZE', text, 'a whole number of bytes', 'use a smaller unit');
  return exactNumber(numerator / denominator, text);
}

/** A storage size in whole gigabytes, rounded up; a bare number is gigabytes. Errors as `readBytes`. */
export function readGigabytes(text: string): number {
  const { numerator, denominator } = readSize(text, gigabyte);
  const divisor = denominator * gigabyte;
  return exactNumber((numerator + divisor - 1n) / divisor, text);
}

/**
 * The shortest text that `readBytes` reads as this number of bytes: `1.5G`, `1025`; of two equally short
 * texts, the one with the smaller unit. Throws PARAMS_OUT_OF_RANGE unless it is 0 to 2^53 - 1.
 */
export function writeBytes(bytes: number): string {
  if (!Number.isSafeInteger(bytes) || bytes < 0) {
    throw unexpected('PARAMS_OUT_OF_RANGE', String(bytes), 'a whole number of bytes from 0 to 2^53 - 1');
  }
  const texts = units
    .filter((_, power) => power === 0 || bytes >= 1024 ** power)
    .map((_, power) => inUnit(bytes, power));
  return texts.reduce((shortest, text) => (text.length < shortest.length ? text : shortest));
}

/** Exact, because n / 2^k has k decimals: n × 5^k, with the point k digits from the right. */
function inUnit(bytes: number, power: number): string {
  const decimals = 10 * power;
  const digits = String(BigInt(bytes) * 5n ** BigInt(decimals)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  return `${whole}${fraction && `.${fraction}`}${units[power]}`;
}

function readSize(text: string, bareUnit: bigint): Fraction {
  limitLength(text, expected);
  const match = size.exec(text.trim());
  if (!match) throw unexpected('PARAMS_NOT_A_SIZE', text, expected, hintFor(text));
  const [, whole = '', fraction = '', letter] = match;
  const unit = letter === undefined ? bareUnit : 1024n ** BigInt(units.indexOf(letter.toUpperCase()));
  const digits = BigInt(whole.replaceAll('_', '') + fraction);
  return { numerator: digits * unit, denominator: 10n ** BigInt(fraction.length) };
}

function hintFor(text: string): string {
  return /[0-9]\s*B$/i.test(text.trim())
    ? 'leave out the `B`'
    : 'use the units K, M, G and T, with or without B';
}

function exactNumber(value: bigint, text: string): number {
  if (value > Number.MAX_SAFE_INTEGER) throw unexpected('PARAMS_OUT_OF_RANGE', text, 'a size below 2^53');
  return Number(value);
}
