import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { HeroError, isHeroError, Source } from '../../src/base/index.ts';
import { check, newSession, PlayBook, Registry } from '../../src/index.ts';
import { parse } from '../../src/script/index.ts';
import { failure, folderWith, isolate } from '../play/world.ts';

isolate();

// A large script with fifty faults; a secret stands under a mistyped key, and in a text that does not parse.
const secret = 'hunter2-of-the-harbour';
const broken = `${"!!git.clone url:'https://ada:pw-of-ada@host/a/b' x\n".repeat(2000)}${'!!a.b c:"\n'.repeat(50)}!!x.y pasword:${secret} token:'${secret}`;

async function errorOfScript(): Promise<HeroError> {
  const home = folderWith({ 'big.hero': broken });
  return failure(() => newSession({ home, playbookPath: `${home}/big.hero`, interactive: false }));
}

describe.each([
  ['JSON.stringify', (value: unknown) => JSON.stringify(value)],
  ['util.inspect', (value: unknown) => inspect(value, { depth: 10 })],
  ['a logger that copies own members', (value: unknown) => JSON.stringify({ ...(value as object) })],
])('printed by %s', (_name, print) => {
  test('an error of a large script is short and shows neither its text nor its secrets', async () => {
    const error = await errorOfScript();
    expect(error.diagnostics.length).toBeGreaterThanOrEqual(50);
    const text = print(error);
    expect(text.length).toBeLessThan(60_000);
    expect(text).toContain('SCRIPT_UNCLOSED_QUOTE');
    expect(text).not.toContain(secret);
    expect(text).not.toContain('pw-of-ada');
    expect(text).not.toContain('git.clone');
  });

  test('diagnostics that are returned, not thrown, show no text either', () => {
    const document = parse(new Source(broken, 'big.hero'));
    const found = [...document.diagnostics, ...check([document], { registry: new Registry([]) })];
    const text = print(found);
    expect(text).toContain('big.hero');
    expect(text).not.toContain(secret);
    expect(text).not.toContain('pw-of-ada');
  });
});

test('a source shows its name only', () => {
  for (const text of [
    JSON.stringify(new Source(broken, 'big.hero')),
    inspect(new Source(broken, 'big.hero')),
  ]) {
    expect(text).toContain('big.hero');
    expect(text).not.toContain('git.clone');
  }
});

describe.each([
  ['JSON.stringify', (value: unknown) => JSON.stringify(value)],
  ['util.inspect', (value: unknown) => inspect(value)],
])('an action printed by %s', (_name, print) => {
  test('shows its place and its text, without secrets and without the whole script', () => {
    const playbook = new PlayBook();
    playbook.add(`!!other.action\n!!x.y url:'https://ada:pw-of-ada@host/a' token:${secret} n:1\n`, {
      name: 'a.hero',
    });
    const text = print(playbook.actions[1]);
    expect(text).toContain('a.hero:2:1');
    expect(text).toContain('n:');
    expect(text).not.toContain(secret);
    expect(text).not.toContain('pw-of-ada');
    expect(text).not.toContain('other.action');
  });
});

test('an error keeps its members for programs', () => {
  const error = new HeroError('PLAY_FAILED', 'it failed', { hint: 'try again', cause: new Error('why') });
  expect(isHeroError(error, 'PLAY_FAILED')).toBe(true);
  expect(error.toJSON()).toEqual({
    name: 'HeroError',
    code: 'PLAY_FAILED',
    message: 'it failed',
    hint: 'try again',
    diagnostics: [],
  });
  expect(inspect(error)).toContain('why');
  expect(inspect(error)).toContain('try again');
});
