import { describe, expect, test } from 'vitest';
import { parse, parseParams, print, type Source } from '../../src/script/index.ts';
import { itemsOf, placesOf, read } from './found.ts';

const names = (text: string) => parse(text).actions.map(({ actor, name }) => `${actor}.${name}`);

describe('where actions start and end', () => {
  test('a line belongs to an action when it is deeper than its first bang', () => {
    expect(read('!!a.b\n x:1\n\n\n\ty:2\n      z:3')).toEqual(['x=1', 'y=2', 'z=3']);
    expect(read('  !!a.b\n   x:1\n  y:2')).toEqual(['x=1']);
    expect(read('  !!a.b\n x:1')).toEqual([]);
  });

  test('a tab counts four columns', () => {
    expect(read('\t!!a.b\n     x:1\n    y:2')).toEqual(['x=1']);
    expect(read('    !!a.b\n\tx:1')).toEqual([]);
  });

  test('the next action ends it, however deep that stands', () => {
    const { actions } = parse('!!a.b\n  x:1\n  !!c.d\n    y:2\n  z:3');
    expect(actions.map(itemsOf)).toEqual([['x=1'], ['y=2']]);
  });

  test('a fence ends it, however deep that stands', () => {
    expect(read('!!a.b\n  x:1\n    ```\n  y:2')).toEqual(['x=1']);
    expect(read('!!a.b\n  ``y')).toEqual([]);
  });

  test('an image is prose, in an action too', () => {
    expect(names('![a](b)\n!!c.d')).toEqual(['c.d']);
    expect(read('!!a.b\n  ![x:1](y)\n  z:2')).toEqual(['z=2']);
    expect(read('!!a.b\n![x:1](y)\n  z:2')).toEqual([]);
  });

  test('lines end with LF or CR LF', () => {
    expect(read("!!a.b x:1\r\n  y:'\r\n    one\r\n      two\r\n    '\r\n  z:3\r\n")).toEqual([
      'x=1',
      'y=one\n  two',
      'z=3',
    ]);
  });

  test('a byte order mark may stand in front', () => {
    expect(read('\ufeff!!a.b x:1')).toEqual(['x=1']);
    expect(print(parse('\ufeff!!a.b x:1'))).toBe('\ufeff!!a.b x:1');
  });

  test('its span goes from the first bang to its last token', () => {
    const { actions } = parse('  !!a.b x:1\n    y:2  \n\n\nprose');
    expect(actions[0]?.text).toBe('!!a.b x:1\n    y:2');
  });
});

describe('what stands before an action', () => {
  const commentsBefore = (text: string) =>
    parse(text).actions.map(({ comments }) => comments.map(({ value }) => value));

  test('comments wait for the next action, over blank lines and images', () => {
    expect(commentsBefore('// one\n\n  // two\n<!-- three -->\n![image](x)\n!!a.b')).toEqual([
      ['one', 'two', 'three'],
    ]);
  });

  test('prose and headings take them away', () => {
    expect(commentsBefore('// one\nprose\n!!a.b')).toEqual([[]]);
    expect(commentsBefore('// one\n# Heading\n!!a.b')).toEqual([[]]);
    expect(commentsBefore('<!-- one --> prose\n!!a.b')).toEqual([[]]);
  });

  test('each action has its own', () => {
    expect(commentsBefore('// one\n!!a.b\n// two\n!!c.d\n!!e.f')).toEqual([['one'], ['two'], []]);
  });

  test('an HTML comment without an end is prose', () => {
    expect(commentsBefore('<!-- one\n!!a.b')).toEqual([[]]);
    expect(placesOf('<!-- one\n!!a.b')).toEqual([]);
  });

  test('an action in an HTML comment is none', () => {
    expect(names('<!--\n!!a.b\n-->\n!!c.d')).toEqual(['c.d']);
  });
});

describe('names', () => {
  test('one to four bangs are the kind', () => {
    expect(parse('!a\n!!a\n!!!a\n!!!!a').actions.map(({ type, bangs }) => [type, bangs])).toEqual([
      ['dal', 1],
      ['sal', 2],
      ['macro', 3],
      ['wal', 4],
    ]);
  });

  test('the last part is the name, all before it the actor, and no actor is core', () => {
    expect(names('!!a\n!!a.b\n!!a.b.c\n!!a.b.c.d.e.f.g.h')).toEqual([
      'core.a',
      'a.b',
      'a.b.c',
      'a.b.c.d.e.f.g.h',
    ]);
  });

  test('letters become small and dashes underscores', () => {
    expect(names('!!Ab-C.D_e9')).toEqual(['ab_c.d_e9']);
  });

  test.each([
    ['!!!!!a.b', 'SCRIPT_TOO_MANY_BANGS 1:1'],
    ['!!', 'SCRIPT_EMPTY_NAME 1:1'],
    ['  !! a', 'SCRIPT_EMPTY_NAME 1:3'],
    ['!!a.', 'SCRIPT_EMPTY_NAME 1:1'],
    ['!!.a', 'SCRIPT_EMPTY_NAME 1:1'],
    ['!!a..b', 'SCRIPT_EMPTY_NAME 1:1'],
    ['!!a.b.c.d.e.f.g.h.i', 'SCRIPT_TOO_MANY_PARTS 1:3'],
    ['!!a.b,c', 'SCRIPT_BAD_NAME 1:6'],
    ['!!é.b', 'SCRIPT_BAD_NAME 1:3'],
    ['!!a.🦊', 'SCRIPT_BAD_NAME 1:5'],
    ['!!a:b', 'SCRIPT_COLON_IN_NAME 1:4'],
  ])('%s', (text, expected) => {
    expect(placesOf(text)).toEqual([expected]);
    expect(parse(text).actions[0]?.broken).toBe(!expected.startsWith('SCRIPT_COLON'));
  });

  test('a colon in the name is only a warning', () => {
    expect(names('!!a:b')).toEqual(['core.a_b']);
  });
});

describe('errors', () => {
  test('reading goes on at the next action', () => {
    const text = "!!a.b x:'1\n!!c.d y:2\n  !!e.f (\n    more:1\n!!g.h\n";
    expect(placesOf(text)).toEqual(['SCRIPT_UNCLOSED_QUOTE 1:9', 'SCRIPT_ILLEGAL_CHARACTER 3:9']);
    expect(parse(text).actions.map(({ broken }) => broken)).toEqual([true, false, true, false]);
    expect(read('!!a.b x:1 (\n  y:2')).toEqual(['x=1']);
  });

  test('an action has one, even when its name is wrong too', () => {
    expect(placesOf("!!a(b x:'1 =\n  - y\n  'z'w")).toEqual(['SCRIPT_BAD_NAME 1:4']);
  });

  test('what was passed over is kept', () => {
    const [action] = parse("!!a.b x:1 y:'2\n  z:3\n!!c.d").actions;
    expect(action?.items.map(({ kind, text }) => [kind, text])).toEqual([
      ['param', 'x:1'],
      ['skipped', "y:'2\n  z:3"],
    ]);
  });

  test('a block without an end takes with it what it could hold', () => {
    const text = "!!a.b x:'\n  text\n  !!c.d\n !!e.f\n!!g.h";
    expect(names(text)).toEqual(['a.b', 'g.h']);
    expect(placesOf(text)).toEqual(['SCRIPT_UNCLOSED_BLOCK 1:9']);
  });
});

describe('control characters', () => {
  const [nul, bell, esc, del, next] = ['\u0000', '\u0007', '\u001b', '\u007f', '\u0085'];

  test.each([nul, bell, esc, del, next, '\u000b', '\u000c', '\r', '\u202e', '\u2066'])(
    '%j in an action is an error',
    character => {
      const isBidi = /[\u2000-\u2fff]/.test(character as string);
      const code = isBidi ? 'SCRIPT_BIDI_CONTROL' : 'SCRIPT_CONTROL_CHARACTER';
      expect(placesOf(`!!a.b x:'1${character}2'`)).toEqual([`${code} 1:11`]);
      expect(placesOf(`!!a.b ${character}x:1`)).toEqual([`${code} 1:7`]);
      expect(placesOf(`!!a.b // ${character}`)).toEqual([`${code} 1:10`]);
      expect(placesOf(`// ${character}c\n!!a.b`)).toEqual([`${code} 1:4`]);
      expect(placesOf(`<!-- ${character} -->\n!!a.b`)).toEqual([`${code} 1:6`]);
    },
  );

  test.each([nul, esc, '\u202e', '\r'])('%j in prose and in comments of nobody is none', character => {
    expect(placesOf(`prose ${character}\n// ${character}\nprose\n!!a.b x:1\n\n${character}`)).toEqual([]);
  });

  test('of a comment and an image before an action, only the comment counts', () => {
    expect(placesOf('// one\n![\u0007](x)\n!!a.b')).toEqual([]);
  });

  test('are told in place of what else is wrong with the action', () => {
    expect(placesOf("!!a.b x: y:1 'z\u0007")).toEqual(['SCRIPT_CONTROL_CHARACTER 1:16']);
    expect(placesOf('!!a(b \u202e')).toEqual(['SCRIPT_BIDI_CONTROL 1:7']);
  });

  test('tab, LF and CR LF are none', () => {
    expect(placesOf('!!a.b\tx:1\r\n\ty:2\n')).toEqual([]);
  });
});

describe('params without an action', () => {
  const found = (text: string) => {
    const { diagnostics, broken } = parseParams(text);
    return { codes: diagnostics.map(({ code }) => code), broken };
  };

  test('every line belongs to them, whatever it starts with', () => {
    const { items, broken } = parseParams("x:1\ny:'\ntwo\n'\n// of z\nz:3 arg");
    expect(items.map(({ kind }) => kind)).toEqual(['param', 'param', 'comment', 'param', 'argument']);
    expect(broken).toBe(false);
  });

  test('an action or a fence between them is an error', () => {
    expect(found('x:1\n!!a.b')).toEqual({ codes: ['SCRIPT_ILLEGAL_CHARACTER'], broken: true });
    expect(found('```\nx:1')).toEqual({ codes: ['SCRIPT_ILLEGAL_CHARACTER'], broken: true });
  });

  test('a control character is the one error', () => {
    expect(found('x:(\u0000 =')).toEqual({ codes: ['SCRIPT_CONTROL_CHARACTER'], broken: true });
  });
});

test('a source keeps its name', () => {
  const { source } = parse('!!a.b');
  expect((source satisfies Source).name).toBe('text');
});
