import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { failure, folderWith, isolate, open, play } from '../play/world.ts';
import { playIn } from './folder.ts';

isolate();

const read = (folder: string, name: string) => readFileSync(join(folder, name), 'utf8');

describe('file.write', () => {
  test('writes text with a line end, and the folders above it', async () => {
    const text = `!!file.write path:a/b.txt content:one
!!file.write path:c.txt content:'
    two
      deep

    three
    '
!!file.write path:'~/home.txt' content:''`;
    const { folder } = await playIn(folderWith({}), text);
    expect(read(folder, 'a/b.txt')).toBe('one\n');
    expect(read(folder, 'c.txt')).toBe('two\n  deep\n\nthree\n');
    expect(read(homedir(), 'home.txt')).toBe('\n');
  });

  test('replaces a file, unless it may not', async () => {
    const folder = folderWith({ 'a.txt': 'old' });
    const error = await failure(() => playIn(folder, '!!file.write path:a.txt content:new overwrite:false'));
    expect([error.code, error.hint]).toEqual(['ACTOR_FILE_EXISTS', 'set `overwrite` to replace it']);
    expect(read(folder, 'a.txt')).toBe('old');
    await playIn(folder, '!!file.write path:a.txt content:new');
    expect(read(folder, 'a.txt')).toBe('new\n');
  });

  test('over a folder fails', async () => {
    const error = await failure(() => playIn(folderWith({ 'a/b': '' }), '!!file.write path:a content:x'));
    expect(error.code).toBe('PLAY_FAILED');
    expect(error.message).toContain('EISDIR');
  });
});

describe('file.copy', () => {
  test('copies a file, and makes the folders above the copy', async () => {
    const folder = folderWith({ 'a.bin': Uint8Array.from([0, 255, 10]) });
    await playIn(folder, '!!file.copy from:a.bin to:x/y/b.bin');
    expect([...readFileSync(join(folder, 'x/y/b.bin'))]).toEqual([0, 255, 10]);
  });

  test('needs a file to copy, and replaces one only when it may', async () => {
    const folder = folderWith({ 'a.txt': 'a', 'b.txt': 'b' });
    const missing = await failure(() => playIn(folder, '!!file.copy from:none to:x'));
    expect(missing.code).toBe('ACTOR_FILE_NOT_FOUND');
    const existing = await failure(() => playIn(folder, '!!file.copy from:a.txt to:b.txt overwrite:no'));
    expect(existing.code).toBe('ACTOR_FILE_EXISTS');
    expect(read(folder, 'b.txt')).toBe('b');
  });
});

describe('file.delete', () => {
  test('removes a file; one that is not there is no error', async () => {
    const folder = folderWith({ 'a.txt': 'a' });
    await playIn(folder, '!!file.delete path:a.txt\n!!file.delete path:a.txt');
    expect(existsSync(join(folder, 'a.txt'))).toBe(false);
  });

  test('removes a folder only when it is told to', async () => {
    const folder = folderWith({ 'a/b.txt': 'b' });
    expect((await failure(() => playIn(folder, '!!file.delete path:a'))).code).toBe('PLAY_FAILED');
    expect(read(folder, 'a/b.txt')).toBe('b');
    await playIn(folder, '!!file.delete path:a recursive:true');
    expect(existsSync(join(folder, 'a'))).toBe(false);
  });
});

describe('file.mkdir', () => {
  test('makes a folder and those above it, also twice', async () => {
    const { folder } = await playIn(folderWith({}), '!!file.mkdir path:a/b\n!!file.mkdir path:a/b');
    expect(existsSync(join(folder, 'a/b'))).toBe(true);
  });

  test('over a file fails', async () => {
    const error = await failure(() => playIn(folderWith({ a: '' }), '!!file.mkdir path:a'));
    expect(error.message).toContain('EEXIST');
  });
});

test('a path that no path can be is refused before anything is touched', async () => {
  const session = await open({ playbookText: '!!file.write path:{P} content:x' });
  session.envSet('P', 'a\0b');
  expect((await failure(() => session.run())).code).toBe('PARAMS_BAD_PATH');
});

test('an empty path is refused: it would be the folder of the script', async () => {
  const error = await failure(() =>
    play("!!session.env_set key:DIR val:''\n!!file.delete path:'{DIR}' recursive:true"),
  );
  expect(error.code).toBe('PARAMS_BAD_PATH');
});
