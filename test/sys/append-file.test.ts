import {
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppendFile } from '../../src/sys/append-file.ts';

let folder = '';
let path = '';

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heroplay-append-')));
  path = join(folder, 'log');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a file that grows', () => {
  test('holds what was appended, in order, for the owner only', async () => {
    const file = await AppendFile.open(path, 0);
    await file.append('one\n');
    await file.append('zwei é\n');
    await file.close();
    expect(readFileSync(path, 'utf8')).toBe('one\nzwei é\n');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('is cut to the length that is known to be good', async () => {
    writeFileSync(path, 'good\nto');
    const file = await AppendFile.open(path, 5);
    await file.append('more\n');
    await file.close();
    expect(readFileSync(path, 'utf8')).toBe('good\nmore\n');
  });

  test('follows no link, and is no directory', async () => {
    const target = join(folder, 'target');
    writeFileSync(target, 'kept');
    symlinkSync(target, path);
    await expect(AppendFile.open(path, 0)).rejects.toMatchObject({ code: 'STORE_NOT_A_FILE' });
    expect(readFileSync(target, 'utf8')).toBe('kept');
    await expect(AppendFile.open(folder, 0)).rejects.toMatchObject({ code: 'STORE_NOT_A_FILE' });
    await expect(AppendFile.open(join(folder, 'none', 'file'), 0)).rejects.toMatchObject({
      code: 'STORE_FAILED',
    });
  });

  test('takes nothing more after an append that failed', async () => {
    const file = await AppendFile.open(path, 0);
    await file.append('one\n');
    await file.close();
    await expect(file.append('two\n')).rejects.toMatchObject({ code: 'STORE_FAILED' });
    await expect(file.append('three\n')).rejects.toMatchObject({ code: 'STORE_FAILED' });
    expect(readFileSync(path, 'utf8')).toBe('one\n');
  });
});
