import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeText, loadScripts } from '../../../src/play/index.ts';
import { sharedJson } from '../../support/shared.ts';
import { failure, folderWith } from '../world.ts';

const names = async (folder: string) =>
  (await loadScripts(folder)).map(({ path }) => path.slice(folder.length + 1));

describe('the scripts of a folder', () => {
  test('are those of one extension after the other, each in byte order and depth first', async () => {
    const files = ['b.md', 'a.hero', 'sub/c.md', 'sub/B.md', 'Z.md', 'z.heroscript', 'x.md/y.md', 'é.md'];
    const folder = folderWith(Object.fromEntries(files.map(file => [file, ''])));
    expect(await names(folder)).toEqual([
      'Z.md',
      'b.md',
      'sub/B.md',
      'sub/c.md',
      'x.md/y.md',
      'é.md',
      'a.hero',
      'z.heroscript',
    ]);
  });

  test('are not those with other endings, hidden ones and links', async () => {
    const folder = folderWith({
      'a.hero': '',
      'a.txt': '',
      'b.HERO': '',
      '_b.hero': '',
      '.c.hero': '',
      '_d/e.hero': '',
      '.f/g.hero': '',
    });
    symlinkSync(join(folder, 'a.hero'), join(folder, 'link.hero'));
    symlinkSync(folder, join(folder, 'round'));
    symlinkSync('/nowhere', join(folder, 'broken.hero'));
    expect(await names(folder)).toEqual(['a.hero']);
  });
});

describe('one script', () => {
  test('may have any extension and be reached through a link; it stands where it really is', async () => {
    const folder = folderWith({ 'real/a.txt': '!!a.x' });
    symlinkSync(join(folder, 'real/a.txt'), join(folder, 'link'));
    const [script] = await loadScripts(join(folder, 'link'));
    expect(script?.source.text).toBe('!!a.x');
    expect(script?.source.name).toBe(join(folder, 'link'));
    expect(script?.path).toBe(join(folder, 'real/a.txt'));
  });

  test('that is missing is an error', async () => {
    const error = await failure(() => loadScripts('/no/such.hero'));
    expect([error.code, error.message]).toEqual([
      'PLAY_PATH_NOT_FOUND',
      'there is no file or directory `/no/such.hero`',
    ]);
  });
});

describe('bytes that are not UTF-8', () => {
  test.each([
    [[0x61, 0xff], 1],
    [[0x61, 0xc3], 1],
    [[0x61, 0xe2, 0x82], 2],
    [[0xc3, 0xa9, 0x80], 2],
    [[0xed, 0xa0, 0x80], 1],
  ])('%j are refused at the offset %i', async (bytes, offset) => {
    const error = await failure(() => decodeText(Uint8Array.from(bytes), 'a.hero'));
    expect(error.code).toBe('SCRIPT_NOT_UTF8');
    expect(error.message).toContain(`offset ${offset} `);
  });

  const [hostile] = sharedJson<{ id: string; input: string }>('hostile.json').filter(
    ({ id }) => id === 'P05',
  );
  test.skipIf(!hostile)('P05: are not replaced, and nothing of the file is loaded', async () => {
    const hex = /from\('([0-9a-f]+)'/.exec(hostile?.input ?? '')?.[1] ?? '';
    const folder = folderWith({ 'a.hero': Buffer.from(hex, 'hex') });
    const error = await failure(() => loadScripts(folder));
    expect(error.code).toBe('SCRIPT_NOT_UTF8');
    expect(error.message).toContain('offset 8 ');
    expect(error.message).toContain(join(folder, 'a.hero'));
  });

  test('a byte order mark is kept for the parser', () => {
    expect(decodeText(Uint8Array.from([0xef, 0xbb, 0xbf, 0x21]), 'a')).toBe('\ufeff!');
  });
});
