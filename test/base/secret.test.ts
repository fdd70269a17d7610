import { format, inspect } from 'node:util';
import { expect, test } from 'vitest';
import { HeroError, Secret } from '../../src/base/index.ts';

const secret = new Secret('hunter2');

test('a secret is revealed on request', () => {
  expect(secret.reveal()).toBe('hunter2');
});

test.each<[string, string]>([
  ['String()', String(secret)],
  ['a template', `${secret}`],
  ['joining', [secret].join()],
  ['concat', ''.concat(secret as unknown as string)],
  ['JSON', JSON.parse(JSON.stringify({ secret })).secret],
  ['inspect', inspect(secret)],
  ['inspect with what is hidden', inspect(secret, { showHidden: true, depth: 9 })],
  ['console.log', format(secret)],
  ['console.log of %s', format('%s', secret)],
])('%s shows that it is one', (_, shown) => {
  expect(shown).toBe('[secret]');
});

test.each<[string, string]>([
  ['inspect of what holds it', inspect({ list: [secret] }, { depth: 9 })],
  ['inspect without the custom part', inspect(secret, { customInspect: false, showHidden: true })],
  ['console.log of %j, %o and %O', format('%j %o %O', secret, secret, secret)],
  ['an error it caused', inspect(new HeroError('PLAY_FAILED', `${secret}`, { cause: secret }))],
  ['its clone', inspect(structuredClone(secret))],
])('%s does not show it', (_, shown) => {
  expect(shown).not.toContain('hunter2');
});

test('it has no properties', () => {
  expect(Object.keys(secret)).toEqual([]);
  expect(Reflect.ownKeys(secret)).toEqual([]);
  expect({ ...secret }).toEqual({});
  const keys: string[] = [];
  for (const key in secret) keys.push(key);
  expect(keys).toEqual([]);
});
