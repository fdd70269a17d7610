import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readList, splitItems, writeList } from '../../../src/params/value/list.ts';

test.each<[string, string[]]>([
  ['', []],
  ['[ ]', []],
  ['red', ['red']],
  ['red, green ,blue', ['red', 'green', 'blue']],
  ['[red, green]', ['red', 'green']],
  [' [ red ] ', ['red']],
  ['red,,green,', ['red', 'green']],
  [`'sea, sun', "salt"`, ['sea, sun', 'salt']],
  [`['a','b']`, ['a', 'b']],
  ['"", red', ['red']],
  ['"deep sea" ,x', ['deep sea', 'x']],
])('%j has the items %j', (text, items) => {
  expect(readList(text)).toEqual(items);
});

test('an item quoted twice loses both pairs', () => {
  expect(readList(`'"A"', "'b c'"`)).toEqual(['A', 'b c']);
});

test('two quoted words in one item are not taken for a second pair', () => {
  expect(readList(`"'salt' and 'pepper'"`)).toEqual([`'salt' and 'pepper'`]);
});

test('a backslash makes a quote text, and two are one before a quote', () => {
  expect(readList(String.raw`"6\" nails, long", 'it\'s', "C:\\", a\b`)).toEqual([
    '6" nails, long',
    "it's",
    'C:\\',
    'a\\b',
  ]);
});

test('an apostrophe opens nothing', () => {
  expect(readList(`don't, won't, 'isn't'`)).toEqual(["don't", "won't", "isn't"]);
});

test('a quote that is never closed is text', () => {
  expect(readList(`'red, green, "blue`)).toEqual([`'red`, 'green', '"blue']);
});

test('a bracket on one side only is text', () => {
  expect(readList('[red, green')).toEqual(['[red', 'green']);
});

test('splitItems keeps empty items', () => {
  expect(splitItems('[1, ,2,]')).toEqual(['1', '', '2', '']);
  expect(splitItems('')).toEqual(['']);
  expect(splitItems('[]')).toEqual([]);
});

test('a writer quotes only what needs it', () => {
  expect(writeList(['plain', 'two words', 'a,b', 'say "hi"', '[x', 'a[0]b', "it's"])).toBe(
    String.raw`plain,"two words","a,b","say \"hi\"","[x",a[0]b,"it's"`,
  );
  expect(writeList([])).toBe('');
});

const item = fc
  .string({ unit: fc.constantFrom(...`ab '",\\[]{}\t:`, 'é', '日', '\u00a0') })
  .map(text => text.trim())
  .filter(text => text !== '');

test('what is written reads back', () => {
  fc.assert(
    fc.property(fc.array(item), items => {
      expect(readList(writeList(items))).toEqual(items);
    }),
    { numRuns: 2000 },
  );
});

test('any text reads without an error, and no item is empty or untrimmed', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...`a '",\\[]`) }), text => {
      const items = readList(text);
      expect(items).toEqual(items.map(each => each.trim()).filter(each => each !== ''));
      expect(splitItems(text).filter(each => each !== '')).toEqual(items);
    }),
  );
});
