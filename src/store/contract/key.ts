import { HeroError, show } from '../../base/index.ts';

/** How long a key may be, in bytes of UTF-8. */
export const keyLimit = 1024;

/** Throws STORE_BAD_KEY or STORE_KEY_TOO_LONG unless the key can be stored. */
export function checkKey(key: string): void {
  checkPrefix(key);
  if (key === '') throw badKey('found an empty key, expected at least one character');
  const size = Buffer.byteLength(key);
  if (size <= keyLimit) return;
  const message = `the key ${show(key)} has ${size} bytes, expected at most ${keyLimit}`;
  throw new HeroError('STORE_KEY_TOO_LONG', message, { hint: 'keep the long part in the value' });
}

/** Throws STORE_BAD_KEY unless this could be the start of a key. The empty text starts every key. */
export function checkPrefix(prefix: string): void {
  if (typeof prefix !== 'string') throw badKey(`found ${typeof prefix} as a key, expected text`);
  if (!isWellFormed(prefix))
    throw badKey(`the key ${show(prefix)} holds half a character (a lone surrogate)`);
}

/** True when a text can be written as UTF-8 without loss: it holds no lone surrogates. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/** Sorts keys in place by code point, which is also the order of their UTF-8 bytes. */
export function sortKeys(keys: string[]): string[] {
  // Units of UTF-16 are in that order too, unless there are surrogates, and are compared much faster.
  return keys.some(key => /[\ud800-\udfff]/.test(key)) ? keys.sort(compare) : keys.sort();
}

function compare(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = rank(a.charCodeAt(i)) - rank(b.charCodeAt(i));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

// Surrogates stand for the characters above U+FFFF, so they come after every other unit.
function rank(unit: number): number {
  return (unit & 0xf800) === 0xd800 ? unit + 0x10000 : unit;
}

function badKey(message: string): HeroError {
  return new HeroError('STORE_BAD_KEY', message, { hint: 'use Unicode text of 1 to 1,024 bytes as the key' });
}
