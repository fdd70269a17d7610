import { expect, test } from 'vitest';
import { streamWidth } from '../../src/cli/io.ts';

test.each([
  [undefined, 100],
  [0, 80],
  [Number.NaN, 80],
  [40, 40],
])('a stream that reports %s columns has %i', (reported, width) => {
  expect(streamWidth(reported)).toBe(width);
});
