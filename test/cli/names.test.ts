import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hero, results, useWorld } from '../support/cli.ts';

const world = useWorld();

const bad = [
  '../../x',
  '.',
  '..',
  'a/b',
  '',
  'CON',
  'x'.repeat(300),
  '-rf',
  'a\nb',
  'nul.txt',
  'a.',
  'a',
  'naïve',
];
const kinds = ['session', 'context'] as const;
const rest = 'use 2 to 63 of a-z, 0-9, `_`, `.` and `-`, starting with a letter or digit';

describe.each(kinds)('a bad name of a %s', kind => {
  it.each(bad)('%j is refused, and nothing is made', async name => {
    const { code, out, err } = await hero(['run', '-t', '!!play.echo content:hi', `--${kind}=${name}`]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(new RegExp(`^error\\[PLAY_BAD_NAME\\]: the name of a ${kind} [^\\n]*\\n`));
    expect(err).toContain(`\n  hint: ${rest}\n`);
    expect(err.split('\n')).toHaveLength(3);
    expect(readdirSync(world.folder)).toEqual(['user']);
    expect(readdirSync('user')).toEqual([]);
  });

  it('that a script asks for is refused as well', async () => {
    const action = kind === 'session' ? 'core.session_define' : 'context.configure';
    const { code, err } = await hero(['run', '-t', `!!${action} name:'../../x'`]);
    expect(code).toBe(2);
    expect(err).toMatch(/^error\[PLAY_BAD_NAME\]/);
    expect(readdirSync(world.folder)).toEqual(['user']);
  });

  it.each(['a1', 'x'.repeat(63), '2026_11_22', 'a.b-c_d'])('%j is a good one', async name => {
    await results('run', '-t', '!!config.set key:a value:1', `--${kind}`, name);
    const list = kind === 'session' ? ['session', 'list'] : ['context', 'list'];
    expect((await results(...list)).split(/\s/)[0]).toBe(name);
  });
});

describe('a name', () => {
  it('is kept in small letters', async () => {
    await results('run', '-t', '!!config.set key:a value:1', '--context', 'Ops', '--session', 'Nightly');
    expect(existsSync('hero-home/contexts/ops/sessions/nightly')).toBe(true);
    expect(await results('show', 'NIGHTLY', '-c', 'OPS')).toContain('name:nightly');
  });

  it.each([
    ['show', ['show', '../x']],
    ['session list', ['session', 'list', '-c', '../x']],
    ['config get', ['config', 'get', 'a', '-c', '../x']],
    ['git list', ['git', 'list', '-c', '..']],
  ])('reaches nothing outside the home in `hero %s`', async (_, argv) => {
    await results('run', '-t', '!!play.echo content:hi');
    const { code, out, err } = await hero(argv);
    expect(out).toBe('');
    expect([code, err.slice(0, err.indexOf(']') + 1)]).toEqual(
      argv[0] === 'show' ? [1, 'error[PLAY_NO_SESSION]'] : [2, 'error[PLAY_BAD_NAME]'],
    );
  });
});
