import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Session } from '../../../src/index.ts';
import { heard, isolate, open } from '../world.ts';

isolate();

/** All that a session keeps, in one text. */
function kept({ path }: Session): string {
  const files = ['session.json', 'playbook.hero', 'journal.jsonl'].map(name => join(path, name));
  return files
    .filter(file => existsSync(file))
    .map(file => readFileSync(file, 'utf8'))
    .join('\n');
}

test.each<[string, (session: Session) => unknown]>([
  ['a session param', session => session.params.set('token', 'sword-in-stone')],
  ['an env name', session => session.envSet('TOKEN', 'sword-in-stone')],
  ['a param of the context', session => session.context.params.set('token', 'sword-in-stone')],
])('%s whose name says so is a secret before the first action starts', async (_, set) => {
  const session = await open({ playbookText: "!!play.echo content:'it is {token}'" });
  set(session);
  const said = heard(session);
  await session.run();
  expect(said).toEqual(['it is [secret]']);
  expect(kept(session)).not.toContain('sword-in-stone');
  expect(session.valueOf('token')).toBe('sword-in-stone');
});

test('what is kept under a key whose name says so is told to nobody', async () => {
  const session = await open({
    playbookText: '!!config.get key:api.token\n!!config.get key:api.token into:found\n!!config.get key:city',
  });
  await session.configDb().set('api.token', 'sword-in-stone');
  await session.configDb().set('city', 'Ghent');
  const said = heard(session);
  await session.run();
  expect(said).toEqual(['[secret]', 'Ghent']);
  expect(session.params.get('found')).toBe('sword-in-stone');
  expect(kept(session)).not.toContain('sword-in-stone');
});

test('a word of yes or no hides nothing, whatever its name', async () => {
  const session = await open({ playbookText: "!!play.echo content:'yes, {token}'" });
  session.params.set('token', 'yes');
  const said = heard(session);
  await session.run();
  expect(said).toEqual(['yes, yes']);
});
