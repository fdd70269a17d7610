import { describe, expect, it } from 'vitest';
import { table } from '../../../src/cli/terminal/table.ts';

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
