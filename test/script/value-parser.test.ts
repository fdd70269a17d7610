import { describe, expect, test } from 'vitest';
import { parse } from '../../src/script/index.ts';
import { placesOf, read } from './found.ts';

const formOf = (text: string) => {
  const item = parse(text).actions[0]?.items.find(({ kind }) => kind === 'param');
  return item?.kind === 'param' ? item.form : undefined;
};

describe('bare values', () => {
  test('are the next token, whatever it holds', () => {
    expect(read('!!a.b a:12:30 b: nginx:latest c:x=1&y d:{N} e:#1 f:(g) h:ü')).toEqual([
      'a=12:30',
      'b=nginx:latest',
      'c=x=1&y',
      'd={N}',
      'e=#1',
      'f=(g)',
      'h=ü',
    ]);
  });

  test('know escapes, breaks and nothing else', () => {
    expect(read("!!a.b a:it\\'s b:x\\\\ny c:x<BR>y d:x<<BR>>y e:x\\ny f:x<br>y g:C:\\dir\\")).toEqual([
      "a=it's",
      'b=x\ny',
      'c=x\ny',
      'd=x\ny',
      'e=x\\ny',
      'f=x<br>y',
      'g=C:\\dir\\',
    ]);
  });

  test('that look like a param are warned of when a space stands before them', () => {
    expect(placesOf('!!a.b x: y:1')).toEqual(['SCRIPT_VALUE_LIKE_PARAM 1:10']);
    expect(placesOf('!!a.b x:y:1 a: 12:30 b: https://h c: y: d: :e')).toEqual([]);
  });
});

describe('empty values', () => {
  test('end with the line or at a comment', () => {
    expect(read('!!a.b a:\n  b: // c\n  c: # d\n  d: <!-- e --> e:\n  f')).toEqual([
      'a=',
      'b=',
      'c=',
      'd=',
      'e=',
      'f',
    ]);
    expect(formOf('!!a.b a: // c')).toBe('empty');
  });

  test('are opened by a quote that starts the next line', () => {
    expect(read("!!a.b a:\n  'x' b: // c\n  \"y\" c: # d\n  'z'")).toEqual(['a=x', 'b=y', 'c=z']);
    expect(read("!!a.b a:\n    '\n    x\n    '\n  b:1")).toEqual(['a=x', 'b=1']);
  });

  test.each([
    ['a blank line between', "!!a.b a:\n\n  'x'", ['a=', 'x']],
    ['a param behind the comment', "!!a.b a: // c -/ b:1\n  'x'", ['a=', 'b=1', 'x']],
    ['a param behind an HTML comment', "!!a.b a: <!-- c --> b:1\n  'x'", ['a=', 'b=1', 'x']],
    ['a comment of two lines', "!!a.b a: <!-- c\n  'd' -->\n  'x'", ['a=', 'x']],
    ['a line that is not deeper', "!!a.b a:\n'x'", ['a=']],
  ])('stay empty with %s', (_what, text, expected) => {
    expect(read(text)).toEqual(expected);
    expect(placesOf(text)).toEqual([]);
  });
});

describe('quoted values', () => {
  test('end at the same kind of quote', () => {
    expect(read("!!a.b a:'say \"hi\"' b:\"it's\" c:'' d:\"\" e: ' x '")).toEqual([
      'a=say "hi"',
      "b=it's",
      'c=',
      'd=',
      'e=x',
    ]);
  });

  test('a quote behind an odd number of backslashes is text', () => {
    expect(read("!!a.b a:'it\\'s' b:'C:\\\\' c:'\\\\\\'' d:'\\\\x'")).toEqual([
      "a=it's",
      'b=C:\\',
      "c=\\'",
      'd=\\\\x',
    ]);
  });

  test('are no place for comments and actions', () => {
    expect(read("!!a.b a:'x // y' b:'<!-- z -->' c:'!!c.d'")).toEqual([
      'a=x // y',
      'b=<!-- z -->',
      'c=!!c.d',
    ]);
  });

  test('go on over the next lines and are folded', () => {
    expect(read("!!a.b a:'one\n   two // not a comment\n\tthree' b:1")).toEqual([
      'a=one two // not a comment three',
      'b=1',
    ]);
    expect(formOf("!!a.b a:'one\n  two'")).toBe('folded');
  });

  test.each([
    ['the next action', "!!a.b a:'one\n  !!c.d b:'two'"],
    ['a line that is not deeper', "!!a.b a:'one\ntwo'"],
    ['a blank line', "!!a.b a:'one\n\n  two'"],
    ['a fence', "!!a.b a:'one\n  ```\n  two'"],
    ['the end', "!!a.b a:'one\n  two"],
  ])('must be closed before %s', (_what, text) => {
    expect(placesOf(text)[0]).toBe('SCRIPT_UNCLOSED_QUOTE 1:9');
  });

  test('must be followed by a space', () => {
    const text = "!!a.b a:'it's' b:1";
    expect(placesOf(text)).toEqual(['SCRIPT_TEXT_AFTER_QUOTE 1:13']);
    const [diagnostic] = parse(text).diagnostics;
    expect(diagnostic?.related?.message).toBe('the quote was opened here');
    expect(diagnostic?.related?.span.start).toBe(8);
  });

  test('followed by no letter name no opener', () => {
    const [diagnostic] = parse("!!a.b a:'x'=1").diagnostics;
    expect(diagnostic?.code).toBe('SCRIPT_TEXT_AFTER_QUOTE');
    expect(diagnostic?.related).toBeUndefined();
  });
});

describe('blocks', () => {
  test.each(["'", '"', "'''", '"""'])('of %s end at a line that holds it alone', quote => {
    expect(read(`!!a.b x:${quote}  // c\n    one\n\n      two\n  ${quote} \n  y:1`)).toEqual([
      'x=one\n\n  two',
      'y=1',
    ]);
  });

  test('hold what is no text elsewhere', () => {
    const content = ['!!c.d', '// c', '# h', '```', '<!--', "'''", '"', '![i](j)'].join('\n    ');
    expect(read(`!!a.b x:'\n    ${content}\n    '`)).toEqual([`x=${content.replaceAll('\n    ', '\n')}`]);
  });

  test('end at the first line that ends in the quote when none holds it alone', () => {
    expect(read("!!a.b x:'\n  one\n  two' \n  y:1")).toEqual(['x=one\ntwo', 'y=1']);
    expect(read("!!a.b x:'\n  isn't\n  '\n  y:'z'")).toEqual(["x=isn't", 'y=z']);
  });

  test('may hold lines at any column, and be closed at any', () => {
    expect(read("  !!a.b x:'\none\n  two\n'\n    y:1")).toEqual(['x=one\n  two', 'y=1']);
    expect(read("!!a.b x:'\n![image](y)\n'")).toEqual(['x=![image](y)']);
  });

  test('keep their content as it is, dedented and without blank lines around', () => {
    expect(read("!!a.b x:'\n\n  \n    a\\\\nb <BR>  \n\t\tc\td\n\n  '")).toEqual([
      'x=a\\\\nb <BR>  \n\tc\td',
    ]);
    expect(read("!!a.b x:'\n  \n  '")).toEqual(['x=']);
  });

  test.each([
    ['an action left of it', "!!a.b x:'\n  one\n!!c.d y:'\n'"],
    ['an action at its column', "  !!a.b x:'\n    one\n  !!c.d y:'\n  '"],
    ['the end', "!!a.b x:'\n  one\n"],
  ])('must end before %s', (_what, text) => {
    const column = text.indexOf("'") + 1;
    expect(placesOf(text)).toEqual([`SCRIPT_UNCLOSED_BLOCK 1:${column}`]);
  });

  test('are not made by a quote that something follows', () => {
    expect(formOf("!!a.b x:'one\n  two'")).toBe('folded');
    expect(formOf("!!a.b title:'Note:'\n  y:1")).toBe('quoted');
  });
});

describe('lists', () => {
  test('are items with commas between, on one line', () => {
    expect(read('!!a.b x:a,b , c,\'d e\' , "f, g" y:1, z')).toEqual(['x=a,b,c,"d e","f, g"', 'y=1,z']);
    expect(formOf('!!a.b x:a ,b')).toBe('list');
  });

  test('may end in a comma', () => {
    expect(read('!!a.b x:a,\n  y:b, // c\n  z:,\n  w:a,,b')).toEqual(['x=a', 'y=b', 'z=', 'w=a,,b']);
  });

  test('in brackets keep their items as they are written', () => {
    expect(read('!!a.b x:[\'a\', "b c" ,d] y:[] z:[ 1 , ]')).toEqual(['x=[\'a\',"b c",d]', 'y=[]', 'z=[1]']);
  });

  test('do not nest: a bracket is an ordinary character', () => {
    expect(read('!!a.b x:[a y:[[b]] z:a]')).toEqual(['x=[a', 'y=[[b]]', 'z=a]']);
  });

  test('close their quotes on the same line', () => {
    expect(placesOf("!!a.b x:a, 'b\n  c'")).toEqual(['SCRIPT_UNCLOSED_QUOTE 1:12']);
    expect(placesOf("!!a.b x:'a', 'b'c")).toEqual(['SCRIPT_TEXT_AFTER_QUOTE 1:17']);
  });
});
