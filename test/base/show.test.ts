import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { show, visible } from '../../src/base/index.ts';

describe('visible', () => {
  it.each([
    ['plain é 日 👍', 'plain é 日 👍'],
    ['a\u001b[2J', 'a\\u{1B}[2J'],
    ['a\nb\tc\r', 'a\\u{A}b\\u{9}c\\u{D}'],
    ['\u0000\u007f\u009b', '\\u{0}\\u{7F}\\u{9B}'],
    [
      '\u200b\u200f\u202a\u202e\u2066\u2069\ufeff',
      '\\u{200B}\\u{200F}\\u{202A}\\u{202E}\\u{2066}\\u{2069}\\u{FEFF}',
    ],
    ['\u2028\u2029', '\\u{2028}\\u{2029}'],
  ])('%j', (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it('leaves nothing that a terminal acts upon', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        expect(visible(text)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});

describe('show', () => {
  it('puts words in backticks', () => {
    expect(show('deploy')).toBe('`deploy`');
    expect(show('')).toBe('``');
    expect(show('a\nb')).toBe('`a\\u{A}b`');
  });

  it('cuts what is long, between characters', () => {
    expect(show('a'.repeat(60))).toBe(`\`${'a'.repeat(60)}\``);
    expect(show('a'.repeat(61))).toBe(`\`${'a'.repeat(60)}…\``);
    expect(show('👍👍👍', 2)).toBe('`👍👍…`');
  });
});
