import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { commit, makeUpstream, runGit } from '../../../git/upstream.ts';
import { hero, results, useWorld, write } from '../../../support/cli.ts';

const world = useWorld();
const checkout = () => path.join(world.folder, 'code/local/origin/site');

beforeEach(() => {
  makeUpstream(path.join(world.folder, 'origin/site'));
});

describe('hero git clone', () => {
  it('checks a repository out and prints where', async () => {
    expect(await hero(['git', 'clone', './origin/site'])).toEqual({
      code: 0,
      out: `${checkout()}\n`,
      err: '',
    });
    expect(runGit(checkout(), 'rev-list', '--count', 'HEAD')).toBe('1');
    expect(await results('git', 'clone', './origin/site')).toBe(`${checkout()}\n`);
  });

  it('--depth 0 takes all commits', async () => {
    await results('git', 'clone', './origin/site', '--depth', '0');
    expect(runGit(checkout(), 'rev-list', '--count', 'HEAD')).toBe('2');
  });

  it('--depth takes a whole number', async () => {
    expect(await hero(['git', 'clone', './origin/site', '--depth', 'all'])).toEqual({
      code: 2,
      out: '',
      err: 'error[CLI_USAGE]: expected a whole number after `--depth`, but found `all`\n  hint: write 0 for all commits\n',
    });
  });

  it('--pull fetches what is new, --reset throws local changes away', async () => {
    await results('git', 'clone', './origin/site');
    const newest = commit(path.join(world.folder, 'origin/site'), { 'README.md': 'three\n' });
    await results('git', 'clone', './origin/site', '--pull');
    expect(runGit(checkout(), 'rev-parse', 'HEAD')).toBe(newest);

    write(path.join(checkout(), 'README.md'), 'mine\n');
    expect(await hero(['git', 'clone', './origin/site', '--pull'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('error[GIT_LOCAL_CHANGES]'),
    });
    await results('git', 'clone', './origin/site', '--reset');
    expect(runGit(checkout(), 'status', '--porcelain')).toBe('');
  });

  it('a repository that is not there', async () => {
    expect(await hero(['git', 'clone', './origin/none'])).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('error[GIT_FAILED]'),
    });
  });

  it('a URL that is none', async () => {
    expect(await hero(['git', 'clone', 'none'])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('error[GIT_BAD_URL]: the git URL `none` needs a host'),
    });
  });

  it('a URL with a password in it is refused', async () => {
    const { code, out, err } = await hero(['git', 'clone', 'https://ada:secret@git.example.org/crew/site']);
    expect({ code, out }).toEqual({ code: 4, out: '' });
    expect(err).toContain('error[GIT_CREDENTIALS_IN_URL]');
    expect(err).not.toContain('secret');
  });
});

describe('hero git list', () => {
  it('lists the checkouts of a context, those that match', async () => {
    makeUpstream(path.join(world.folder, 'origin/other'));
    await results('git', 'clone', './origin/site');
    await results('git', 'clone', './origin/other');
    const other = path.join(world.folder, 'code/local/origin/other');
    expect(await results('git', 'list')).toBe(`${other}\n${checkout()}\n`);
    expect(await results('git', 'list', 'sit')).toBe(`${checkout()}\n`);
    expect(await results('git', 'list', 'none')).toBe('');
  });
});

describe('hero git path', () => {
  it('prints where a URL is checked out, with the path inside', async () => {
    await results('git', 'clone', './origin/site');
    expect(await results('git', 'path', './origin/site')).toBe(`${checkout()}\n`);
  });

  it('a repository that is not checked out', async () => {
    expect(await hero(['git', 'path', './origin/site'])).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('error[GIT_NO_MATCH]'),
    });
  });
});
