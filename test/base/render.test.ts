import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Diagnostic, Source } from '../../src/base/index.ts';
import { columns } from '../../src/cli/terminal/text-width.ts';
import { draw } from '../support/draw.ts';

/** A diagnostic about the first place of `part` in a text. */
function about(text: string, part: string, more: Partial<Diagnostic> = {}): Diagnostic {
  const source = new Source(text, 'a.hero');
  const start = text.indexOf(part);
  const span = { source, start, end: start + part.length };
  return { code: 'ACTION_UNKNOWN_PARAM', severity: 'error', message: 'no such param', span, ...more };
}

/** The drawn line and the line of marks below it. */
function drawn(text: string, part: string, width = 100): string[] {
  return draw(about(text, part), { width }).split('\n').slice(2);
}

describe('the picture', () => {
  it('is the one of the design', () => {
    const text = "// clone it\n\n\n!!git.clone pth:'/code'\n";
    const diagnostic = about(text, 'pth', {
      message: '`git.clone` has no param `pth`',
      hint: 'did you mean `path`?',
    });
    expect(draw(diagnostic)).toBe(
      [
        'error[ACTION_UNKNOWN_PARAM]: `git.clone` has no param `pth`',
        '  --> a.hero:4:13',
        "4 | !!git.clone pth:'/code'",
        '  |             ^^^ did you mean `path`?',
      ].join('\n'),
    );
  });

  it('keeps its edge for long line numbers', () => {
    const picture = draw(about(`${'\n'.repeat(1233)}one two`, 'two'));
    expect(picture.split('\n').slice(1)).toEqual([
      '     --> a.hero:1234:5',
      '1234 | one two',
      '     |     ^^^',
    ]);
  });

  it('without a place is a line, and one for the hint', () => {
    const { span: _, ...rest } = about('a', 'a');
    expect(draw(rest)).toBe('error[ACTION_UNKNOWN_PARAM]: no such param');
    expect(draw({ ...rest, hint: 'try' })).toBe('error[ACTION_UNKNOWN_PARAM]: no such param\n  hint: try');
  });

  it('shows the place that explains, too', () => {
    const source = new Source('first\nsecond', 'a.hero');
    const diagnostic = about('first\nsecond', 'second', {
      severity: 'warning',
      hint: 'remove one',
      related: { message: 'it was opened here', span: { source, start: 0, end: 5 } },
    });
    expect(draw(diagnostic)).toBe(
      [
        'warning[ACTION_UNKNOWN_PARAM]: no such param',
        '  --> a.hero:2:1',
        '2 | second',
        '  | ^^^^^^ remove one',
        'note: it was opened here',
        '  --> a.hero:1:1',
        '1 | first',
        '  | ^^^^^',
      ].join('\n'),
    );
  });

  it('puts a hint that does not fit beside the mark below it', () => {
    const diagnostic = about(`${'x '.repeat(20)}here`, 'here', { hint: 'a hint of some length' });
    const lines = (width: number) => draw(diagnostic, { width }).split('\n').slice(3);
    expect(lines(70)).toEqual([`  | ${' '.repeat(40)}^^^^ a hint of some length`]);
    expect(lines(69)).toEqual([`  | ${' '.repeat(40)}^^^^`, '  hint: a hint of some length']);
  });
});

describe('the mark stands below what it marks', () => {
  it.each([
    ['a tab', 'a\tb c', 'b', ['1 | a    b c', '  |      ^']],
    ['a marked tab', 'a\tb', '\tb', ['1 | a    b', '  |  ^^^^^']],
    ['wide characters', '日本 語!', '語', ['1 | 日本 語!', '  |      ^^']],
    ['full width letters', 'ＡＢ x', 'x', ['1 | ＡＢ x', '  |      ^']],
    ['emoji', '👍✅ x', 'x', ['1 | 👍✅ x', '  |      ^']],
    ['signs that look like emoji but are narrow', '✓☀ x', 'x', ['1 | ✓☀ x', '  |    ^']],
    ['combining marks', 'e\u0301a\u0308 x', 'x', ['1 | e\u0301a\u0308 x', '  |    ^']],
    ['control characters', 'a\u001b[2J x', 'x', ['1 | a\\u{1B}[2J x', '  |            ^']],
    ['bidirectional controls', 'a\u202e x', 'x', ['1 | a\\u{202E} x', '  |           ^']],
    ['a marked control character', 'a\u0007b', '\u0007', ['1 | a\\u{7}b', '  |  ^^^^^']],
  ])('with %s', (_, text, part, lines) => {
    expect(drawn(text, part)).toEqual(lines);
  });

  it.each([
    ['an empty file', '', 0, 0, ['1 |', '  | ^']],
    ['the end of a file', 'abc', 3, 3, ['1 | abc', '  |    ^']],
    ['the end of a line', 'abc\ndef', 3, 3, ['1 | abc', '  |    ^']],
    ['the end of a line with CR LF', 'abc\r\ndef', 3, 5, ['1 | abc', '  |    ^']],
    ['an empty line', 'a\n\nb', 2, 2, ['2 |', '  | ^']],
    ['nothing between characters', 'abc', 1, 1, ['1 | abc', '  |  ^']],
    ['several lines: the first one', 'abc\ndef\nghi', 1, 9, ['1 | abc', '  |  ^^']],
    ['behind the end of a file', 'a\n', 2, 2, ['2 |', '  | ^']],
  ])('at %s', (_, text, start, end, lines) => {
    const span = { source: new Source(text, 'a.hero'), start, end };
    const picture = draw({ code: 'CLI_USAGE', severity: 'error', message: 'm', span });
    expect(picture.split('\n').slice(2)).toEqual(lines);
  });
});

describe('a long line', () => {
  const long = `${'a'.repeat(500)} mark ${'b'.repeat(500)}`;

  it('is cut on both sides of the mark', () => {
    expect(drawn(long, 'mark', 40)).toEqual([
      `1 | …${'a'.repeat(17)} mark ${'b'.repeat(11)}…`,
      `  | ${' '.repeat(19)}^^^^`,
    ]);
  });

  it('is not cut when it fits', () => {
    const text = `${'a'.repeat(60)} mark b`;
    expect(drawn(text, 'mark', 71)).toEqual([`1 | ${text}`, `  | ${' '.repeat(61)}^^^^`]);
    expect(drawn(text, 'mark', 70)[0]).toBe(`1 | …${text.slice(2)}`);
  });

  it('is cut inside a long mark', () => {
    expect(drawn(long, long.trim(), 40)).toEqual([`1 | ${'a'.repeat(25)}…`, `  | ${'^'.repeat(26)}`]);
  });

  it('is drawn quickly, however long', () => {
    const huge = `${'a'.repeat(2_000_000)}mark${'b'.repeat(2_000_000)}`;
    expect(drawn(huge, 'mark', 60)[0]).toMatch(/^1 \| …a+markb+…$/);
  });

  it('fits the terminal, and its mark stands below the place, whatever is in it', () => {
    const character = fc.oneof(
      fc.constantFrom('\t', '日', '👍', 'e\u0301', '\u001b', '\u202e', '\u00e9', ' ', '\u200d'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }).filter(text => !/[\r\n]/.test(text)),
    );
    const piece = fc.array(character, { maxLength: 150 }).map(list => list.join(''));
    fc.assert(
      fc.property(piece, piece, piece, fc.integer({ min: 40, max: 120 }), (before, marked, after, width) => {
        const source = new Source(before + marked + after, 'a.hero');
        const span = { source, start: before.length, end: before.length + marked.length };
        const picture = draw({ code: 'CLI_USAGE', severity: 'error', message: 'm', span }, { width });
        const [text = '', mark = ''] = picture.split('\n').slice(2);
        expect(columns(text)).toBeLessThanOrEqual(width);
        expect(mark).toMatch(/^ {2}\| *\^+$/);
        expect(columns(mark.trimEnd())).toBeLessThanOrEqual(width);
        expect(text).not.toMatch(/[\u0000-\u001f\u202e]/);
      }),
    );
  });
});

describe('colours', () => {
  const red = (text: string) => `\u001b[31m${text}\u001b[0m`;
  const blue = (text: string) => `\u001b[34m${text}\u001b[0m`;
  const bold = (text: string) => `\u001b[1m${text}\u001b[0m`;

  it('paint what is said, where, and the mark', () => {
    expect(draw(about('one two', 'two', { hint: 'h' }), { color: true })).toBe(
      [
        `${red('error[ACTION_UNKNOWN_PARAM]')}: ${bold('no such param')}`,
        `  ${blue('-->')} a.hero:1:5`,
        `${blue('1 |')} one two`,
        `${blue('  |')}     ${red('^^^ h')}`,
      ].join('\n'),
    );
  });

  it('warn in yellow', () => {
    const { span: _, ...rest } = about('a', 'a', { severity: 'warning' });
    expect(draw(rest, { color: true })).toBe(
      `\u001b[33mwarning[ACTION_UNKNOWN_PARAM]\u001b[0m: ${bold('no such param')}`,
    );
  });

  it('are all that differs', () => {
    const diagnostic = about('one two', 'two', { hint: 'h' });
    const painted = draw(diagnostic, { color: true });
    expect(painted.replace(/\u001b\[\d+m/g, '')).toBe(draw(diagnostic));
  });
});

it('spells out a name that would steer the terminal', () => {
  const source = new Source('x', 'a\u001b[2J.hero');
  const span = { source, start: 0, end: 1 };
  const picture = draw({ code: 'CLI_USAGE', severity: 'error', message: 'm', span });
  expect(picture.split('\n')[1]).toBe('  --> a\\u{1B}[2J.hero:1:1');
});
