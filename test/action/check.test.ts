import { describe, expect, test } from 'vitest';
import { checkDuplicates, checkParamNames, p } from '../../src/action/index.ts';
import { Source } from '../../src/base/index.ts';
import { Params } from '../../src/params/index.ts';
import { parse } from '../../src/script/index.ts';
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
    const found = checkParamNames(actionOf('!!a.b pth:x url:y word'), 'a.b', definition);
    expect(found.map(({ message, hint, severity }) => [severity, message, hint])).toEqual([
      ['error', '`a.b` has no param `pth`', 'did you mean `path`?'],
    ]);
    const [far] = checkParamNames(actionOf('!!a.b    colour: x'), 'a.b', definition);
    expect(far?.hint).toBe('it has `path`, `url`');
    expect(far?.span).toMatchObject({ start: 9, end: 15 });
    const [none] = checkParamNames(actionOf('!!a.b colour:x'), 'a.b', { ...definition, params: {} });
    expect(none?.hint).toBe('it has no params');
  });

  test('do not exist for an action that takes any', () => {
    expect(checkParamNames(actionOf('!!a.b x:1'), 'a.b', { ...definition, open: true })).toEqual([]);
  });

  test.each(['constructor', 'to_string', '__proto__'])('may be called %s', key => {
    expect(checkParamNames(actionOf(`!!a.b ${key}:1`), 'a.b', definition)).toHaveLength(1);
  });
});
