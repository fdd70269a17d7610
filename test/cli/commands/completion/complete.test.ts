import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtins } from '../../../../src/actors/index.ts';
import { hero, results, useWorld, write } from '../../../support/cli.ts';

const world = useWorld();

/** The candidates for the last word of a command line. */
async function candidates(...words: string[]): Promise<string[]> {
  const { code, out, err } = await hero(['__complete', ...words]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out.split('\n').slice(0, -1);
}

async function playIn(context: string, session: string): Promise<void> {
  await results('run', '-q', '-t', '!!config.set key:a value:1', '--context', context, '--session', session);
}

describe('hero __complete', () => {
  it('gives the commands that the help lists', async () => {
    const { out } = await hero(['--help']);
    const [, listed = ''] = /Commands:\n(.*)/s.exec(out) ?? [];
    const names = [...listed.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(8);
    expect(await candidates('')).toEqual(names);
    expect(await candidates()).toEqual(names);
    expect(await candidates('help', '')).toEqual(names);
  });

  it.each([
    [['ses'], ['session']],
    [['c'], ['check', 'context', 'config', 'completion']],
    [
      ['config', ''],
      ['get', 'set', 'list', 'rm'],
    ],
    [['help', 'config', 's'], ['set']],
    [['git', 'cl'], ['clone']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['completion', 'bash', ''], []],
    [['bogus', ''], []],
    [
      ['--bogus', 'r'],
      ['run', 'resume'],
    ],
  ])('%j', async (words, expected) => {
    if (words[0] === 'bogus') expect(await candidates('run', ...words)).toEqual(expected);
    else expect(await candidates(...words)).toEqual(expected);
  });

  it.each([['run'], ['resume'], ['check'], ['fmt'], ['find'], ['show'], ['git', 'clone'], ['actors']])(
    'gives the options that the help of %s shows',
    async (...words) => {
      const { out } = await hero([...words, '--help']);
      const [, listed = ''] = /Options:\n(.*?)(\n\n|$)/s.exec(out) ?? [];
      const options = [...listed.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, option]) => option);
      expect(await candidates(...words, '-')).toEqual(options);
      expect(await candidates(...words, '--he')).toEqual(['--help']);
    },
  );

  it('gives no options behind `--`', async () => {
    expect(await candidates('find', '--', '-')).toEqual([]);
    expect(await candidates('find', '--', 'git.cl')).toEqual(['git.clone']);
  });

  it.each([
    [['run', '']],
    [['run', 'dep']],
    [['check', 'a', '']],
    [['find', 'git.', '']],
    [['run', '-t', '']],
    [['git', 'list', '']],
  ])('leaves %j to the shell', async words => {
    expect(await candidates(...words)).toEqual([]);
  });

  it.each([[['show']], [['session', 'show']], [['run', '--session']]])(
    'gives sessions behind %j',
    async words => {
      await playIn('default', 'first');
      await playIn('default', 'second');
      await playIn('ops', 'nightly');
      expect(await candidates(...words, '')).toEqual(['first', 'second']);
      expect(await candidates(...words, 'se')).toEqual(['second']);
      const [command = '', ...rest] = words;
      for (const context of [
        ['-c', 'ops'],
        ['--context', 'ops'],
        ['--context=ops'],
        ['--context', '=', 'ops'],
      ]) {
        expect(
          await candidates(
            command,
            ...(command === 'run' ? [...context, ...rest] : [...rest, ...context]),
            '',
          ),
        ).toEqual(['nightly']);
      }
      expect(await candidates(...words, 'second', '')).toEqual([]);
    },
  );

  it.each([[['-c', '']], [['--context', '']], [['--context', '=']], [['--context', '=', '']]])(
    'gives contexts behind %j',
    async words => {
      await playIn('ops', 'nightly');
      await playIn('home', 'nightly');
      expect(await candidates('show', ...words)).toEqual(['home', 'ops']);
    },
  );

  it.each(['actors', 'find'])(
    'gives actors behind `%s`, and actions with a part of a name',
    async command => {
      expect(await candidates(command, '')).toEqual(builtins.map(({ name }) => name));
      expect(await candidates(command, 'exec')).toEqual(['exec', 'exec.run']);
      expect(await candidates(command, 'git.s')).toEqual(['git.switch', 'git.status']);
    },
  );

  it('runs no configuration file', async () => {
    write(
      'hero.config.mjs',
      "globalThis.heroRan = true;\nexport default { name: 'shop', actions: new Map() }",
    );
    expect(await candidates('actors', 'sh')).toEqual([]);
    expect(globalThis).not.toHaveProperty('heroRan');
  });

  it('gives no name that a shell would read as more than a word', async () => {
    for (const name of ['good', 'a b', '$(date)', "it's"])
      mkdirSync(join(world.home, 'contexts', name), { recursive: true });
    expect(await candidates('show', '-c', '')).toEqual(['good']);
  });

  it.each([
    [['']],
    [['--']],
    [['-', '']],
    [['show', '-c', '../..', '']],
    [['show', '-c', 'no', '']],
    [['run', '--priority', 'x', '']],
    [['\u0000', '\n']],
    [['__proto__', 'constructor', '']],
    [['--context=', '=', '==']],
    [['completion', 'tcsh', '--', '']],
    [['__complete', '__complete', '']],
    [['--version', '-V', '']],
  ])('%j writes nothing and does not fail', async words => {
    await candidates(...words);
    expect(readdirSync(world.folder)).toEqual(['user']);
    expect(readdirSync('user')).toEqual([]);
  });

  it('does not fail where the home is no folder, or what is in it broken', async () => {
    writeFileSync(world.home, '');
    expect(await candidates('show', '')).toEqual([]);
    expect(await candidates('show', '-c', '')).toEqual([]);
    const home = join(world.folder, 'other');
    write(join(home, 'contexts/default/context.json'), 'broken');
    const { code, out, err } = await hero(['__complete', 'show', ''], { env: { HERO_HOME: home } });
    expect({ code, out, err }).toEqual({ code: 0, out: '', err: '' });
    expect(existsSync(join(home, 'contexts/default/sessions'))).toBe(false);
  });
});
