import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FileStore } from '../../../src/store/index.ts';

let directory: string;
let db: FileStore;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'hero-store-git-'));
  git('init', '-q', '-b', 'main');
  db = new FileStore(directory);
  await db.set('one', '1\r\n');
  await db.set('two', '2\n');
  await db.set('l'.repeat(500), 'long\n');
  await db.set('ending', 'soon', { ttl: 1000 });
  commit('start');
});

afterEach(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }));

function git(...args: string[]): string {
  const who = ['-c', 'user.name=ada', '-c', 'user.email=ada@example.org', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...who, ...args], { cwd: directory, encoding: 'utf8' });
}

function commit(message: string): void {
  git('add', '-A');
  git('commit', '-q', '-m', message);
}

const status = () => git('status', '--porcelain').split('\n').filter(Boolean);

describe('a store in git', () => {
  test('what belongs to processes is not in it', () => {
    const files = git('ls-files').split('\n');
    expect(files.filter(file => file.startsWith('.'))).toEqual([
      '.gitattributes',
      '.store/.gitignore',
      '.store/format.json',
    ]);
    expect(files).toContain('one');
  });

  test('reading and opening again change nothing, a set one file', async () => {
    const again = new FileStore(directory);
    for await (const [key] of again.entries()) await again.revision(key);
    await again.check();
    expect(await again.setIf('one', 'x', undefined)).toBe(false);
    await again.close();
    expect(status()).toEqual([]);
    await again.set('one', '1\r\n');
    expect(status()).toEqual([]);
    await again.set('two', 'changed');
    await again.batch([{ kind: 'delete', key: 'never' }]);
    expect(status()).toEqual([' M two']);
  });

  test('branches that changed different keys merge', async () => {
    git('checkout', '-q', '-b', 'other');
    await db.set('two', 'theirs');
    await db.set('new', 'theirs');
    await db.batch([{ kind: 'set', key: 'batch', value: 'theirs' }]);
    commit('theirs');
    git('checkout', '-q', 'main');
    expect(await db.keys()).not.toContain('new');
    await db.set('one', 'ours');
    await db.delete('ending');
    commit('ours');
    git('merge', '-q', 'other', '-m', 'both');
    expect(status()).toEqual([]);
    expect(await db.keys()).toEqual(['batch', 'l'.repeat(500), 'new', 'one', 'two']);
    expect([await db.get('one'), await db.get('two')]).toEqual(['ours', 'theirs']);
    expect(await db.check()).toEqual([]);
  });

  test('a clone is a store, with the line ends it was written with', async () => {
    const copy = join(directory, '..', `${Date.now()}-clone`);
    try {
      git('-c', 'core.autocrlf=true', 'clone', '-q', directory, copy);
      const cloned = new FileStore(copy);
      expect(await cloned.get('one')).toBe('1\r\n');
      expect(await cloned.get('two')).toBe('2\n');
      await cloned.set('three', '3');
      await cloned.close();
    } finally {
      rmSync(copy, { recursive: true, force: true, maxRetries: 5 });
    }
  });

  test('attributes that a person wrote stay, also when the store goes', async () => {
    const path = join(directory, 'own');
    execFileSync('mkdir', [path]);
    writeFileSync(join(path, '.gitattributes'), '* text\n');
    const own = new FileStore(path);
    await own.set('key', 'value');
    expect(readFileSync(join(path, '.gitattributes'), 'utf8')).toBe('* text\n');
    await expect(own.destroy()).rejects.toMatchObject({ code: 'STORE_FAILED' });
    expect(readFileSync(join(path, '.gitattributes'), 'utf8')).toBe('* text\n');
  });
});
