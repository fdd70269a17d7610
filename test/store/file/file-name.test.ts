import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeFileName,
  encodeFileName,
  isKeyFileName,
  isLongName,
  keyFileName,
} from '../../../src/store/file/file-name.ts';

const keyLike = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }),
  fc.string({ unit: fc.constantFrom(...'aAbB.-_%~46 é/conCON1'), minLength: 1, maxLength: 8 }),
  fc.string({ unit: fc.constantFrom('a', 'A', '.', 'é'), minLength: 60, maxLength: 210 }),
);

describe('encodeFileName', () => {
  test.each([
    ['name', 'name'],
    ['my-key_2.json', 'my-key_2.json'],
    ['Foo', '%46oo'],
    ['a b', 'a%20b'],
    ['a/b\\c', 'a%2fb%5cc'],
    ['%41', '%2541'],
    ['\u00E9', '%c3%a9'],
    ['e\u0301', 'e%cc%81'],
    ['\u{1F511}', '%f0%9f%94%91'],
    ['\0\n', '%00%0a'],
    ['.', '%2e'],
    ['..', '%2e%2e'],
    ['...', '%2e.%2e'],
    ['.tmp-1', '%2etmp-1'],
    ['a..b', 'a..b'],
    ['end.', 'end%2e'],
    ['con', '%63on'],
    ['nul.tar.gz', '%6eul.tar.gz'],
    ['com1', '%63om1'],
    ['lpt0.x', '%6cpt0.x'],
    ['CON', '%43%4f%4e'],
    ['cone', 'cone'],
    ['x.con', 'x.con'],
    ['com10', 'com10'],
  ])('%j is %s', (key, name) => {
    expect(encodeFileName(key)).toBe(name);
    expect(decodeFileName(name)).toBe(key);
  });

  test('decoding gives the key back, but for long names', () => {
    fc.assert(
      fc.property(keyLike, key => {
        const name = encodeFileName(key);
        expect(decodeFileName(name)).toBe(isLongName(name) ? undefined : key);
      }),
      { numRuns: 2000 },
    );
  });

  test('no two keys share a name, also where case does not count', () => {
    fc.assert(
      fc.property(keyLike, keyLike, (a, b) => {
        fc.pre(a !== b);
        expect(encodeFileName(a).toLowerCase()).not.toBe(encodeFileName(b).toLowerCase());
      }),
      { numRuns: 2000 },
    );
  });

  test('every name is one that any file system takes', () => {
    fc.assert(
      fc.property(keyLike, key => {
        const name = encodeFileName(key);
        expect(name).toMatch(/^[a-z0-9_%-](?:[a-z0-9_.%-]*[a-z0-9_%-])?$/);
        expect(name.length).toBeLessThanOrEqual(200);
        expect(name).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?$/);
      }),
      { numRuns: 2000 },
    );
  });

  test('names over 200 bytes become a hash', () => {
    expect(encodeFileName('a'.repeat(200))).toBe('a'.repeat(200));
    expect(encodeFileName('abc'.repeat(67))).toMatch(/^%long-[0-9a-f]{64}$/);
    expect(encodeFileName('A'.repeat(67))).toMatch(/^%long-/);
    expect(encodeFileName('A'.repeat(66))).toBe('%41'.repeat(66));
  });
});

describe('decodeFileName', () => {
  test.each([
    '',
    'README',
    'Foo',
    '.git',
    'a.',
    '%',
    '%4',
    '%zz',
    '%4A',
    '%61',
    '%2ea%2e%',
    'con',
    'aux.txt',
    '%ff',
    '%ed%a0%bd',
    'é',
    'a b',
    'a\n',
  ])('%j is no name of a key', name => {
    expect(decodeFileName(name)).toBeUndefined();
  });

  test('whatever decodes is the name of its key', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab.%2e6f-_c3a9'), maxLength: 8 }), name => {
        const key = decodeFileName(name);
        if (key !== undefined) expect(encodeFileName(key)).toBe(name);
      }),
      { numRuns: 2000 },
    );
  });
});

test('the file of a long key is told from values and from keys', () => {
  const name = encodeFileName('k'.repeat(500));
  const beside = keyFileName(name);
  expect([isLongName(name), isKeyFileName(name)]).toEqual([true, false]);
  expect([isLongName(beside), isKeyFileName(beside)]).toEqual([false, true]);
  expect(decodeFileName(beside)).toBeUndefined();
  expect(isKeyFileName('a.key')).toBe(false);
  // A key that looks like a hashed name gets a readable name of its own.
  expect(encodeFileName(name)).toBe(`%25${name.slice(1)}`);
});
