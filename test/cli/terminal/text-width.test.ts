import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { fitQuickly, isNarrow } from '../../../src/cli/terminal/narrow-text.ts';
import { columns, fit, fold, wrap } from '../../../src/cli/terminal/text-width.ts';

describe('columns', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['é', 1],
    ['e\u0301', 1],
    ['日本', 4],
    ['한', 2],
    ['ｱ', 1],
    ['Ａ', 2],
    ['👍', 2],
    ['🧪', 2],
    ['✅', 2],
    ['𠀀', 2],
    ['✓', 1],
    ['…', 1],
  ])('%s takes %i', (text, width) => {
    expect(columns(text)).toBe(width);
  });
});

it('each narrow character takes one column, as the package says', () => {
  for (let code = 0x20; code < 0x2600; code++) {
    const character = String.fromCodePoint(code);
    if (isNarrow(character)) expect(stringWidth(character), code.toString(16)).toBe(1);
  }
  for (const sign of '✓✗↻↵│…–') expect(isNarrow(sign) && stringWidth(sign) === 1, sign).toBe(true);
});

it('a long text of wide characters is measured quickly', () => {
  expect(columns('日'.repeat(300_000))).toBe(600_000);
});

describe('a text in lines', () => {
  it.each([
    ['one two three', 7, ['one two', 'three']],
    ['one two three', 13, ['one two three']],
    ['a longestword b', 4, ['a', 'longestword', 'b']],
    ['many   spaces\nand lines', 40, ['many spaces and lines']],
    ['日本 語', 4, ['日本', '語']],
    ['', 10, ['']],
  ])('%j in %i columns', (text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines);
  });
});

const texts = fc.string({ unit: fc.constantFrom('a', 'é', '日', '👍', 'e\u0301', '1\ufe0f\u20e3', ' ') });

describe.each([
  ['fit', fit],
  ['fitQuickly', fitQuickly],
])('%s', (_, cut) => {
  it.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 5, 'abcd…'],
    ['ab cdef', 4, 'ab…'],
    ['日本語', 6, '日本語'],
    ['日本語', 5, '日本…'],
    ['日本語', 4, '日…'],
  ])('%s in %i columns is %s', (text, room, expected) => {
    expect(cut(text, room)).toBe(expected);
  });

  it('never takes more columns than there are', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 2, max: 30 }), (text, room) => {
        expect(columns(cut(text, room))).toBeLessThanOrEqual(room);
      }),
    );
  });
});

it('pieces of a line fit, and are the line again when they are joined', () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 2, max: 30 }), (text, width) => {
      const pieces = fold(text, width);
      expect(pieces.join('')).toBe(text);
      for (const piece of pieces) expect(columns(piece)).toBeLessThanOrEqual(width);
    }),
  );
});
