import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readHead } from '../../src/git/index.ts';
import { isolateGit, makeUpstream, runGit, tempFolder } from './upstream.ts';

isolateGit();

describe('what a checkout is at', () => {
  test('a branch and its commit', async () => {
    const folder = makeUpstream(join(tempFolder(), 'kit'));
    expect(await readHead(folder)).toEqual({ branch: 'main', commit: runGit(folder, 'rev-parse', 'HEAD') });
  });

  test('a branch whose name has parts, and refs that are packed', async () => {
    const folder = makeUpstream(join(tempFolder(), 'kit'));
    runGit(folder, 'switch', '-q', 'feature/x');
    runGit(folder, 'pack-refs', '--all');
    expect(await readHead(folder)).toEqual({
      branch: 'feature/x',
      commit: runGit(folder, 'rev-parse', 'HEAD'),
    });
  });

  test('a commit alone', async () => {
    const folder = makeUpstream(join(tempFolder(), 'kit'));
    runGit(folder, 'checkout', '-q', 'v1');
    expect(await readHead(folder)).toEqual({ commit: runGit(folder, 'rev-parse', 'v1') });
  });

  test('a branch without a commit', async () => {
    const folder = tempFolder();
    runGit(folder, 'init', '-q', '-b', 'main');
    expect(await readHead(folder)).toEqual({ branch: 'main' });
  });

  test('nothing where there is no checkout', async () => {
    const folder = tempFolder();
    expect(await readHead(folder)).toBeUndefined();
    expect(await readHead(join(folder, 'none'))).toBeUndefined();
    mkdirSync(join(folder, '.git/HEAD'), { recursive: true });
    expect(await readHead(folder)).toBeUndefined();
  });

  test('a name that leads elsewhere is not followed', async () => {
    const folder = makeUpstream(join(tempFolder(), 'kit'));
    writeFileSync(join(folder, 'secret'), 'not for you');
    for (const ref of ['refs/../../secret', '../secret', 'secret']) {
      writeFileSync(join(folder, '.git/HEAD'), `ref: ${ref}\n`);
      expect((await readHead(folder))?.commit, ref).toBeUndefined();
    }
    rmSync(join(folder, '.git/HEAD'));
    expect(await readHead(folder)).toBeUndefined();
  });
});
