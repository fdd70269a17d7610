import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Source } from '../../src/base/index.ts';
import { Params } from '../../src/params/index.ts';
import { parse } from '../../src/script/index.ts';
import { sharedJson } from '../support/shared.ts';
import { thrown } from './thrown.ts';

describe('params', () => {
  test('know no case of keys; a new value stands last', () => {
    const params = Params.parse('First-Name:Ada b:2');
    expect(params.exists('first_name')).toBe(true);
    params.set('FIRST NAME', 'Eve');
    expect(params.params).toEqual([
      { key: 'b', value: '2' },
      { key: 'first_name', value: 'Eve' },
    ]);
    expect(params.delete('First-name')).toBe(true);
    expect(params.delete('first_name')).toBe(false);
  });

  test('hold an argument once, in whatever case', () => {
    const params = Params.parse('Red blue RED');
    expect(params.args).toEqual(['Red', 'blue']);
    expect(params.existsArg(' red ')).toBe(true);
    expect(params.deleteArg('RED')).toBe(true);
    expect(params.deleteArg('red')).toBe(false);
    expect(params.setArg('green').args).toEqual(['blue', 'green']);
  });

  test('keep comments where they belong', () => {
    const params = Params.parse('a:1 // one\n// two\n// lines\nb:2 word // of it\n// last');
    expect(params.params).toEqual([
      { key: 'a', value: '1', comment: 'one' },
      { key: 'b', value: '2', comment: 'two\nlines\nof it' },
    ]);
    expect(params.comments).toEqual(['last']);
    expect(params.set('a', '3', 'new').params.at(-1)).toEqual({ key: 'a', value: '3', comment: 'new' });
  });

  test('are empty without params and arguments', () => {
    expect(new Params().empty()).toBe(true);
    expect(new Params().addComment('x').empty()).toBe(true);
    expect(new Params().setArg('x').empty()).toBe(false);
    expect(new Params().set('x', '').empty()).toBe(false);
  });

  test('are taken over by merge: what comes later wins', () => {
    const params = Params.parse('a:1 b:1 x').merge(Params.parse('b:2 c:2 X y'));
    expect(Object.fromEntries(params.toMap())).toEqual({ a: '1', b: '2', c: '2' });
    expect(params.args).toEqual(['x', 'y']);
  });

  test('are equal in whatever order, without regard to comments', () => {
    const params = Params.parse('a:1 b:2 x y');
    expect(params.equal(Params.parse('y b:2 // c\n x a:1'))).toBe(true);
    for (const other of ['a:1 b:2 x', 'a:1 x y', 'a:1 b:3 x y', "a:1 b:2 'x y'"])
      expect(params.equal(Params.parse(other))).toBe(false);
  });

  test('have names replaced in values, in one pass', () => {
    const params = Params.parse(`a:'{X} \${y-z} {NO}' {X}`).replace({ x: '{Y_Z}', 'Y-Z': 'end' });
    expect(params.get('a')).toBe(`{Y_Z} \${y-z} {NO}`);
    expect(
      Params.parse('a:{y_z}')
        .replace(new Map([['Y-Z', 'end']]))
        .get('a'),
    ).toBe('end');
    expect(params.args).toEqual(['{X}']);
  });

  test('are copied, places and all', () => {
    const [action] = parse(new Source('!!a.b n:x word\n    // c', 'a.hero')).actions;
    const params = Params.fromAction(action!);
    const copy = params.copy();
    copy.set('n', '1').setArg('more').addComment('d');
    expect([params.get('n'), params.args, params.comments]).toEqual(['x', ['word'], ['c']]);
    expect(thrown(() => params.copy().getInt('n')).diagnostics[0]?.span?.start).toBe(6);
  });
});

describe('errors of getters', () => {
  const [action] = parse(new Source('!!a.b\n    size:large', 'a.hero')).actions;
  const params = Params.fromAction(action!);

  test('stand at the param', () => {
    const error = thrown(() => params.getInt('size'));
    expect(error.diagnostics[0]?.span).toMatchObject({ start: 10, end: 20 });
    expect(error.message).toMatch(/^`size`: /);
  });

  test('of what is missing stand at the action, and name what is there', () => {
    const error = thrown(() => params.get('sise'));
    expect(error.message).toBe('expected param `sise`, but found `size`');
    expect(error.diagnostics[0]?.span).toMatchObject({ start: 0, end: 5 });
    expect(thrown(() => new Params().getArg(1)).message).toBe('expected argument 2, but found no params');
    expect(thrown(() => new Params().get('x')).diagnostics).toEqual([]);
  });

  test('of the caller pass as they are', () => {
    expect(() => params.getAs('size', () => JSON.parse('{'))).toThrow(SyntaxError);
  });
});

describe('params as JSON', () => {
  const key = fc.stringMatching(/^[a-z][a-z0-9_.]{0,8}$/);
  const text = fc.string({ unit: 'binary' });
  const params = fc
    .record({
      params: fc.array(fc.tuple(key, text, fc.option(text))),
      args: fc.array(text),
      comments: fc.array(text),
    })
    .map(({ params: pairs, args, comments }) => {
      const made = new Params();
      for (const [name, value, comment] of pairs) made.set(name, value, comment || undefined);
      for (const arg of args) made.setArg(arg);
      for (const comment of comments) made.addComment(comment);
      return made;
    });

  test('survive, whatever they hold', () => {
    fc.assert(
      fc.property(params, made => {
        const again = Params.fromJson(JSON.stringify(made));
        expect(again.toJSON()).toEqual(made.toJSON());
        expect(again.equal(made)).toBe(true);
        expect(Params.fromJson(made.toJSON()).toJSON()).toEqual(made.toJSON());
      }),
    );
  });

  test('may lack what is empty', () => {
    expect(Params.fromJson({}).empty()).toBe(true);
    expect(Params.fromJson({ params: [{ key: 'A', value: '1' }] }).get('a')).toBe('1');
  });

  test.each<[unknown]>([
    ['{'],
    ['7'],
    [null],
    [[]],
    [{ params: {} }],
    [{ params: [1] }],
    [{ params: [null] }],
    [{ params: [{ key: 'a' }] }],
    [{ params: [{ key: 'a', value: 1 }] }],
    [{ params: [{ key: 'a', value: '', comment: 1 }] }],
    [{ args: [1] }],
    [{ comments: 'x' }],
  ])('that are none, %j, are refused', json => {
    expect(thrown(() => Params.fromJson(json)).code).toBe('PARAMS_BAD_JSON');
  });
});

describe('the text of params', () => {
  test('reads back', () => {
    const value = fc.stringMatching(/^[ -~é\n]*$/).map(each => each.trim());
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9_]{0,4}$/), value), pairs => {
        const params = Params.from(pairs);
        let text: string;
        try {
          text = params.heroscript();
        } catch {
          fc.pre(false);
          return;
        }
        expect(Params.parse(text).equal(params)).toBe(true);
      }),
    );
  });

  test('holds comments on request', () => {
    const params = Params.parse('a:1 // one\nword // two');
    expect(params.heroscript()).toBe('word a:1');
    expect(Params.parse(params.heroscript({ comments: true })).toJSON()).toEqual(params.toJSON());
  });

  test('cannot hold what no script can', () => {
    expect(thrown(() => new Params().set('a', '\u0000').heroscript()).code).toBe('PARAMS_UNPRINTABLE');
    expect(thrown(() => new Params().set('a b:', '').heroscript()).code).toBe('PARAMS_UNPRINTABLE');
  });

  test('with errors is refused with all of them', () => {
    const error = thrown(() => Params.parse("a:1 b:'open"));
    expect(error.code).toBe('SCRIPT_UNCLOSED_QUOTE');
    expect(error.diagnostics.length).toBeGreaterThan(0);
  });
});

describe('A02: keys that every object has', () => {
  const [hostile] = sharedJson<{ id: string; input: string }>('hostile.json').filter(
    ({ id }) => id === 'A02',
  );

  test.skipIf(!hostile)('are ordinary keys', () => {
    const before = Object.getOwnPropertyNames(Object.prototype).sort();
    const [action] = parse(new Source(hostile?.input ?? '')).actions;
    const params = Params.fromAction(action!);
    const json = JSON.stringify(params);
    const all = [
      params,
      params.copy(),
      Params.fromJson(json),
      new Params().merge(params),
      Params.parse(params.heroscript()),
    ];
    for (const each of all) {
      each.replace({ __proto__: 'x', polluted: 'yes' });
      expect([...each.toMap()]).toEqual([
        ['__proto__', '1'],
        ['constructor', '2'],
        ['hasownproperty', '3'],
        ['tostring', '4'],
        ['valueof', '5'],
        ['__definegetter__', '6'],
      ]);
      expect(each.getDefault('polluted', 'no')).toBe('no');
    }
    expect(new Params().exists('constructor')).toBe(false);
    expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(before);
  });
});
