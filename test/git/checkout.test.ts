import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { Checkout } from '../../src/git/index.ts';
import { codeOf, commit, isolateGit, makeUpstream, runGit, tempFolder } from './upstream.ts';

isolateGit();

/** An upstream and a plain clone of it, made by git itself. */
function cloned(...flags: string[]): { up: string; checkout: Checkout } {
  const folder = tempFolder();
  const up = makeUpstream(path.join(folder, 'up'));
  runGit(folder, 'clone', '-q', '--no-local', ...flags, up, 'work');
  const repository = { provider: 'local', account: path.basename(folder), name: 'up' };
  return { up, checkout: new Checkout(path.join(folder, 'work'), repository) };
}

describe('status', () => {
  test('of a fresh clone', async () => {
    const { up, checkout } = cloned();
    const head = runGit(up, 'rev-parse', 'HEAD');
    expect(await checkout.status()).toEqual({
      branch: 'main',
      commit: head,
      ahead: 0,
      behind: 0,
      changes: 0,
      clean: true,
    });
    expect(await checkout.head()).toBe(head);
    expect(await checkout.origin()).toBe(up);
    expect(await checkout.branches()).toEqual(['feature/x', 'main']);
  });

  test('counts changed, staged, renamed and new files, not ignored ones', async () => {
    const { checkout } = cloned();
    writeFileSync(path.join(checkout.path, 'README.md'), 'mine\n');
    writeFileSync(path.join(checkout.path, 'new\nname.md'), 'new\n');
    writeFileSync(path.join(checkout.path, 'staged.md'), 'staged\n');
    runGit(checkout.path, 'add', 'staged.md');
    runGit(checkout.path, 'mv', 'docs/a.md', 'docs/b.md');
    mkdirSync(path.join(checkout.path, 'kept'));
    writeFileSync(path.join(checkout.path, 'kept/file'), 'ignored\n');
    expect(await checkout.status()).toMatchObject({ changes: 4, clean: false });
  });

  test('counts commits ahead and behind', async () => {
    const { up, checkout } = cloned();
    commit(up, { a: '1' });
    commit(up, { a: '2' });
    commit(checkout.path, { b: '1' });
    runGit(checkout.path, 'fetch', '-q');
    expect(await checkout.status()).toMatchObject({ ahead: 1, behind: 2 });
  });

  test('names the tag of a detached head', async () => {
    const { checkout } = cloned();
    runGit(checkout.path, 'checkout', '-q', 'v1');
    expect(await checkout.status()).toMatchObject({ branch: '', tag: 'v1' });
    runGit(checkout.path, 'checkout', '-q', '--detach', 'main');
    expect(await checkout.status()).not.toHaveProperty('tag');
  });

  test('of a repository without commits and without origin', async () => {
    const folder = tempFolder();
    runGit(folder, 'init', '-q', '-b', 'main');
    const checkout = new Checkout(folder, { provider: 'local', account: 'a', name: 'b' });
    expect(await checkout.status()).toMatchObject({ branch: 'main', commit: '', clean: true });
    expect([await checkout.head(), await checkout.origin()]).toEqual(['', undefined]);
    expect(await codeOf(() => checkout.pull())).toBe('none');
  });

  test('a broken checkout is an error of its own, even below another repository', async () => {
    const outer = makeUpstream(tempFolder());
    const broken = path.join(outer, 'inner');
    mkdirSync(path.join(broken, '.git'), { recursive: true });
    writeFileSync(path.join(outer, 'precious'), 'not committed');
    const checkout = new Checkout(broken, { provider: 'local', account: 'a', name: 'b' });
    for (const run of [
      () => checkout.status(),
      () => checkout.reset(),
      () => checkout.origin(),
      () => checkout.pull(),
    ]) {
      expect(await codeOf(run)).toBe('GIT_NOT_A_CHECKOUT');
    }
    expect(existsSync(path.join(outer, 'precious'))).toBe(true);
  });

  test('does not show the credentials of an origin', async () => {
    const { checkout } = cloned();
    runGit(checkout.path, 'remote', 'set-url', 'origin', 'https://ada:s3cret@h.org/a/b');
    expect(await checkout.origin()).toBe('https://h.org/a/b');
  });
});

describe('pull', () => {
  test.each([
    ['full', []],
    ['shallow', ['--depth=1']],
  ])('takes a new commit into a %s clone', async (_, flags) => {
    const { up, checkout } = cloned(...flags);
    commit(up, { a: '1' });
    const head = commit(up, { a: '2' });
    await checkout.pull();
    expect(await checkout.status()).toMatchObject({ branch: 'main', commit: head, behind: 0, clean: true });
  });

  test('is refused with local changes, which stay', async () => {
    const { up, checkout } = cloned();
    const before = await checkout.head();
    commit(up, { a: '1' });
    writeFileSync(path.join(checkout.path, 'mine'), 'mine\n');
    expect(await codeOf(() => checkout.pull())).toBe('GIT_LOCAL_CHANGES');
    expect(await checkout.status()).toMatchObject({ commit: before, changes: 1 });
  });

  test('never merges', async () => {
    const { up, checkout } = cloned();
    commit(up, { a: '1' });
    const mine = commit(checkout.path, { b: '1' });
    expect(await codeOf(() => checkout.pull())).toBe('GIT_FAILED');
    expect(await checkout.head()).toBe(mine);
  });

  test('on a tag there is nothing to do', async () => {
    const { up, checkout } = cloned();
    await checkout.switchTo('v1');
    commit(up, { a: '1' });
    await checkout.pull();
    expect(await checkout.status()).toMatchObject({ tag: 'v1' });
  });

  test('a branch that was never pushed has nowhere to pull from', async () => {
    const { checkout } = cloned();
    runGit(checkout.path, 'switch', '-q', '-c', 'mine');
    await expect(checkout.pull()).rejects.toMatchObject({
      code: 'GIT_FAILED',
      message: expect.stringContaining('`mine`'),
    });
  });

  test('runs no hook of the checkout', async () => {
    const { up, checkout } = cloned();
    const witness = path.join(checkout.path, '.git', 'witness');
    for (const hook of ['post-merge', 'post-checkout', 'reference-transaction']) {
      writeFileSync(path.join(checkout.path, '.git/hooks', hook), `#!/bin/sh\ntouch '${witness}'\n`, {
        mode: 0o755,
      });
    }
    commit(up, { a: '1' });
    await checkout.pull();
    await checkout.switchTo('feature/x');
    expect(existsSync(witness)).toBe(false);
  });
});

describe('reset', () => {
  test('goes back to the upstream and keeps ignored files', async () => {
    const { checkout } = cloned();
    const head = await checkout.head();
    commit(checkout.path, { unpushed: 'x' });
    writeFileSync(path.join(checkout.path, 'README.md'), 'mine\n');
    mkdirSync(path.join(checkout.path, 'new/folder'), { recursive: true });
    writeFileSync(path.join(checkout.path, 'new/folder/file'), 'new\n');
    mkdirSync(path.join(checkout.path, 'kept'));
    writeFileSync(path.join(checkout.path, 'kept/file'), 'ignored\n');
    await checkout.reset();
    expect(await checkout.status()).toMatchObject({ commit: head, ahead: 0, clean: true });
    expect(existsSync(path.join(checkout.path, 'new'))).toBe(false);
    expect(existsSync(path.join(checkout.path, 'kept/file'))).toBe(true);
  });

  test('discarding changes keeps commits', async () => {
    const { checkout } = cloned();
    const mine = commit(checkout.path, { unpushed: 'x' });
    writeFileSync(path.join(checkout.path, 'README.md'), 'mine\n');
    await checkout.discardChanges();
    expect(await checkout.status()).toMatchObject({ commit: mine, ahead: 1, clean: true });
  });
});

describe('switchTo', () => {
  test.each([
    ['full', []],
    ['shallow', ['--depth=1']],
  ])('a branch, a tag, a commit in a %s clone', async (_, flags) => {
    const { up, checkout } = cloned(...flags);
    await checkout.switchTo('feature/x');
    expect(await checkout.status()).toMatchObject({ branch: 'feature/x', ahead: 0, behind: 0 });
    await checkout.switchTo('v1');
    expect(await checkout.status()).toMatchObject({ branch: '', tag: 'v1' });
    await checkout.switchTo('main');
    expect(await checkout.status()).toMatchObject({ branch: 'main' });
    const first = runGit(up, 'rev-parse', 'v1');
    await checkout.switchTo(first.slice(0, 10));
    expect(await checkout.status()).toMatchObject({ branch: '', commit: first });
    expect(await checkout.isOn(first)).toBe(true);
  });

  test('fetches a ref that is not known here', async () => {
    const { up, checkout } = cloned('--depth=1');
    runGit(up, 'switch', '-q', '-c', 'late/branch');
    const late = commit(up, { late: '1' });
    runGit(up, 'tag', '-a', '-m', 'note', 'late-tag');
    const head = commit(up, { late: '2' });
    await checkout.switchTo('late/branch');
    expect(await checkout.status()).toMatchObject({ branch: 'late/branch', commit: head });
    await checkout.switchTo('late-tag');
    expect(await checkout.status()).toMatchObject({ tag: 'late-tag', commit: late });
  });

  test('fetches a commit that is not known here, by its short id too', async () => {
    const { up, checkout } = cloned('--depth=1');
    const old = runGit(up, 'rev-parse', 'v1');
    await checkout.switchTo(old.slice(0, 8));
    expect(await checkout.head()).toBe(old);
    expect(await codeOf(() => checkout.switchTo('0123456789'))).toBe('GIT_UNKNOWN_REF');
  });

  test('a branch wins over a tag of the same name', async () => {
    const { up, checkout } = cloned();
    runGit(up, 'tag', 'both', 'v1');
    runGit(up, 'branch', 'both', 'main');
    runGit(checkout.path, 'fetch', '-q', '--tags');
    await checkout.switchTo('both');
    expect(await checkout.status()).toMatchObject({
      branch: 'both',
      commit: runGit(up, 'rev-parse', 'main'),
    });
  });

  test('is refused with local changes, unless it is there already', async () => {
    const { checkout } = cloned();
    writeFileSync(path.join(checkout.path, 'mine'), 'mine\n');
    expect(await codeOf(() => checkout.switchTo('feature/x'))).toBe('GIT_LOCAL_CHANGES');
    expect(await codeOf(() => checkout.switchTo('main'))).toBe('none');
  });

  test('an unknown name is answered with the nearest', async () => {
    const { checkout } = cloned();
    await expect(checkout.switchTo('feature/y')).rejects.toMatchObject({
      code: 'GIT_UNKNOWN_REF',
      hint: 'did you mean `feature/x`?',
    });
    await expect(checkout.switchTo('far-away-from-all')).rejects.toMatchObject({ code: 'GIT_UNKNOWN_REF' });
  });

  test.each(['--orphan=x', '-f', 'a..b', '@{-1}', 'main:README.md', ''])('%j is no ref', async ref => {
    const { checkout } = cloned();
    expect(await codeOf(() => checkout.switchTo(ref))).toBe('GIT_UNKNOWN_REF');
    expect(await checkout.status()).toMatchObject({ branch: 'main', clean: true });
  });
});
