import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readJsonText } from '../../../src/params/value/json.ts';
import { thrown } from '../thrown.ts';

test('any JSON reads back', () => {
  fc.assert(
    // As texts: a value may be `-0`, which `JSON.stringify` writes as `0`.
    fc.property(fc.json(), text => {
      expect(JSON.stringify(readJsonText(text))).toBe(text);
    }),
  );
});

test.each([
  ['-0', -0],
  ['[1e3, 0.5]', [1000, 0.5]],
  ['"\\ud83d"', '\ud83d'],
])('%s is read as it is written', (text, value) => {
  expect(readJsonText(text)).toEqual(value);
});

test('`__proto__` is a name like any other', () => {
  const value = readJsonText('{"__proto__": {"a": 1}}') as object;
  expect(Object.keys(value)).toEqual(['__proto__']);
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
});

test('what is no JSON is an error that shows it', () => {
  const error = thrown(() => readJsonText('{"a": }'));
  expect(error.code).toBe('PARAMS_BAD_JSON');
  expect(error.message).toContain('found `{"a": }`, expected JSON');
  expect(thrown(() => readJsonText(' ')).message).toMatch(/^found nothing, expected JSON/);
});

test('the place is told by line and column when the engine knows it', () => {
  const text = '{\n  "a": 1,\n  "b" 2\n}';
  const offset = /position ([0-9]+)/.exec(String(thrown(() => readJsonText(text)).cause))?.[1];
  expect(offset).toBe(String(text.indexOf('2')));
  expect(thrown(() => readJsonText(text)).message).toMatch(/line 3, column 7$/);
});
