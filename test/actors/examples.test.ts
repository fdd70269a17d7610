import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeParam } from '../../src/action/index.ts';
import { builtins } from '../../src/actors/index.ts';
import { isolate } from '../play/world.ts';
import { exampleFolder, homeWithSecret, playIn } from './folder.ts';

isolate();

const actions = builtins.flatMap(({ name, actions: all }) =>
  [...all].map(([action, definition]) => [`${name}.${action}`, definition] as const),
);
const examples = actions.flatMap(([name, { examples: all = [] }]) =>
  all.map(example => [name, example] as const),
);

describe('every built-in action', () => {
  test.each(actions)('%s has a summary and an example of itself', (name, { summary, examples: all = [] }) => {
    expect(summary).toMatch(/^[A-Z].*\.$/s);
    expect(all.length).toBeGreaterThan(0);
    for (const example of all) expect(example).toContain(`!!${name}`);
  });

  test.each(actions)('%s describes what it takes in words that start small', (_name, { params }) => {
    for (const type of Object.values(params))
      expect(describeParam(type).description).not.toMatch(/^[A-Z]|\.$/);
  });

  test('is one that the issue asks for', () => {
    const wanted = ['play.include', 'play.echo', 'play.ask', 'exec.run'];
    for (const [actor, names] of Object.entries({
      git: ['clone', 'pull', 'reset', 'switch', 'list', 'status'],
      gittools: ['clone', 'pull', 'reset', 'switch', 'list', 'status'],
      config: ['set', 'get', 'delete', 'list'],
      file: ['write', 'copy', 'delete', 'mkdir'],
      core: [
        'coderoot_set',
        'params_session_set',
        'params_context_set',
        'session_define',
        'context_define',
        'context_set',
        'configure',
        'snippet',
        'include',
      ],
      context: ['configure'],
      session: ['env_set', 'env_set_once'],
    }))
      wanted.push(...names.map(name => `${actor}.${name}`));
    expect(actions.map(([name]) => name)).toEqual(expect.arrayContaining(wanted));
  });
});

describe('the example', () => {
  test.each(examples)('of %s plays: %s', async (name, example) => {
    const args = name === 'config.secret' ? { home: await homeWithSecret() } : {};
    const { session, folder } = await playIn(exampleFolder(), example, args);
    session.playbook.emptyCheck();
    const played = session.playbook.actions.filter(({ done }) => done).map(({ fullName }) => fullName);
    expect(played).toContain(name);
    // Whatever it makes, it makes below the folder of the script.
    expect(existsSync(folder)).toBe(true);
  });

  const outcomes: Record<string, readonly string[]> = {
    "!!play.echo content:'Good morning'": ['Good morning'],
    '!!play.include path:other.hero': ['Hello from {WHO}'],
    "!!play.include path:other.hero replace:'WHO:the crew'": ['Hello from the crew'],
    "!!session.env_set key:PLACE val:'the harbour'\n!!play.echo content:'to {PLACE}'": ['to the harbour'],
    "!!core.snippet snippetname:shout content:'hello'\n!!play.echo {shout}": ['hello'],
  };
  test.each(Object.entries(outcomes))('%j says %j', async (example, said) => {
    expect(examples.map(([, text]) => text)).toContain(example);
    expect((await playIn(exampleFolder(), example)).said).toEqual(said);
  });

  test('of file.copy leaves the copy', async () => {
    const [, example = ''] = examples.find(([name]) => name === 'file.copy') ?? [];
    const { folder } = await playIn(exampleFolder(), example);
    expect(readFileSync(join(folder, 'copies/b.txt'), 'utf8')).toBe('Hello\n');
  });
});
