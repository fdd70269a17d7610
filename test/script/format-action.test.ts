import { describe, expect, test } from 'vitest';
import { formatAction, formatParams, type PlainAction, type PlainParams } from '../../src/script/index.ts';
import { thrown } from '../params/thrown.ts';
import { readBack } from './plain.ts';

const plain = (fields: Partial<PlainAction>): PlainAction => ({
  bangs: 2,
  actor: 'a',
  name: 'b',
  params: [],
  args: [],
  ...fields,
});
const value = (text: string) => formatAction(plain({ params: [{ key: 'k', value: text }] }));

describe('values', () => {
  test.each([
    ['word', '!!a.b k:word'],
    ['/srv/x-1.y', '!!a.b k:/srv/x-1.y'],
    ['50%', '!!a.b k:50%'],
    ['a,b,,c', '!!a.b k:a,b,,c'],
    ['слово', '!!a.b k:слово'],
    ['', "!!a.b k:''"],
    ['two words', "!!a.b k:'two words'"],
    ['12:30', "!!a.b k:'12:30'"],
    ['//x', "!!a.b k:'//x'"],
    [',x', "!!a.b k:',x'"],
    ['x,', "!!a.b k:'x,'"],
    ["it's", `!!a.b k:"it's"`],
    ['say "hi"', `!!a.b k:'say "hi"'`],
    [`it's "x"`, `!!a.b k:'it\\'s "x"'`],
    ['C:\\', "!!a.b k:'C:\\\\'"],
    ['a\\"', `!!a.b k:'a\\\\"'`],
    ['a,"b c"', '!!a.b k:a,"b c"'],
    ['"b c",a', '!!a.b k:"b c",a'],
    ['a,"b"', `!!a.b k:'a,"b"'`],
    ['one\ntwo', "!!a.b\n    k:'\n        one\n        two\n        '"],
    ["one\n'\n\ntwo", `!!a.b\n    k:"\n        one\n        '\n\n        two\n        "`],
    [`'\n"\n'''\n"""`, `!!a.b k:'\\'\\\\n"\\\\n\\'\\'\\'\\\\n"""'`],
    ['a\n \nb', "!!a.b k:'a\\\\n \\\\nb'"],
    [' a', undefined],
    ['a\\\\nb', "!!a.b\n    k:'\n        a\\\\nb\n        '"],
    ['a<BR>b', "!!a.b\n    k:'\n        a<BR>b\n        '"],
    ['tab\tin', "!!a.b\n    k:'\n        tab\tin\n        '"],
    ['x ', "!!a.b\n    k:'\n        x \n        '"],
    ['a\n', undefined],
    ['\u0000', undefined],
    ['a\r\nb', undefined],
    ['\u202e', undefined],
    ['a,"\u0007b"', undefined],
  ])('%j', (text, expected) => {
    if (expected === undefined) {
      expect(thrown(() => value(text)).code).toBe('PARAMS_UNPRINTABLE');
      return;
    }
    expect(value(text)).toBe(expected);
    const [param] = readBack(expected).items;
    expect(param?.kind === 'param' && param.value).toBe(text);
  });
});

describe('arguments', () => {
  test.each([
    ['word', 'word'],
    ['https://h/p?q=1,2', 'https://h/p?q=1,2'],
    ['{snippet}', '{snippet}'],
    ['-x', '-x'],
    ['-', "'-'"],
    ['...', "'...'"],
    ['//x', "'//x'"],
    ['k:v', "'k:v'"],
    ['', "''"],
    ["https://it's", `"https://it's"`],
  ])('%j', (text, expected) => {
    expect(formatAction(plain({ args: [text] }))).toBe(`!!a.b ${expected}`);
  });

  test.each(['http://\u0000', 'http://\u202e', '\u0007'])('%j is refused', text => {
    expect(thrown(() => formatAction(plain({ args: [text] }))).code).toBe('PARAMS_UNPRINTABLE');
  });
});

describe('keys', () => {
  test.each(['Key', 'a-b', 'a b', '/a', '//a', '', 'a:b', '\ud83e', 'x\n'])('%j is refused', key => {
    const { code, message } = thrown(() => formatAction(plain({ params: [{ key, value: '1' }] })));
    expect(code).toBe('PARAMS_UNPRINTABLE');
    expect(message).toContain('cannot be written as a key');
  });

  test('one that starts with a comma stands on its own line', () => {
    const params = [
      { key: 'k', value: '1' },
      { key: ',l', value: '2' },
    ];
    expect(formatAction(plain({ params }))).toBe('!!a.b\n    k:1\n    ,l:2');
  });
});

describe('layout', () => {
  const pair = (key: string, text: string, comment?: string) => ({
    key,
    value: text,
    ...(comment !== undefined && { comment }),
  });

  test('of 80 columns stands on one line, of 81 on many', () => {
    const wide = (size: number) =>
      formatAction(plain({ args: ['x'], params: [pair('k', 'y'.repeat(size)), pair('l', '1')] }));
    expect(wide(66)).toHaveLength(80);
    expect(wide(66)).not.toContain('\n');
    expect(wide(67).split('\n')).toEqual(['!!a.b x', `    k:${'y'.repeat(67)}`, '    l:1']);
  });

  test('arguments that are too wide stand below each other', () => {
    expect(formatAction(plain({ args: ['x'.repeat(50), 'y'.repeat(50)] }))).toBe(
      `!!a.b\n    ${'x'.repeat(50)}\n    ${'y'.repeat(50)}`,
    );
  });

  test('comments: before the action, behind a param or before it, at the end', () => {
    const action = plain({
      comment: 'first\nsecond',
      args: ['x'],
      params: [
        pair('k', '1', 'short'),
        pair('l', '2', 'of\ntwo'),
        pair('m', 'a\nb', 'of a block'),
        pair('n', '3', ''),
      ],
      comments: ['of x', 'tail'],
    });
    expect(formatAction(action)).toBe(
      [
        '// first',
        '// second',
        '!!a.b x',
        '    k:1 // short',
        '    // of',
        '    // two',
        '    l:2',
        '    // of a block',
        "    m:'",
        '        a',
        '        b',
        "        '",
        '    n:3 //',
        '    // of x',
        '    // tail',
      ].join('\n'),
    );
  });

  test('comments that `//` cannot hold take another form', () => {
    const action = plain({
      comment: '/slash\nends -/',
      params: [pair('k', '1', '/slash'), pair('l', '2', 'a -/ b')],
    });
    expect(formatAction(action)).toBe(
      '<!-- /slash -->\n// ends -/ -/\n!!a.b\n    k:1 # /slash\n    l:2 # a -/ b',
    );
  });

  test('comments that nothing can hold are refused', () => {
    for (const comment of ['\u0000', '/ -->', '\u202e']) {
      expect(thrown(() => formatAction(plain({ comment }))).code).toBe('PARAMS_UNPRINTABLE');
    }
    expect(thrown(() => formatAction(plain({ comments: ['\u0000'] }))).code).toBe('PARAMS_UNPRINTABLE');
  });

  test('params without an action have no empty first line', () => {
    const params: PlainParams = { args: [], params: [pair('k', '1', 'c'), pair('l', 'a\nb')] };
    expect(formatParams(params)).toBe("    k:1 // c\n    l:'\n        a\n        b\n        '");
    expect(formatParams({ args: ['x'], params: [pair('k', '1')] })).toBe('x k:1');
    expect(formatParams({ args: [], params: [] })).toBe('');
  });
});
