import { describe, expect, test } from 'vitest';
import {
  hideNamedValues,
  isSecretQueryKey,
  replaceUserInfo,
  userInfoOf,
} from '../../src/base/secret-name.ts';

describe('a raw line shows no value of a secret name', () => {
  test.each([
    ['!!a.b password:hunter2 x:1', '!!a.b password:******* x:1'],
    ["clientSecret: 'hunter2' x:1", 'clientSecret: ********* x:1'],
    ["token:'hun\\'ter2' x:1", 'token:*********** x:1'],
    ["api_key:'hunter2 and more", 'api_key:*****************'],
    ['db/password:hunter2', 'db/password:*******'],
    ['smtp.auth:hunter2', 'smtp.auth:*******'],
    ['url:https://h/?token:hunter2', 'url:https://h/?token:*******'],
    ['token:password:x y:2', 'token:********** y:2'],
    ['password:', 'password:'],
    ['author:ada passenger:bob', 'author:ada passenger:bob'],
  ])('%s', (line, shown) => {
    expect(hideNamedValues(line)).toBe(shown);
  });
});

test.each(['token', 'access_tokens', 'X-Amz-Signature', 'key', 'sessionSecret'])(
  'the query key %s looks like a secret',
  key => {
    expect(isSecretQueryKey(key)).toBe(true);
  },
);

test.each(['branch', 'keyboard', 'page'])('the query key %s does not', key => {
  expect(isSecretQueryKey(key)).toBe(false);
});

test.each([
  ['https://ada:pw@h/x and ssh://git@h/y', 'https://***@h/x and ssh://git@h/y'],
  ['https://ada:p@ss@h/x', 'https://***@h/x'],
  [`https://x:${'j'.repeat(2000)}@h/x`, 'https://***@h/x'],
  ['https://h/a@b', 'https://h/a@b'],
])('user info is replaced in %s', (text, shown) => {
  expect(replaceUserInfo(text, () => '***')).toBe(shown);
});

test('user info of a value may hold quotes', () => {
  expect(userInfoOf("https://ada:p'w@h/x ssh://git@h/y")).toEqual(["ada:p'w"]);
});

test.each([
  ['keys', 'a'.repeat(500_000)],
  ['secret keys', 'token:'.repeat(100_000)],
  ['separators', 'a.'.repeat(250_000)],
  ['quotes', "token:'\\".repeat(60_000)],
  ['schemes', '://'.repeat(150_000)],
  ['user info', `://${'a@'.repeat(200_000)}`],
])('a long line of %s takes linear time', (_, line) => {
  const start = performance.now();
  hideNamedValues(line);
  replaceUserInfo(line, () => '');
  userInfoOf(line);
  expect(performance.now() - start).toBeLessThan(2000);
});
