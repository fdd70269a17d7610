import { expect, test } from 'vitest';
import { parse, parseParams, print } from '../../src/script/index.ts';

test.each([
  ['SCRIPT_TOO_LARGE', '!!a.b k:v\n!!a.c\n', { maxLength: 10 }, []],
  ['SCRIPT_TOO_MANY_ACTIONS', '!!a.b\n!!a.c\n!!a.d k:v\n  l:w\n', { maxActions: 1 }, ['b']],
  ['SCRIPT_VALUE_TOO_LONG', "!!a.b k:'0123456789' l:1\n!!a.c\n", { maxValueLength: 9 }, ['b', 'c']],
  ['SCRIPT_VALUE_TOO_LONG', "!!a.b 'a quoted argument'\n!!a.c\n", { maxValueLength: 9 }, ['b', 'c']],
] as const)('%s: told once, the rest is whole', (code, text, limits, names) => {
  const document = parse(text, limits);
  expect(document.diagnostics.map(diagnostic => diagnostic.code)).toEqual([code]);
  expect(document.actions.map(({ name }) => name)).toEqual(names);
  expect(print(document)).toBe(text);
  expect(parse(text).diagnostics).toEqual([]);
});

test('a comment may be as long as it is, a list of brackets may not', () => {
  expect(parse(`!!a.b // ${'x'.repeat(100)}\n`, { maxValueLength: 9 }).diagnostics).toEqual([]);
  const [fault] = parse(`!!a.b list:${'['.repeat(2_000_000)}`).diagnostics;
  expect(fault?.code).toBe('SCRIPT_VALUE_TOO_LONG');
  expect(parseParams(`k:${'x'.repeat(20)}`, { maxValueLength: 9 }).broken).toBe(true);
});
