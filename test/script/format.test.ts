import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PlayBook } from '../../src/play/playbook/playbook.ts';
import { format, parse, plainAction } from '../../src/script/index.ts';
import { shared } from '../support/shared.ts';
import { anyText, script } from './texts.ts';

describe('format', () => {
  test.each([
    ['a short action on one line', '!!A-B.c   k: v\n    l:  "x y"\n', "!!a_b.c k:v l:'x y'\n"],
    ['arguments first, params in their order', '!!a.b z:1 flag a:2\n', '!!a.b flag z:1 a:2\n'],
    ['comments keep their param', '!!a.b z:1 // why\n  a:2\n', '!!a.b\n    z:1 // why\n    a:2\n'],
    ['comments of arguments', '!!a.b\n  x // one\n  y\n', '!!a.b\n    x // one\n    y\n'],
    ['a comment that nothing follows', '!!a.b k:v\n  // end\n', '!!a.b\n    k:v\n    // end\n'],
    ['comments before an action', '//x\n/// y\n!!a.b\n', '// x\n// y\n!!a.b\n'],
    [
      'the column of an action',
      '- item\n  !!a.b k: v // c\n    l:2\n',
      '- item\n  !!a.b\n      k:v // c\n      l:2\n',
    ],
    [
      'prose, fences and blank lines',
      '# T\n\n\n```\n!!a.b  k:v\n```\n* x\n',
      '# T\n\n\n```\n!!a.b k:v\n```\n* x\n',
    ],
    ['HTML comments stay', '<!--  x -->\n!!a.b  k:v\n', '<!--  x -->\n!!a.b k:v\n'],
    [
      'line ends of Windows',
      "!!a.b k:v\r\n  t:'\r\n    x\r\n    y\r\n    '\r\n",
      "!!a.b\r\n    k:v\r\n    t:'\r\n        x\r\n        y\r\n        '\r\n",
    ],
    ['duplicates stay', '!!a.b k:1  k:2\n', '!!a.b k:1 k:2\n'],
    ['macros of other tools stay', '!!!include:page  x:1\n', '!!!include:page  x:1\n'],
    ['an image between params stays', '!!a.b  x:1\n  ![i](u)\n  y:2\n', '!!a.b  x:1\n  ![i](u)\n  y:2\n'],
    ['trailing blanks', '!!a.b k:v   \nx  \n', '!!a.b k:v\nx  \n'],
  ])('%s', (_name, text, expected) => {
    expect(format(text)).toBe(expected);
    expect(format(expected)).toBe(expected);
  });

  test('a text with errors is left alone', () => {
    expect(() => format("!!a.b k:'x\n")).toThrow(expect.objectContaining({ code: 'FORMAT_ERRORS' }));
  });

  test('any text: the same actions, values and comments, and nothing to do a second time', () => {
    fc.assert(
      fc.property(fc.oneof(script, anyText), text => {
        const before = parse(text);
        fc.pre(before.diagnostics.every(({ severity }) => severity !== 'error'));
        const formatted = format(text);
        const said = (source: string) =>
          parse(source).actions.map(node => [plainAction(node), node.comments.map(({ value }) => value)]);
        expect(said(formatted)).toEqual(said(text));
        expect(format(formatted)).toBe(formatted);
      }),
      { numRuns: Number(process.env.RUNS ?? 1000) },
    );
  });

  test('it is what heroscript() prints', () => {
    fc.assert(
      fc.property(fc.oneof(script, anyText), text => {
        const { diagnostics, actions } = parse(text);
        fc.pre(actions.length > 0 && diagnostics.length === 0);
        const playbook = new PlayBook();
        playbook.add(text);
        const printed = playbook.heroscript({ comments: true });
        expect(format(printed)).toBe(printed);
      }),
      { numRuns: Number(process.env.RUNS ?? 500) },
    );
  });

  test.skipIf(!shared)('every sound script that people wrote', () => {
    const folder = join(shared ?? '', 'corpus/files');
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry =>
      entry.isFile(),
    );
    let formatted = 0;
    for (const { parentPath, name } of files) {
      const text = readFileSync(join(parentPath, name), 'utf8');
      if (parse(text).diagnostics.some(({ severity }) => severity === 'error')) continue;
      expect(() => format(text), name).not.toThrow();
      formatted++;
    }
    expect(formatted).toBeGreaterThan(600);
  });
});
