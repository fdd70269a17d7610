import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { place, Source } from '../../src/base/index.ts';

describe('a position', () => {
  const source = new Source('ab\r\n😀c\n\nd');
  it.each([
    [0, 1, 1],
    [1, 1, 2],
    [2, 1, 3],
    [3, 1, 4],
    [4, 2, 1],
    [6, 2, 2],
    [7, 2, 3],
    [8, 3, 1],
    [9, 4, 1],
    [10, 4, 2],
  ])('offset %i is %i:%i', (offset, line, column) => {
    expect(source.position(offset)).toEqual({ line, column });
  });

  it('of an empty text', () => {
    expect(new Source('').position(0)).toEqual({ line: 1, column: 1 });
  });

  it('names the file, for an editor to jump to', () => {
    expect(place({ source: new Source('a\nbc', 'x/y.hero'), start: 3, end: 4 })).toBe('x/y.hero:2:2');
    expect(place({ source: new Source('a'), start: 0, end: 1 })).toBe('text:1:1');
  });

  it('is where walking through the text gets', () => {
    const text = fc
      .array(fc.constantFrom('a', '\n', '\r\n', '😀', 'é'), { maxLength: 60 })
      .map(list => list.join(''));
    fc.assert(
      fc.property(text, content => {
        const tested = new Source(content);
        let [line, column] = [1, 1];
        let offset = 0;
        for (const character of content) {
          expect(tested.position(offset)).toEqual({ line, column });
          offset += character.length;
          [line, column] = character === '\n' ? [line + 1, 1] : [line, column + 1];
        }
        expect(tested.position(offset)).toEqual({ line, column });
      }),
    );
  });
});

describe('a line', () => {
  it('comes without its end', () => {
    const source = new Source('one\r\ntwo\n\nlast');
    expect([1, 2, 3, 4].map(number => source.line(number))).toEqual(['one', 'two', '', 'last']);
    expect([1, 2, 3, 4].map(number => source.lineStart(number))).toEqual([0, 5, 9, 10]);
  });

  it('behind the last newline is empty', () => {
    expect(new Source('one\n').line(2)).toBe('');
    expect(new Source('').line(1)).toBe('');
  });

  it('lines and their ends make the text', () => {
    const text = fc.array(fc.constantFrom('a', '\n', ' '), { maxLength: 60 }).map(list => list.join(''));
    fc.assert(
      fc.property(text, content => {
        const tested = new Source(content);
        const count = tested.position(content.length).line;
        const lines = Array.from({ length: count }, (_, index) => tested.line(index + 1));
        expect(lines.join('\n')).toBe(content);
      }),
    );
  });
});
