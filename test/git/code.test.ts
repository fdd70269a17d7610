import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Coderoot } from '../../src/git/index.ts';
import { codeOf, commit, isolateGit, makeUpstream, redirect, runGit, tempFolder } from './upstream.ts';

isolateGit();

/** A coderoot, and an upstream that is reached as `https://git.home/ada/Engine`. */
function served(): { root: Coderoot; up: string; url: string } {
  const folder = tempFolder();
  const up = makeUpstream(path.join(folder, 'served/ada/Engine'));
  redirect('https://git.home/', path.join(folder, 'served'));
  return { root: new Coderoot(path.join(folder, 'code')), up, url: 'https://git.home/ada/Engine' };
}

const filesBelow = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

describe('a first call', () => {
  test('clones one commit of the default branch', async () => {
    const { root, url } = served();
    const code = await root.code({ url });
    expect(code).toMatchObject({
      path: path.join(root.path, 'git.home/ada/Engine'),
      cloned: true,
      changed: true,
    });
    expect(await code.checkout.status()).toMatchObject({ branch: 'main', clean: true });
    expect(await code.checkout.origin()).toBe(url);
    expect(runGit(code.path, 'rev-list', '--count', 'HEAD')).toBe('1');
    expect(filesBelow(path.join(root.path, 'git.home/ada'))).toEqual(['Engine']);
  });

  test('depth says how much history there is', async () => {
    const { root, url } = served();
    const { path: place, checkout } = await root.code({ url, depth: 0 });
    expect(runGit(place, 'rev-list', '--count', 'HEAD')).toBe('2');
    expect(await checkout.branches()).toEqual(['feature/x', 'main']);
  });

  test.each([
    ['/tree/feature/x/docs/guide.md', 'docs/guide.md', { branch: 'feature/x' }],
    ['/tree/feature%2Fx/docs', 'docs', { branch: 'feature/x' }],
    ['/tree/main/docs/a.md#top', 'docs/a.md', { branch: 'main' }],
    ['/src/tag/v1/README.md', 'README.md', { branch: '', tag: 'v1' }],
    ['.git', '', { branch: 'main' }],
  ])('of %s', async (tail, inside, status) => {
    const { root, url } = served();
    const code = await root.code({ url: url + tail });
    expect(code.path).toBe(path.join(root.path, 'git.home/ada/Engine', inside));
    expect(existsSync(code.path)).toBe(true);
    expect(await code.checkout.status()).toMatchObject(status);
  });

  test('of a commit', async () => {
    const { root, up, url } = served();
    const first = runGit(up, 'rev-parse', 'v1');
    const { checkout, path: place } = await root.code({
      url: `${url}/src/commit/${first.slice(0, 9)}/README.md`,
    });
    expect(await checkout.head()).toBe(first);
    expect(readFileSync(place, 'utf8')).toBe('one\n');
  });

  test('branch wins over the URL, and its path stays', async () => {
    const { root, url } = served();
    const given = await root.code({ url: `${url}/tree/main/docs`, branch: 'feature/x' });
    expect(given.path.endsWith('/Engine/docs')).toBe(true);
    expect(await given.checkout.status()).toMatchObject({ branch: 'feature/x' });
    expect(await codeOf(() => root.code({ url, branch: '--orphan' }))).toBe('GIT_UNKNOWN_REF');
  });

  test('an unknown branch leaves nothing behind', async () => {
    const { root, url } = served();
    await expect(root.code({ url: `${url}/tree/mian/docs` })).rejects.toMatchObject({
      code: 'GIT_UNKNOWN_REF',
      hint: 'did you mean `main`?',
    });
    expect(await codeOf(() => root.code({ url: `${url}/tree/0123456789abcdef` }))).toBe('GIT_UNKNOWN_REF');
    expect(filesBelow(path.join(root.path, 'git.home/ada'))).toEqual([]);
  });

  test('a repository that is not there is told in words of git', async () => {
    const { root } = served();
    await expect(root.code({ url: 'https://git.home/ada/none' })).rejects.toMatchObject({
      code: 'GIT_FAILED',
      message: expect.stringContaining('git clone failed'),
    });
    expect(filesBelow(path.join(root.path, 'git.home/ada'))).toEqual([]);
  });

  test('of an empty repository', async () => {
    const { root, up } = served();
    runGit(path.dirname(up), 'init', '-q', '-b', 'main', 'empty');
    const { checkout } = await root.code({ url: 'https://git.home/ada/empty' });
    expect(await checkout.head()).toBe('');
    const head = commit(path.join(path.dirname(up), 'empty'), { first: '1' });
    await root.code({ url: 'https://git.home/ada/empty', pull: true });
    expect(await checkout.head()).toBe(head);
  });

  test('of a repository called .github', async () => {
    const { root, up } = served();
    makeUpstream(path.join(path.dirname(up), '.github'));
    await root.code({ url: 'https://git.home/ada/.github' });
    expect(await root.get({ name: '.github' })).toMatchObject({ account: 'ada' });
  });

  test('another folder in the way is left alone', async () => {
    const { root, url } = served();
    const place = path.join(root.path, 'git.home/ada/Engine');
    mkdirSync(place, { recursive: true });
    expect(await codeOf(() => root.code({ url }))).toBe('none');
    mkdirSync(path.join(root.path, 'git.home/ada/other/mine'), { recursive: true });
    expect(await codeOf(() => root.code({ url: 'https://git.home/ada/other' }))).toBe('GIT_NOT_A_CHECKOUT');
  });

  test('runs no hook and shares no files with a local repository', async () => {
    const { root, up } = served();
    const code = await root.code({ url: up });
    expect(code.path).toBe(path.join(root.path, 'local/ada/Engine'));
    const objects = path.join(code.path, '.git/objects');
    for (const name of readdirSync(objects, { recursive: true, encoding: 'utf8' })) {
      const entry = lstatSync(path.join(objects, name));
      if (entry.isFile()) expect(entry.nlink).toBe(1);
    }
    expect(existsSync(path.join(objects, 'info/alternates'))).toBe(false);
  });

  test('the folder of a checkout is open to the same people as any new folder', async () => {
    const { root, url } = served();
    const { path: place } = await root.code({ url });
    const plain = path.join(root.path, 'plain');
    mkdirSync(plain);
    expect(statSync(place).mode).toBe(statSync(plain).mode);
  });

  test('a stopped clone leaves nothing behind', async () => {
    const { root, url } = served();
    const cause = new Error('stopped');
    const slow = new AbortController();
    vi.stubEnv('GIT_TRACE', '1');
    const ended = root.code({ url, signal: slow.signal, onOutput: () => slow.abort(cause) });
    await expect(ended).rejects.toMatchObject({ code: 'SYS_COMMAND_STOPPED', cause });
    expect(filesBelow(path.join(root.path, 'git.home/ada'))).toEqual([]);
  });

  test('two at the same time both succeed, and one has cloned', async () => {
    const { root, url } = served();
    const codes = await Promise.all([1, 2, 3].map(() => root.code({ url: `${url}/tree/feature/x/docs` })));
    expect(codes.filter(code => code.cloned)).toHaveLength(1);
    expect(new Set(codes.map(code => code.path)).size).toBe(1);
    expect(filesBelow(path.join(root.path, 'git.home/ada'))).toEqual(['Engine']);
  });
});

describe('a second call', () => {
  test('needs no network and changes nothing', async () => {
    const { root, up, url } = served();
    await root.code({ url: `${url}/tree/feature/x` });
    commit(up, { a: '1' });
    renameSync(up, `${up}-away`);
    const again = await root.code({ url: `${url}/tree/feature/x/docs` });
    expect(again).toMatchObject({ cloned: false, changed: false });
    expect(again.path.endsWith('/Engine/docs')).toBe(true);
  });

  test('finds the checkout under whatever scheme', async () => {
    const { root, url } = served();
    await root.code({ url });
    for (const same of [
      'git@git.home:ada/Engine.git',
      'ssh://git@git.home:22/ada/Engine',
      'git.home/ada/Engine',
    ]) {
      expect(await root.code({ url: same })).toMatchObject({ cloned: false, changed: false });
    }
  });

  test('pulls when asked', async () => {
    const { root, up, url } = served();
    await root.code({ url });
    const head = commit(up, { a: '1' });
    expect(await root.code({ url })).toMatchObject({ changed: false });
    const pulled = await root.code({ url, pull: true });
    expect(pulled).toMatchObject({ cloned: false, changed: true });
    expect(await pulled.checkout.head()).toBe(head);
    expect(await root.code({ url, pull: true })).toMatchObject({ changed: false });
  });

  test('refuses to pull over local changes, but resets them when asked', async () => {
    const { root, up, url } = served();
    const { path: place, checkout } = await root.code({ url });
    const head = commit(up, { a: '1' });
    writeFileSync(path.join(place, 'mine'), 'mine\n');
    mkdirSync(path.join(place, 'kept'));
    writeFileSync(path.join(place, 'kept/file'), 'ignored\n');
    expect(await codeOf(() => root.code({ url, pull: true }))).toBe('GIT_LOCAL_CHANGES');
    expect(existsSync(path.join(place, 'mine'))).toBe(true);
    expect(await root.code({ url, pull: true, reset: true })).toMatchObject({ changed: true });
    expect(await checkout.status()).toMatchObject({ commit: head, clean: true });
    expect([existsSync(path.join(place, 'mine')), existsSync(path.join(place, 'kept/file'))]).toEqual([
      false,
      true,
    ]);
  });

  test('switches to the ref that the URL names, and fetches it when it is new', async () => {
    const { root, up, url } = served();
    const { checkout } = await root.code({ url });
    expect(await root.code({ url: `${url}/tree/feature/x/docs/guide.md` })).toMatchObject({ changed: true });
    expect(await checkout.status()).toMatchObject({ branch: 'feature/x' });
    runGit(up, 'branch', 'late/one', 'v1');
    await root.code({ url: `${url}/tree/late/one/README.md` });
    expect(await checkout.status()).toMatchObject({ branch: 'late/one' });
    await root.code({ url: `${url}/refs/tags/v1` });
    expect(await checkout.status()).toMatchObject({ branch: '', tag: 'v1' });
    await root.code({ url });
    expect(await checkout.status()).toMatchObject({ tag: 'v1' });
    expect(await codeOf(() => root.code({ url: `${url}/tree/none` }))).toBe('GIT_UNKNOWN_REF');
  });

  test('does not switch over local changes', async () => {
    const { root, url } = served();
    const { path: place, checkout } = await root.code({ url });
    writeFileSync(path.join(place, 'README.md'), 'mine\n');
    expect(await codeOf(() => root.code({ url: `${url}/tree/feature/x` }))).toBe('GIT_LOCAL_CHANGES');
    expect(await checkout.status()).toMatchObject({ branch: 'main', changes: 1 });
  });

  test('a reset on the way to another branch keeps the commits of this one', async () => {
    const { root, url } = served();
    const { path: place } = await root.code({ url });
    const mine = commit(place, { unpushed: 'x' });
    await root.code({ url: `${url}/tree/feature/x`, reset: true });
    expect(runGit(place, 'rev-parse', 'main')).toBe(mine);
  });

  test('refuses a checkout of another repository', async () => {
    const { root, url } = served();
    const { path: place } = await root.code({ url });
    for (const other of [
      'https://git.home/ada/other',
      'https://evil.home/ada/Engine',
      '/srv/ada/Engine',
      'not a url',
    ]) {
      runGit(place, 'remote', 'set-url', 'origin', other);
      expect(await codeOf(() => root.code({ url }))).toBe('GIT_OTHER_ORIGIN');
    }
    runGit(place, 'remote', 'set-url', 'origin', 'https://ada:s3cret@git.home/ada/engine.git');
    expect(await codeOf(() => root.code({ url }))).toBe('none');
    runGit(place, 'remote', 'remove', 'origin');
    expect(await codeOf(() => root.code({ url }))).toBe('GIT_OTHER_ORIGIN');
  });
});

describe('local repositories', () => {
  test('relative paths start from the base, and two of the same name do not mix', async () => {
    const { root, up } = served();
    const base = path.dirname(up);
    const code = await root.code({ url: './Engine', base });
    expect(code.path).toBe(path.join(root.path, 'local/ada/Engine'));
    expect(await root.code({ url: `file://${up}` })).toMatchObject({ cloned: false });
    symlinkSync(up, path.join(base, 'link'));
    const other = makeUpstream(path.join(tempFolder(), 'ada/Engine'));
    expect(await codeOf(() => root.code({ url: other }))).toBe('GIT_OTHER_ORIGIN');
  });
});

describe('the path of a URL', () => {
  test.each([
    'nope.md',
    'docs/nope.md',
    '.git/config',
    '.GIT',
    '../other',
    'docs/../../other',
    '%2e%2e',
    'docs%2f..%2f..',
  ])('%s is not found', async inside => {
    const { root, url } = served();
    expect(await codeOf(() => root.code({ url: `${url}/tree/main/${inside}` }))).toBe('GIT_PATH_NOT_FOUND');
  });

  test('may go over a link that stays inside, not over one that leads out', async () => {
    const { root, up, url } = served();
    symlinkSync('docs', path.join(up, 'inside'));
    symlinkSync('/etc', path.join(up, 'outside'));
    commit(up, {});
    const code = await root.code({ url: `${url}/tree/main/inside/a.md` });
    expect(readFileSync(code.path, 'utf8')).toBe('a\n');
    expect(await codeOf(() => root.code({ url: `${url}/tree/main/outside/hostname` }))).toBe(
      'GIT_PATH_NOT_FOUND',
    );
  });

  test('dots that stay inside are fine', async () => {
    const { root, url } = served();
    const { path: place } = await root.code({ url: `${url}/tree/main/docs/../docs/` });
    expect(place.endsWith('/Engine/docs')).toBe(true);
  });
});

describe('the way to the origin', () => {
  /** An ssh that notes its arguments and says no. */
  function refusingSsh(): string {
    const folder = tempFolder();
    writeFileSync(
      path.join(folder, 'ssh'),
      `#!/bin/sh\necho "$@" >> '${folder}/calls'\necho 'Permission denied (publickey).' >&2\nexit 255\n`,
      { mode: 0o755 },
    );
    vi.stubEnv('GIT_SSH_VARIANT', 'ssh');
    return folder;
  }

  test('is the one that was typed, then the other one when access is denied', async () => {
    const { root } = served();
    const ssh = refusingSsh();
    vi.stubEnv('GIT_SSH_COMMAND', path.join(ssh, 'ssh'));
    const code = await root.code({ url: 'git@git.home:ada/Engine' });
    expect(readFileSync(path.join(ssh, 'calls'), 'utf8')).toContain('git@git.home');
    expect(await code.checkout.origin()).toBe('https://git.home/ada/Engine');
  });

  test('ssh is told not to ask, unless the person chose an ssh', async () => {
    const { root } = served();
    const ssh = refusingSsh();
    vi.stubEnv('PATH', `${ssh}:${process.env.PATH}`);
    await expect(root.code({ url: 'ssh://git@git.home:2222/ada/Engine' })).rejects.toMatchObject({
      code: 'GIT_FAILED',
      hint: expect.stringContaining('ssh key'),
    });
    expect(readFileSync(path.join(ssh, 'calls'), 'utf8')).toContain('-o BatchMode=yes');
  });

  test('a repository that git was started from is not touched', async () => {
    const { root, url } = served();
    const other = makeUpstream(tempFolder());
    const before = runGit(other, 'rev-parse', 'HEAD');
    vi.stubEnv('GIT_DIR', path.join(other, '.git'));
    vi.stubEnv('GIT_WORK_TREE', other);
    onTestFinished(() => void vi.unstubAllEnvs());
    const { checkout } = await root.code({ url: `${url}/tree/feature/x` });
    expect(await checkout.status()).toMatchObject({ branch: 'feature/x' });
    vi.stubEnv('GIT_DIR', undefined);
    vi.stubEnv('GIT_WORK_TREE', undefined);
    expect([runGit(other, 'rev-parse', 'HEAD'), runGit(other, 'branch', '--show-current')]).toEqual([
      before,
      'main',
    ]);
  });
});

test('injection strings start no process', async () => {
  const { root } = served();
  const witness = path.join(root.path, '..', 'witness');
  const strings = [
    `--upload-pack=touch ${witness}`,
    `--upload-pack=touch\${IFS}${witness}`,
    `ext::sh -c touch% ${witness}`,
    `ssh://-oProxyCommand=touch%20${witness}/ada/engine`,
    `git@-oProxyCommand=x:y/z`,
    `https://git.home/ada/$(touch\${IFS}${witness})`,
    'https://git.home/../..',
  ];
  for (const url of strings) expect(await codeOf(() => root.code({ url }))).toBe('GIT_BAD_URL');
  expect(existsSync(witness)).toBe(false);
  expect(existsSync(root.path)).toBe(false);
});
