import { describe, expect, test } from 'vitest';
import { parse } from '../../src/script/index.ts';
import { placesOf, read } from './found.ts';

/** The comments of each param and argument, by its own text, and those of nobody under `tail`. */
function commentsOf(text: string): Record<string, string[]> {
  const [action] = parse(text).actions;
  const found: Record<string, string[]> = {};
  for (const item of action?.items ?? []) {
    if (item.kind !== 'param' && item.kind !== 'argument') continue;
    const label = item.kind === 'param' ? item.key : item.value;
    if (item.comments) found[label] = item.comments.map(({ value }) => value);
  }
  const tail = (action?.tailComments ?? []).map(({ value }) => value);
  return tail.length > 0 ? { ...found, tail } : found;
}

describe('comments', () => {
  test('at the end of a line belong to its first param or argument', () => {
    expect(commentsOf('!!a.b x y:1 // c\n  z:2 w:3 # d')).toEqual({ x: ['c'], z: ['d'] });
  });

  test('on their own line, or before a token, belong to what follows', () => {
    expect(commentsOf('!!a.b // c\n  // d\n  # e\n  x:1 // f -/ y:2')).toEqual({
      x: ['c', 'd', 'e'],
      y: ['f'],
    });
  });

  test('behind everything belong to nobody', () => {
    expect(commentsOf('!!a.b x:1\n  // c\n  <!-- d -->')).toEqual({ tail: ['c', 'd'] });
  });

  test('go to the end of the line, whatever they hold', () => {
    expect(commentsOf("!!a.b // don't, see https://x.y // c\n  x:1")).toEqual({
      x: ["don't, see https://x.y // c"],
    });
    expect(read("!!a.b // don't\n  x:1")).toEqual(['x=1']);
  });

  test('may end on their line with a mark', () => {
    expect(commentsOf('!!a.b // c-/ x:1 // -/ y:2')).toEqual({ x: ['c'], y: [''] });
    expect(commentsOf('!!a.b //-/x:1')).toEqual({ x: [''] });
  });

  test('in HTML may have lines', () => {
    expect(commentsOf('!!a.b <!-- c\n d -->x:1 <!---->')).toEqual({ x: ['c\nd', ''] });
    expect(commentsOf('!!a.b\n<!-- one -->\n<!-- two -->\n  x:1')).toEqual({ x: ['one', 'two'] });
  });

  test('of HTML must end', () => {
    expect(placesOf('!!a.b x:1 <!-- c\n  y:2')).toEqual(['SCRIPT_UNCLOSED_COMMENT 1:11']);
  });

  test('need a token start', () => {
    expect(read('!!a.b x://c y:a//b z:#c w:a#')).toEqual(
      ['x=//c', 'y=a//b', 'z=#c', 'w=a#'].with(0, 'x://c'),
    );
    expect(placesOf('!!a.b #x')).toEqual(['SCRIPT_ILLEGAL_CHARACTER 1:7']);
    expect(commentsOf('!!a.b x #\n  y')).toEqual({ x: [''] });
  });

  test('left of the action do not end it when it goes on behind them', () => {
    expect(read('!!a.b x:1\n// c\n\n<!-- d\n -->\n  y:2')).toEqual(['x=1', 'y=2']);
    expect(commentsOf('!!a.b x:1\n// c\n  y:2')).toEqual({ y: ['c'] });
    expect(read('    !!a.b x:1\n  // c\n     y:2')).toEqual(['x=1', 'y=2']);
  });

  test.each([
    ['prose', '!!a.b x:1\n// c\ny:2'],
    ['a fence', '!!a.b x:1\n// c\n  ```\n  y:2'],
    ['an action', '!!a.b x:1\n// c\n  !!c.d\n  y:2'],
    ['a heading', '!!a.b x:1\n# c\n  y:2'],
    ['the end', '!!a.b x:1\n// c\n  '],
  ])('left of the action end it before %s', (_what, text) => {
    expect(read(text)).toEqual(['x=1']);
    expect(commentsOf(text)).toEqual({});
  });
});

describe('keys', () => {
  test('are letters of any script, digits and a few marks, and know no case', () => {
    expect(read('!!a.b Key-1:a x.y/z_,w:b ключ:c é:d 9:e')).toEqual([
      'key_1=a',
      'x.y/z_,w=b',
      'ключ=c',
      'é=d',
      '9=e',
    ]);
  });

  test('lose a slash in front, but not all they are', () => {
    expect(read('!!a.b /x:1')).toEqual(['x=1']);
    expect(placesOf('!!a.b /:1')).toEqual(['SCRIPT_ILLEGAL_CHARACTER 1:8']);
  });

  test('hold whole characters only', () => {
    expect(placesOf('!!a.b é\udc00:1')).toEqual(['SCRIPT_ILLEGAL_CHARACTER 1:8']);
    expect(read('!!a.b \u{20000}:1')).toEqual(['\u{20000}=1']);
  });

  test('need no space before the colon', () => {
    expect(placesOf('!!a.b x : 1')).toEqual(['SCRIPT_SPACE_BEFORE_COLON 1:9']);
  });
});

describe('arguments', () => {
  test('are words, quoted texts, URLs and snippets', () => {
    const text = "!!a.b w-1 a,b \"it's\" 'x y' https://h/p?q='1' git://h {snip.pet-1} /p/q слово";
    expect(read(text)).toEqual([
      'w-1',
      'a,b',
      "it's",
      'x y',
      "https://h/p?q='1'",
      'git://h',
      '{snip.pet-1}',
      '/p/q',
      'слово',
    ]);
  });

  test('are no URL without letters before the colon', () => {
    expect(read('!!a.b x1://h')).toEqual(['x1=//h']);
  });

  test.each(['-', '--', '*', '**', '...', '.', '-.-'])('%s is prose under an action', mark => {
    expect(placesOf(`!!a.b x:1\n  ${mark} y`)).toEqual(['SCRIPT_PROSE_UNDER_ACTION 2:3']);
  });

  test.each([
    '=',
    '(',
    'x=',
    'x+1',
    '#x',
    '/*',
    '{',
    '{x y}',
    '{x}y',
    '{{x}}',
    '[1]',
    '&',
    '`x`',
    '<b>',
    '🦊',
    '“x”',
    '@x',
    '!x',
  ])('%s is not an argument', word => {
    const found = /[^\p{L}\p{N}/]/u.exec(word);
    expect(placesOf(`!!a.b y:1 ${word}`)).toEqual([
      `SCRIPT_ILLEGAL_CHARACTER 1:${11 + (found?.index ?? -1)}`,
    ]);
  });
});
