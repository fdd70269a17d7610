import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addArgument,
  insertAction,
  parse,
  plainAction,
  removeAction,
  removeParam,
  renameAction,
  renameParam,
  setParam,
} from '../../src/script/index.ts';
import { script } from './texts.ts';

const text = `# Title
// fetch it
!!git.clone url:'https://h/a/b'   depth:1 // shallow
- prose
!!site.define
    name: handbook // short
    title:'Old'
    text:'
        one
        '
`;

describe('edits change what they name and nothing else', () => {
  test.each([
    ['a value in its place', () => setParam(text, 0, 'depth', '5'), text.replace('depth:1', 'depth:5')],
    ['a key in whatever case', () => setParam(text, 0, 'URL', 'x'), text.replace("'https://h/a/b'", 'x')],
    [
      'a value that needs quotes',
      () => setParam(text, 1, 'title', "it's new"),
      text.replace("'Old'", '"it\'s new"'),
    ],
    [
      'a block',
      () => setParam(text, 1, 'text', 'a\nb'),
      text.replace('        one\n', '        a\n        b\n'),
    ],
    [
      'a new param behind a comment',
      () => setParam(text, 0, 'pull', 'yes'),
      text.replace('// shallow\n', '// shallow\n    pull:yes\n'),
    ],
    ['a new param on its own line', () => setParam(text, 1, 'tag', 'x'), `${text.trimEnd()}\n    tag:x\n`],
    ['an argument', () => addArgument(text, 1, 'public'), `${text.trimEnd()}\n    public\n`],
    [
      'the name of a key',
      () => renameParam(text, 1, 'name', 'id'),
      text.replace('name: handbook', 'id: handbook'),
    ],
    [
      'a param away, with its line',
      () => removeParam(text, 1, 'name'),
      text.replace('    name: handbook // short\n', ''),
    ],
    ['a param away from among others', () => removeParam(text, 0, 'depth'), text.replace('   depth:1', '')],
    ['a block away', () => removeParam(text, 1, 'text'), text.slice(0, text.indexOf("    text:'"))],
    ['the name of an action', () => renameAction(text, 0, 'git.pull'), text.replace('git.clone', 'git.pull')],
    [
      'an action away, with its comment',
      () => removeAction(text, 0),
      text.replace(/\/\/ fetch.*\n.*shallow\n/, ''),
    ],
    [
      'a new action in front of another',
      () =>
        insertAction(text, 1, {
          bangs: 2,
          actor: 'a',
          name: 'b',
          args: [],
          params: [{ key: 'k', value: 'v' }],
        }),
      text.replace('!!site.define', '!!a.b k:v\n!!site.define'),
    ],
    [
      'a new action behind all',
      () => insertAction('prose', 0, { bangs: 2, actor: 'a', name: 'b', args: [], params: [] }),
      'prose\n!!a.b\n',
    ],
  ])('%s', (_name, edit, expected) => expect(edit()).toBe(expected));

  test.each([
    ['EDIT_NO_ACTION', () => setParam(text, 7, 'a', 'b')],
    ['EDIT_NO_ACTION', () => setParam("!!a.b k:'x\n", 0, 'a', 'b')],
    ['EDIT_NO_PARAM', () => removeParam(text, 0, 'nope')],
    ['PARAMS_UNPRINTABLE', () => setParam(text, 0, 'depth', 'a\u0007b')],
    ['EDIT_UNSAFE', () => renameAction(text, 0, 'two words')],
  ])('%s', (code, edit) => expect(edit).toThrow(expect.objectContaining({ code })));

  test('any script: the set value is there, the other actions are as they were', () => {
    fc.assert(
      fc.property(
        script,
        fc.nat(),
        fc.constantFrom('k', 'name', 'x_1'),
        fc.constantFrom('v', 'two words', 'a\nb', ''),
        (any, at, key, value) => {
          const { actions } = parse(any);
          fc.pre(actions.length > 0);
          const index = at % actions.length;
          fc.pre(!actions[index]?.broken);
          const edited = attempt(() => setParam(any, index, key, value));
          if (edited === undefined) return;
          const after = parse(edited).actions;
          expect(after.length).toBe(actions.length);
          for (const [position, node] of actions.entries()) {
            const now = plainAction(after[position]!);
            if (position !== index) expect(now).toEqual(plainAction(node));
            else expect(now.params.filter(param => param.key === key).at(-1)?.value).toBe(value);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** An edit may refuse, with its own code only. */
function attempt(edit: () => string): string | undefined {
  try {
    return edit();
  } catch (error) {
    expect((error as { code: string }).code).toBe('EDIT_UNSAFE');
    return undefined;
  }
}
