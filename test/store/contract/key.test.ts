import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkKey, checkPrefix, isWellFormed, sortKeys } from '../../../src/store/contract/key.ts';

const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom('a', '\uE000', '\uFFFD', '\u{10000}', '\u{10FFFF}'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
});

describe('checkKey', () => {
  test.each([
    ['', 'STORE_BAD_KEY', 'found an empty key'],
    ['\uD800', 'STORE_BAD_KEY', 'lone surrogate'],
    ['a'.repeat(1025), 'STORE_KEY_TOO_LONG', 'has 1025 bytes, expected at most 1024'],
    ['é'.repeat(513), 'STORE_KEY_TOO_LONG', 'has 1026 bytes'],
  ])('refuses %j', (key, code, words) => {
    expect(() => checkKey(key)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(words) }),
    );
  });

  test('takes 1 to 1,024 bytes', () => {
    for (const key of ['a', '\0', 'a'.repeat(1024), '\u{1F600}'.repeat(256)])
      expect(() => checkKey(key)).not.toThrow();
  });
});

test('checkPrefix takes the empty text and refuses half a character', () => {
  expect(() => checkPrefix('')).not.toThrow();
  expect(() => checkPrefix('\uDC00')).toThrow(expect.objectContaining({ code: 'STORE_BAD_KEY' }));
});

test('isWellFormed agrees with a trip through UTF-8', () => {
  const units = fc.array(fc.constantFrom(0x61, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(units, codes => {
      const candidate = String.fromCharCode(...codes);
      expect(isWellFormed(candidate)).toBe(Buffer.from(candidate).toString() === candidate);
    }),
  );
});

test('keys are sorted by their UTF-8 bytes', () => {
  fc.assert(
    fc.property(fc.array(text), keys => {
      const bytes = keys.map(key => Buffer.from(key)).sort(Buffer.compare);
      expect(sortKeys(keys)).toEqual(bytes.map(String));
    }),
    { numRuns: 2000 },
  );
});
