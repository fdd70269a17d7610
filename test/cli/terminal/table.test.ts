import { describe, expect, it } from 'vitest';
import { table, wrap } from '../../../src/cli/terminal/table.ts';

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

describe('a table', () => {
  const rows = [
    [['a', 'int', ''], 'the first of all the letters there are'],
    [['long', 'text', ''], ''],
  ] as const;

  it('leaves columns out that are empty, and no space at the end of a line', () => {
    expect(table(rows, 40)).toEqual([
      'a     int   the first of all the letters',
      '            there are',
      'long  text',
    ]);
  });

  it('puts texts below where they have no room', () => {
    expect(table(rows, 30, '  ')).toEqual([
      '  a  int',
      '      the first of all the',
      '      letters there are',
      '  long  text',
    ]);
  });

  it('may have no rows', () => {
    expect(table([], 80)).toEqual([]);
  });
});
