import { HeroError, nearest, show } from '../../base/index.ts';
import { currencies, currencySymbols } from './currencies.ts';
import { limitLength, unexpected } from './value-error.ts';

const expected = 'an amount such as `10 EUR`, `$2.5k` or `20 m TFT`';
/** Enough for every finite number in plain decimals. */
const maxAmountLength = 512;

const wholePart = '(?:[0-9]{1,3}(?:[, ][0-9]{3})+|[0-9]+(?:_[0-9]+)*)';
const written = new RegExp(
  `^([+-]?) ?([A-Za-z]*) ?([+-]?) ?(?=\\.?[0-9])(${wholePart}?(?:\\.[0-9]*)?) ?(%|[A-Za-z ]*)$`,
);
const multipliers = new Map([
  ['K', 3],
  ['M', 6],
]);

/** USD per unit of a currency, by code. */
export type Rates = Readonly<Record<string, number>>;

/** The suffix of a number: its power of ten, and the currency if it names one. */
interface Suffix {
  readonly exponent: number;
  readonly code: string;
}

/**
 * An amount of money in a currency; it is converted only with rates that the caller gives.
 *
 * @example
 * Amount.parse('$2.5k').toString(); // '2500 USD'
 * Amount.parse('10 EUR').exchange('USD', { EUR: 1.25 }).value; // 12.5
 */
export class Amount {
  readonly value: number;
  /** An upper-case code of `currencies`. */
  readonly currency: string;

  /** Throws PARAMS_NOT_AN_AMOUNT for NaN, PARAMS_OUT_OF_RANGE for infinity, PARAMS_UNKNOWN_CURRENCY. */
  constructor(value: number, currency: string) {
    if (Number.isNaN(value)) throw unexpected('PARAMS_NOT_AN_AMOUNT', String(value), expected);
    if (!Number.isFinite(value)) throw unexpected('PARAMS_OUT_OF_RANGE', String(value), 'a finite amount');
    // Turns minus zero into zero.
    this.value = value === 0 ? 0 : value;
    this.currency = knownCode(currency.toUpperCase());
  }

  /** Like `readAmount`. */
  static parse(text: string): Amount {
    return readAmount(text);
  }

  /** `2500 EUR`: plain decimals, which `parse` reads back exactly. */
  toString(): string {
    return `${plainDecimal(this.value)} ${this.currency}`;
  }

  /** The worth in another currency. Throws PARAMS_UNKNOWN_CURRENCY, PARAMS_NO_RATE for a missing rate. */
  exchange(to: string, rates: Rates): Amount {
    const code = knownCode(to.toUpperCase());
    if (code === this.currency) return this;
    return new Amount((this.value * rateOf(this.currency, rates)) / rateOf(code, rates), code);
  }
}

/**
 * An amount such as `10 EUR`, `-$5`, `20 k tft`, `USD 1_000`; USD without a currency, and `10%` is 0.1 USD.
 * Throws PARAMS_NOT_AN_AMOUNT, PARAMS_UNKNOWN_CURRENCY, PARAMS_OUT_OF_RANGE, PARAMS_TOO_LONG.
 */
export function readAmount(text: string): Amount {
  limitLength(text, expected, maxAmountLength);
  const match = written.exec(withCodes(text).trim().replace(/\s+/g, ' '));
  if (!match) throw unexpected('PARAMS_NOT_AN_AMOUNT', text, expected, hintFor(text));
  const [, sign = '', before = '', innerSign = '', number = '', after = ''] = match;
  const suffix = readSuffix(after.replaceAll(' ', '').toUpperCase());
  const code = oneOf(before.toUpperCase(), suffix.code);
  if (code === undefined) throw unexpected('PARAMS_NOT_AN_AMOUNT', text, 'one currency');
  if (sign && innerSign) throw unexpected('PARAMS_NOT_AN_AMOUNT', text, 'one sign');
  // Moving the point in the text keeps the value exact: 1.005 × 1000 is not 1005.
  const value = Number(`${sign}${innerSign}${number.replace(/[_, ]/g, '')}e${suffix.exponent}`);
  return new Amount(value, code);
}

function withCodes(text: string): string {
  return text.replace(/[$£€]/g, symbol => currencySymbols.get(symbol) ?? symbol);
}

/** A known code wins over a multiplier with a code: `MKD` is the denar, `MUSD` a million dollars. */
function readSuffix(word: string): Suffix {
  if (word === '%') return { exponent: -2, code: 'USD' };
  const exponent = multipliers.get(word.charAt(0));
  const rest = word.slice(1);
  const multiplied = !currencies.has(word) && (rest === '' || currencies.has(rest));
  return exponent !== undefined && multiplied ? { exponent, code: rest } : { exponent: 0, code: word };
}

/** The currency before the number, after it, or the same one at both places; USD without any. */
function oneOf(before: string, after: string): string | undefined {
  if (before && after && before !== after) return undefined;
  return before || after || 'USD';
}

function hintFor(text: string): string | undefined {
  return /[0-9],[0-9]/.test(text) ? 'write a decimal point, and commas only between thousands' : undefined;
}

function knownCode(code: string): string {
  if (currencies.has(code)) return code;
  const near = nearest(code, currencies);
  const hint = near === undefined ? 'use a code of ISO 4217 such as EUR' : `did you mean \`${near}\`?`;
  throw unexpected('PARAMS_UNKNOWN_CURRENCY', code, 'the code of a currency', hint);
}

function rateOf(currency: string, rates: Rates): number {
  if (currency === 'USD') return 1;
  const rate = Object.hasOwn(rates, currency) ? rates[currency] : undefined;
  if (rate !== undefined && rate > 0 && Number.isFinite(rate)) return rate;
  const hint = `pass a rate such as { ${currency}: 1.25 }`;
  throw new HeroError('PARAMS_NO_RATE', `found no rate of ${show(currency)}, expected USD per unit`, {
    hint,
  });
}

/** The shortest digits of the number, written without an exponent. */
function plainDecimal(value: number): string {
  const [mantissa = '', exponent = ''] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const point = Number(exponent) + 1;
  const whole = digits.slice(0, Math.max(point, 0)).padEnd(point, '0') || '0';
  const fraction = '0'.repeat(Math.max(-point, 0)) + digits.slice(Math.max(point, 0));
  return `${value < 0 ? '-' : ''}${whole}${fraction && `.${fraction}`}`;
}
