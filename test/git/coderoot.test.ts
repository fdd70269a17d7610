import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { Coderoot, parseGitUrl } from '../../src/git/index.ts';
import { codeOf, isolateGit, makeUpstream, tempFolder } from './upstream.ts';

isolateGit();

describe('checkoutPath and locate', () => {
  const root = new Coderoot('/srv/code/');

  test.each([
    ['https://github.com/Ada/Engine/tree/dev/docs', '/srv/code/github/Ada/Engine'],
    ['git@git.home:ada/engine', '/srv/code/git.home/ada/engine'],
    ['https://gitlab.com/group/sub/engine.git', '/srv/code/gitlab.com/group/sub/engine'],
    ['/home/team/engine', '/srv/code/local/team/engine'],
  ])('%s', (text, place) => {
    expect(root.checkoutPath(parseGitUrl(text))).toBe(place);
  });

  test('the layouts of older coderoots', () => {
    const url = parseGitUrl('github/ada/engine/tree/dev');
    expect(root.checkoutPath(url, { multibranch: true })).toBe('/srv/code/github/ada/engine/dev');
    expect(root.checkoutPath(url, { singleLayer: true })).toBe('/srv/code/engine');
  });

  test('a path below is taken apart, whether it exists or not', () => {
    const found = { provider: 'github', account: 'ada', name: 'engine' };
    expect(root.locate('/srv/code/github/ada/engine')).toEqual({ ...found, path: '' });
    expect(root.locate('/srv/code/github/ada/engine/docs/a.md')).toEqual({ ...found, path: 'docs/a.md' });
  });

  test.each(['/srv/code', '/srv/code/github/ada', '/srv/codes/github/ada/engine', '/srv/code/../x/y/z', '/'])(
    '%s is in no checkout',
    async place => expect(await codeOf(() => root.locate(place))).toBe('GIT_NOT_A_CHECKOUT'),
  );

  test('a nested group is told by the checkout that is there', () => {
    const nested = new Coderoot(tempFolder());
    mkdirSync(path.join(nested.path, 'gitlab.com/group/sub/engine/.git'), { recursive: true });
    expect(nested.locate(path.join(nested.path, 'gitlab.com/group/sub/engine/docs'))).toEqual({
      provider: 'gitlab.com',
      account: 'group/sub',
      name: 'engine',
      path: 'docs',
    });
  });

  test('checkoutAt needs a checkout', async () => {
    const here = new Coderoot(tempFolder());
    makeUpstream(path.join(here.path, 'github/ada/engine'));
    const place = path.join(here.path, 'github/ada/engine/docs');
    expect(here.checkoutAt(place)).toMatchObject({ account: 'ada', path: path.dirname(place) });
    expect(await codeOf(() => here.checkoutAt(path.join(here.path, 'github/ada/other')))).toBe(
      'GIT_NOT_A_CHECKOUT',
    );
  });
});

/** A coderoot with folders that look like checkouts to `list`, which runs nothing. */
function withCheckouts(...places: string[]): Coderoot {
  const root = new Coderoot(tempFolder());
  for (const place of places) mkdirSync(path.join(root.path, place, '.git'), { recursive: true });
  return root;
}

async function listed(root: Coderoot, filter = {}): Promise<string[]> {
  return (await root.list(filter)).map(checkout => path.relative(root.path, checkout.path));
}

describe('list', () => {
  test('finds checkouts up to six folders deep, sorted, with capital letters and dots', async () => {
    const places = [
      'a',
      'git.home/Ada/Engine',
      'github/ada/.github',
      'github/ada/engine',
      'gitlab.com/a/b/c/d/e',
    ];
    const root = withCheckouts('github/ada/engine', ...places, 'h/1/2/3/4/5/6');
    expect(await listed(root)).toEqual(places);
    expect(await root.list({ name: 'e' })).toMatchObject([
      { provider: 'gitlab.com', account: 'a/b/c/d', name: 'e' },
    ]);
  });

  test('skips what is inside a checkout, hidden folders, links and unfinished clones', async () => {
    const root = withCheckouts(
      'h/a/b',
      'h/a/b/c',
      'h/.trash/b',
      'h/_old/b',
      'h/a/.hero-clone-Xy1/b',
      'h/a/_kept',
    );
    symlinkSync(withCheckouts('x/y').path, path.join(root.path, 'h/link'));
    symlinkSync(root.path, path.join(root.path, 'h/circle'));
    mkdirSync(path.join(root.path, 'h/a/.hero-clone-Zz9/.git'), { recursive: true });
    expect(await listed(root)).toEqual(['h/a/_kept', 'h/a/b']);
  });

  test('all conditions must hold', async () => {
    const root = withCheckouts('git.home/acc/other', 'github/acc/repo', 'github/Team/repo');
    expect(await listed(root, { filter: 'cc/re' })).toEqual(['github/acc/repo']);
    expect(await listed(root, { filter: 'TEAM' })).toEqual(['github/Team/repo']);
    expect(await listed(root, { name: 'repo' })).toEqual(['github/Team/repo', 'github/acc/repo']);
    expect(await listed(root, { name: 'repo', account: 'acc', provider: 'github.com' })).toEqual([
      'github/acc/repo',
    ]);
    expect(await listed(root, { filter: 'acc', name: 'zzz' })).toEqual([]);
    expect(await listed(root, { filter: 'git.home', provider: 'github' })).toEqual([]);
    expect(await listed(root, { name: 'Repo' })).toEqual([]);
  });

  test('there need not be a coderoot', async () => {
    expect(await new Coderoot('/no/such/coderoot').list()).toEqual([]);
  });

  test('a broken repository is listed beside a whole one', async () => {
    const root = withCheckouts('local/team/broken');
    makeUpstream(path.join(root.path, 'local/team/whole'));
    const [broken, whole] = await root.list();
    expect(await codeOf(() => broken!.status())).toBe('GIT_NOT_A_CHECKOUT');
    expect(await whole!.status()).toMatchObject({ branch: 'main', clean: true });
  });
});

describe('get', () => {
  const root = () => withCheckouts('github/acc/repo', 'github/team/repo');

  test('gives the only match', async () => {
    expect(await root().get({ account: 'team' })).toMatchObject({
      provider: 'github',
      account: 'team',
      name: 'repo',
    });
  });

  test('no match and many matches are errors that say so', async () => {
    await expect(root().get({ name: 'other' })).rejects.toMatchObject({
      code: 'GIT_NO_MATCH',
      message: expect.stringContaining('`name:other`'),
    });
    await expect(root().get({ name: 'repo' })).rejects.toMatchObject({
      code: 'GIT_AMBIGUOUS',
      message: expect.stringContaining('`github/acc/repo`, `github/team/repo`'),
    });
    expect(await codeOf(() => root().get({}))).toBe('GIT_AMBIGUOUS');
  });
});
