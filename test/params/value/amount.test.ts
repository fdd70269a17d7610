import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Amount, readAmount } from '../../../src/params/value/amount.ts';
import { currencies } from '../../../src/params/value/currencies.ts';
import { thrown } from '../thrown.ts';

describe('reading', () => {
  test.each([
    ['7', 7, 'USD'],
    ['12 chf', 12, 'CHF'],
    ['Chf12', 12, 'CHF'],
    ['$3.50', 3.5, 'USD'],
    ['$3 USD', 3, 'USD'],
    ['3€', 3, 'EUR'],
    ['£ 4', 4, 'GBP'],
    ['-$5', -5, 'USD'],
    ['$-5', -5, 'USD'],
    ['SEK +5', 5, 'SEK'],
    ['.5 btc', 0.5, 'BTC'],
    ['8 k', 8000, 'USD'],
    ['30 k tft', 30000, 'TFT'],
    ['30mtft', 30_000_000, 'TFT'],
    ['USD 4k', 4000, 'USD'],
    ['4k$', 4000, 'USD'],
    ['2 mUSDC', 2_000_000, 'USDC'],
    ['1.005k', 1005, 'USD'],
    ['12,345,678.5 jpy', 12345678.5, 'JPY'],
    ['12 345 jpy', 12345, 'JPY'],
    ['2_500 eth', 2500, 'ETH'],
    ['35%', 0.35, 'USD'],
    ['-0', 0, 'USD'],
  ])('%j is %d %s', (text, value, currency) => {
    const amount = readAmount(text);
    expect([amount.value, amount.currency]).toEqual([value, currency]);
  });

  test('a known code wins over a multiplier and a code', () => {
    expect(readAmount('10MKD')).toEqual(new Amount(10, 'MKD'));
    expect(readAmount('10 kes')).toEqual(new Amount(10, 'KES'));
    expect(readAmount('10 mUSD')).toEqual(new Amount(10_000_000, 'USD'));
    expect(readAmount('10 k MKD')).toEqual(new Amount(10_000, 'MKD'));
  });

  test.each([
    '',
    ' ',
    'abc',
    'EUR',
    '.',
    '5-',
    '1e+6',
    '1e6',
    '1.2.3',
    '- -5',
    '-$-5',
    '5%%',
    '٣ EUR',
    'EUR 5 USD',
    'EUR 5%',
  ])('%j is no amount', text => {
    expect(thrown(() => readAmount(text)).code).toBe('PARAMS_NOT_AN_AMOUNT');
  });

  test('a decimal comma is not taken for thousands', () => {
    const error = thrown(() => readAmount('1,5 EUR'));
    expect(error.code).toBe('PARAMS_NOT_AN_AMOUNT');
    expect(error.hint).toBe('write a decimal point, and commas only between thousands');
  });

  test('an unknown currency is named, with the nearest one', () => {
    const error = thrown(() => readAmount('10 EURO'));
    expect(error).toMatchObject({ code: 'PARAMS_UNKNOWN_CURRENCY', hint: 'did you mean `EUR`?' });
    expect(error.message).toBe('found `EURO`, expected the code of a currency');
    expect(thrown(() => readAmount('10 kilo gold')).hint).toBe('use a code of ISO 4217 such as EUR');
  });

  test('an amount that is too large or too long', () => {
    expect(thrown(() => readAmount('9'.repeat(400))).code).toBe('PARAMS_OUT_OF_RANGE');
    expect(thrown(() => readAmount(`${' '.repeat(600)}1`)).code).toBe('PARAMS_TOO_LONG');
  });
});

describe('an amount', () => {
  test('prints plain decimals', () => {
    expect(String(new Amount(2500, 'eur'))).toBe('2500 EUR');
    expect(String(new Amount(-1e-7, 'BTC'))).toBe('-0.0000001 BTC');
    expect(String(new Amount(1.5e21, 'XLM'))).toBe('1500000000000000000000 XLM');
    expect(String(new Amount(-0, 'USD'))).toBe('0 USD');
  });

  test('is always a finite number of a known currency', () => {
    expect(thrown(() => new Amount(Number.NaN, 'EUR')).code).toBe('PARAMS_NOT_AN_AMOUNT');
    expect(thrown(() => new Amount(Number.POSITIVE_INFINITY, 'EUR')).code).toBe('PARAMS_OUT_OF_RANGE');
    expect(thrown(() => new Amount(1, '__proto__')).code).toBe('PARAMS_UNKNOWN_CURRENCY');
  });

  test('what it prints reads back', () => {
    const value = fc.double({ noNaN: true, noDefaultInfinity: true }).filter(each => !Object.is(each, -0));
    fc.assert(
      fc.property(value, fc.constantFrom(...currencies), (each, currency) => {
        const amount = new Amount(each, currency);
        expect(Amount.parse(amount.toString())).toEqual(amount);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('exchange', () => {
  const rates = { EUR: 1.25, TFT: 0.5 };

  test('goes through USD per unit', () => {
    expect(new Amount(10, 'EUR').exchange('tft', rates)).toEqual(new Amount(25, 'TFT'));
    expect(new Amount(10, 'EUR').exchange('USD', rates)).toEqual(new Amount(12.5, 'USD'));
    expect(new Amount(10, 'USD').exchange('EUR', rates)).toEqual(new Amount(8, 'EUR'));
  });

  test('needs no rate for the same currency', () => {
    expect(new Amount(10, 'CHF').exchange('CHF', {})).toEqual(new Amount(10, 'CHF'));
  });

  test.each([
    {},
    { CHF: 0 },
    { CHF: -1 },
    { CHF: Number.NaN },
    Object.create({ CHF: 2 }) as Record<string, number>,
  ])('refuses to guess a rate from %j', given => {
    const error = thrown(() => new Amount(10, 'CHF').exchange('USD', given));
    expect(error.code).toBe('PARAMS_NO_RATE');
    expect(error.message).toContain('`CHF`');
  });

  test('knows its currencies', () => {
    expect(thrown(() => new Amount(1, 'USD').exchange('constructor', rates)).code).toBe(
      'PARAMS_UNKNOWN_CURRENCY',
    );
  });
});

test('codes have three letters, but for one token', () => {
  expect([...currencies].filter(code => !/^[A-Z]{3}$/.test(code))).toEqual(['USDC']);
});
