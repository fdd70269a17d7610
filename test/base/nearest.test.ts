import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from '../../src/base/index.ts';

describe('nearest', () => {
  const names = ['git.clone', 'git.pull', 'git.list', 'play.echo', 'play.ask', 'id'];
  it.each([
    ['git.clone', 'git.clone'],
    ['git.clon', 'git.clone'],
    ['git.colne', 'git.clone'],
    ['gti.pull', 'git.pull'],
    ['play.ecco', 'play.echo'],
    ['git.lst', 'git.list'],
    ['di', 'id'],
    ['something', undefined],
    ['', undefined],
  ])('%s is %s', (word, meant) => {
    expect(nearest(word, names)).toBe(meant);
  });

  it('takes the first of equally near ones, and nothing of nothing', () => {
    expect(nearest('bat', ['cat', 'hat'])).toBe('cat');
    expect(nearest('bat', [])).toBeUndefined();
  });
});

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['abc', '', 3],
    ['', 'abc', 3],
    ['abc', 'abc', 0],
    ['abc', 'abd', 1],
    ['abc', 'acb', 1],
    ['abcd', 'badc', 2],
    ['kitten', 'sitting', 3],
    ['ca', 'abc', 3],
  ])('%j and %j: %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });

  it('is the same both ways, 0 for equal words only, and never more than the longer word', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        const distance = editDistance(a, b);
        expect(editDistance(b, a)).toBe(distance);
        expect(distance === 0).toBe(a === b);
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
        expect(distance).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
      }),
    );
  });
});
