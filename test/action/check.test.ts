import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { check, checkDuplicates, checkParamNames, makeActor, p, Registry } from '../../src/action/index.ts';
import { Source } from '../../src/base/index.ts';
import { Params } from '../../src/params/index.ts';
import { parse } from '../../src/script/index.ts';
import { draw } from '../support/draw.ts';
import { sharedJson } from '../support/shared.ts';

const actionOf = (text: string) => parse(new Source(text, 'a.hero')).actions[0]!;

describe('params that are given twice', () => {
  test('are a warning each time, with both places', () => {
    const found = checkDuplicates(actionOf('!!a.b n:1 m:2\n    N:3\n    n:4'));
    expect(found.map(({ code, severity, message }) => [code, severity, message])).toEqual([
      ['PARAMS_DUPLICATE', 'warning', '`n` is given twice, here and at a.hero:1:7; the last one counts'],
      ['PARAMS_DUPLICATE', 'warning', '`n` is given twice, here and at a.hero:2:5; the last one counts'],
    ]);
    expect(found[0]?.span?.source.text.slice(found[0].span.start, found[0].span.end)).toBe('N');
    expect(found[0]?.related?.span.start).toBe(6);
  });

  test('are not those of another name, nor arguments', () => {
    expect(checkDuplicates(actionOf('!!a.b n:1 m:1 x x'))).toEqual([]);
  });

  const [hostile] = sharedJson<{ id: string; input: string }>('hostile.json').filter(
    ({ id }) => id === 'A01',
  );
  test.skipIf(!hostile)('A01: the last one wins in every getter and export', () => {
    const action = actionOf((hostile?.input ?? '').replace("name:'x'\n", "name:'z'\n"));
    const params = Params.fromAction(action);
    expect(params.get('NAME')).toBe('z');
    expect([...params.toMap()]).toEqual([['name', 'z']]);
    expect(params.heroscript()).toBe('name:z');
    expect(params.toJSON().params).toHaveLength(1);
    expect(checkDuplicates(action)).toHaveLength(2);
  });
});

describe('params that an action does not have', () => {
  const definition = { summary: 'x', params: { path: p.text(), url: p.text() }, run: () => undefined };

  test('are errors at their keys, with the nearest name or all of them', () => {
    const found = checkParamNames(actionOf('!!a.b pth:x url:y word'), definition);
    expect(found.map(({ message, hint, severity }) => [severity, message, hint])).toEqual([
      ['error', '`a.b` has no param `pth`', 'did you mean `path`?'],
    ]);
    const [far] = checkParamNames(actionOf('!!a.b    colour: x'), definition);
    expect(far?.hint).toBe('it has `path`, `url`');
    expect(far?.span).toMatchObject({ start: 9, end: 15 });
    const [none] = checkParamNames(actionOf('!!a.b colour:x'), { ...definition, params: {} });
    expect(none?.hint).toBe('it has no params');
  });

  test('do not exist for an action that takes any', () => {
    expect(checkParamNames(actionOf('!!a.b x:1'), { ...definition, open: true })).toEqual([]);
  });

  test.each(['constructor', 'to_string', '__proto__'])('may be called %s', key => {
    expect(checkParamNames(actionOf(`!!a.b ${key}:1`), definition)).toHaveLength(1);
  });
});

describe('check', () => {
  const git = makeActor<unknown, Record<string, never>>('git', {
    clone: {
      summary: 'Clones.',
      params: { url: p.text(), depth: p.int().default(1), pull: p.bool().optional() },
      kinds: ['sal'],
      run: () => undefined,
    },
  } as never);
  const scope = {
    registry: new Registry([git]),
    environment: { places: { base: '/', home: '/root' }, now: 0 },
  };
  const found = (text: string, names: string[] = []) => {
    const document = parse(text);
    return check([document], { ...scope, names }).map(({ code, severity, span, hint, message }) => {
      expect(message).not.toBe('');
      return `${severity} ${code} ${text.slice(span?.start, span?.end)} | ${hint}`;
    });
  };

  test.each([
    ['a sound action', '!!git.clone url:x depth:2\n', []],
    [
      'an unknown action',
      '!!git.clon url:x\n',
      ['error ACTION_UNKNOWN !!git.clon | did you mean `git.clone`?'],
    ],
    [
      'an unknown actor',
      '!!site.page\n',
      ['error ACTION_UNKNOWN !!site.page | pass an actor that plays it to the session'],
    ],
    [
      'an actor without that action',
      '!!git.obliterate\n',
      ['error ACTION_UNKNOWN !!git.obliterate | it has `clone`'],
    ],
    [
      'an unknown param',
      '!!git.clone url:x dpth:1\n',
      ['error ACTION_UNKNOWN_PARAM dpth | did you mean `depth`?'],
    ],
    ['a missing param', '!!git.clone depth:1\n', ['error PARAMS_MISSING !!git.clone | add `url:` (text)']],
    [
      'a missing param that a snippet may bring',
      '!!core.snippet snippetname:s url:x\n!!git.clone {s}\n',
      ['error ACTION_UNKNOWN !!core.snippet | pass an actor that plays it to the session'],
    ],
    [
      'a value of another type',
      "!!git.clone url:x depth:'a b'\n",
      ["error PARAMS_NOT_A_NUMBER 'a b' | write a value of type int"],
    ],
    [
      'an empty value of another type',
      '!!git.clone url:x pull:\n',
      ['error PARAMS_NOT_A_BOOL : | write a value of type bool'],
    ],
    ['a wrong kind', '!git.clone url:x\n', ['error ACTION_WRONG_KIND !git.clone | change the number of `!`']],
    [
      'a template that nothing sets',
      '!!git.clone url:{HOST}/x depth:{N}\n',
      [
        'warning ACTION_UNKNOWN_TEMPLATE {HOST}/x | set it with `!!session.env_set key:HOST val:…`, or write `{{HOST}}` for the text itself',
        'warning ACTION_UNKNOWN_TEMPLATE {N} | set it with `!!session.env_set key:N val:…`, or write `{{N}}` for the text itself',
      ],
    ],
    [
      'a snippet that is not defined',
      '!!git.clone {nope}\n',
      ['error PLAY_UNKNOWN_SNIPPET {nope} | define it with `!!core.snippet snippetname:nope …`'],
    ],
    ['a broken action has its error already', "!!nope.nope k:'x\n", []],
  ])('%s', (_name, text, expected) => expect(found(text)).toEqual(expected));

  test('names may be known from elsewhere, or be set in another text', () => {
    expect(found('!!git.clone url:{HOST}\n', ['host'])).toEqual([]);
    const documents = [parse('!!git.clone url:{HOST}\n'), parse('!!session.env_set key:HOST val:x\n')];
    expect(check(documents, scope).map(({ code }) => code)).toEqual(['ACTION_UNKNOWN']);
  });

  test('many errors in one go, in the order of the text', () => {
    const text = '!!git.clone dpth:1 pul:2 depth:x\n!!nope\n';
    expect(found(text).map(line => line.split(' ')[1])).toEqual([
      'PARAMS_MISSING',
      'ACTION_UNKNOWN_PARAM',
      'ACTION_UNKNOWN_PARAM',
      'PARAMS_NOT_A_NUMBER',
      'ACTION_UNKNOWN',
    ]);
  });
});

describe('values of secrets and of other libraries', () => {
  const vault = makeActor('vault', {
    open: {
      summary: 'x',
      params: {
        token: p.secret().min(20).optional(),
        word: p.text().max(3).optional(),
        even: v.optional(
          v.pipe(
            v.string(),
            v.check(text => Number(text) % 2 === 0, 'not even'),
          ),
        ),
      },
      run: () => undefined,
    },
    wait: {
      summary: 'x',
      params: {
        later: v.pipeAsync(
          v.string(),
          v.checkAsync(async () => false),
        ),
      },
      run: () => undefined,
    },
    fill: { summary: 'x', params: { size: v.string() }, run: () => undefined },
  });
  const environment = { places: { base: '/work', home: '/home/ada' }, now: 0 };
  const found = (text: string) => check([parse(text)], { registry: new Registry([vault]), environment });

  test.each([
    ['!!vault.open token:hunter2', undefined, ' (a.hero:1:20)'],
    ['!!vault.open\n  token:hunter2', 0, ''],
  ])('%j is wrong, but not drawn', (script, start, place) => {
    const document = parse(new Source(script, 'a.hero'));
    const [fault] = check([document], { registry: new Registry([vault]), environment });
    expect(fault?.code).toBe('PARAMS_BAD_LENGTH');
    expect(fault?.span?.start).toBe(start);
    expect(fault?.message).toBe(`\`token\`: found a secret, expected at least 20 characters${place}`);
    expect(draw(fault!)).not.toContain('hunter2');
  });

  test('a text is held against its limits', () => {
    expect(found('!!vault.open word:long').map(({ code }) => code)).toEqual(['PARAMS_BAD_LENGTH']);
  });

  test('a schema says what is wrong, unless it takes its time', () => {
    expect(found('!!vault.open even:8')).toEqual([]);
    expect(found('!!vault.open even:7\n!!vault.wait later:x')).toMatchObject([
      {
        code: 'PARAMS_BAD_VALUE',
        message: '`even`: found `7`, but the schema says: not even',
        hint: 'write a value of type valibot',
      },
    ]);
  });

  test('a schema that has no value for a missing param requires it', () => {
    expect(found('!!vault.fill')).toMatchObject([{ code: 'PARAMS_MISSING', hint: 'add `size:` (valibot)' }]);
  });
});
