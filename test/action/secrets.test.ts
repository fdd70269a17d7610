import { describe, expect, test } from 'vitest';
import { isSecretKey, isTelling, makeActor, maskOf, p, Registry } from '../../src/action/index.ts';
import { parse } from '../../src/script/index.ts';

const shape = { phrase: p.secret(), token: p.text(), note: p.text().optional() };

describe('a value is a secret', () => {
  test.each([
    ['phrase', '', true],
    ['note', '', false],
    // The actor says what it is, whatever its name.
    ['token', '', false],
    ['api_key', '', true],
    ['keyboard', '', false],
    ['value', 'api.token', true],
    ['val', 'DB_PASSWORD', true],
    ['default', 'passphrase', true],
    ['value', 'city', false],
    ['content', 'api.token', false],
    ['toString', '', false],
  ])('%s under %j: %s', (key, subject, expected) => {
    expect(isSecretKey(key, shape, subject)).toBe(expected);
  });

  test('by its name alone, where nobody knows the action', () => {
    expect(isSecretKey('token', undefined)).toBe(true);
    expect(isSecretKey('phrase', undefined)).toBe(false);
  });
});

test.each([
  ['', false],
  ['yes', false],
  ['FALSE', false],
  ['1', false],
  ['{TOKEN}', false],
  ['$' + '{TOKEN}', false],
  ['a{TOKEN}', true],
  ['12', true],
  ['swordfish', true],
])('whether %j says something: %s', (value, expected) => {
  expect(isTelling(value)).toBe(expected);
});

describe('the secrets of texts', () => {
  const registry = new Registry([
    makeActor('safe', { open: { summary: 'Opens.', params: shape, run: () => undefined } }),
  ]);
  const hidden = (script: string, text: string) => maskOf([parse(script)], registry).text(text);

  test.each([
    ['!!safe.open phrase:swordfish', '[secret]'],
    ['!!safe.open token:swordfish', 'swordfish'],
    ['!!other.thing token:swordfish', '[secret]'],
    ['!!session.env_set key:TOKEN val:swordfish', '[secret]'],
    ['!!session.env_set key:CITY val:swordfish', 'swordfish'],
    ["!!git.clone url:'https://ada:swordfish@example.org/x'", '[secret]'],
    ["!!git.clone url:'https://swordfish@example.org/x'", '[secret]'],
  ])('%s', (script, expected) => {
    expect(hidden(script, 'it is swordfish!')).toBe(`it is ${expected}!`);
  });
});
