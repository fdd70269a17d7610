import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  listFiles,
  makeDirectory,
  readRegularFile,
  removeDirectory,
  removeFile,
  removeFiles,
  writeFileAtomic,
} from '../../src/sys/file.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hero-file-'));
  path = join(folder, 'file');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const mode = (at: string) => (lstatSync(at).mode & 0o777).toString(8);
const cause = (code: string) => expect.objectContaining({ code });

function makeFifo(at: string): boolean {
  return spawnSync('mkfifo', [at], { stdio: 'ignore' }).status === 0;
}

/** `src/sys/file.ts` as plain JavaScript, for a process of its own. */
async function buildModule(): Promise<string> {
  const outfile = join(folder, 'file.mjs');
  await build({
    entryPoints: [resolve('src/sys/file.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
  });
  return outfile;
}

describe('writeFileAtomic', () => {
  test('writes text and bytes, for the owner only', async () => {
    await writeFileAtomic(path, 'é');
    expect(readFileSync(path, 'utf8')).toBe('é');
    expect(mode(path)).toBe('600');
    await writeFileAtomic(path, Uint8Array.of(0, 255));
    expect([...readFileSync(path)]).toEqual([0, 255]);
    expect(readdirSync(folder)).toEqual(['file']);
  });

  test('takes another mode', async () => {
    await writeFileAtomic(path, '', { mode: 0o700 });
    expect(mode(path)).toBe('700');
  });

  test('writes more than one system call takes', async () => {
    const big = Buffer.alloc(5_000_001, 'abc');
    await writeFileAtomic(path, big);
    expect(readFileSync(path).equals(big)).toBe(true);
  });

  test('replaces a link instead of following it', async () => {
    const target = join(folder, 'target');
    writeFileSync(target, 'kept');
    symlinkSync(target, path);
    await writeFileAtomic(path, 'new');
    expect(lstatSync(path).isFile()).toBe(true);
    expect(readFileSync(target, 'utf8')).toBe('kept');
  });

  test('leaves no temporary file and names the place when it fails', async () => {
    mkdirSync(join(path, 'inside'), { recursive: true });
    await expect(writeFileAtomic(path, 'new')).rejects.toMatchObject({
      code: 'STORE_NOT_A_FILE',
      cause: cause('EISDIR'),
    });
    await expect(writeFileAtomic(path, 'new')).rejects.toThrow(path);
    expect(readdirSync(folder)).toEqual(['file']);
    const nowhere = join(folder, 'none', 'file');
    await expect(writeFileAtomic(nowhere, '')).rejects.toMatchObject({
      code: 'STORE_FAILED',
      cause: cause('ENOENT'),
    });
    expect(readdirSync(folder)).toEqual(['file']);
  });

  test('keeps the old value when the disk takes only a part of the new one', async () => {
    const file = await buildModule();
    writeFileSync(path, 'old');
    const script = `
      import { writeFileAtomic } from ${JSON.stringify(file)};
      const error = await writeFileAtomic(process.argv[1], 'x'.repeat(1e6)).catch(error => error);
      process.stdout.write(JSON.stringify([error?.code, error?.cause?.code]));`;
    const limited = `ulimit -f 64; exec "$0" --input-type=module -e "$1" "$2"`;
    const found = execFileSync('sh', ['-c', limited, process.execPath, script, path], { encoding: 'utf8' });
    expect(JSON.parse(found)).toEqual(['STORE_FAILED', 'EFBIG']);
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder).sort()).toEqual(['file', 'file.mjs']);
  });

  test('a killed writer leaves one whole value', async () => {
    const file = await buildModule();
    const script = `
      import { writeFileAtomic } from ${JSON.stringify(file)};
      for (let i = 0; ; i++) {
        await writeFileAtomic(process.argv[1], (i % 2 ? 'a' : 'b').repeat(300_000));
        process.stdout.write('.');
      }`;
    const writer = spawn(process.execPath, ['--input-type=module', '-e', script, path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await once(writer.stdout, 'data');
      for (let i = 0; i < 30; i++) expect(['a', 'b']).toContain(await onlyCharacter(300_000));
    } finally {
      writer.kill('SIGKILL');
      await once(writer, 'exit');
    }
    expect(['a', 'b']).toContain(await onlyCharacter(300_000));
  });

  async function onlyCharacter(length: number): Promise<string | undefined> {
    const text = Buffer.from((await readRegularFile(path)) ?? []).toString();
    return text === text.charAt(0).repeat(length) ? text.charAt(0) : undefined;
  }
});

describe('readRegularFile', () => {
  test('answers bytes, also none', async () => {
    writeFileSync(path, Buffer.of(1, 0, 255));
    expect(await readRegularFile(path)).toStrictEqual(Uint8Array.of(1, 0, 255));
    writeFileSync(path, '');
    expect(await readRegularFile(path)).toStrictEqual(new Uint8Array());
  });

  test('answers undefined for a missing file and a missing folder', async () => {
    expect(await readRegularFile(path)).toBeUndefined();
    expect(await readRegularFile(join(folder, 'none', 'file'))).toBeUndefined();
  });

  test.each([
    ['a link', () => symlinkSync('/etc/passwd', path)],
    ['a link to nothing', () => symlinkSync(join(folder, 'none'), path)],
    ['a folder', () => mkdirSync(path)],
  ])('refuses %s', async (_, make) => {
    make();
    await expect(readRegularFile(path)).rejects.toMatchObject({ code: 'STORE_NOT_A_FILE' });
    await expect(readRegularFile(path)).rejects.toThrow(path);
  });

  test('refuses a device and a socket', async () => {
    await expect(readRegularFile('/dev/zero')).rejects.toMatchObject({ code: 'STORE_NOT_A_FILE' });
    const server = createServer().listen(path);
    await once(server, 'listening');
    await expect(readRegularFile(path)).rejects.toMatchObject({
      code: 'STORE_NOT_A_FILE',
      cause: cause('ENXIO'),
    });
    server.close();
  });

  test('refuses a FIFO without waiting for its writer', async context => {
    if (!makeFifo(path)) return context.skip();
    await expect(readRegularFile(path)).rejects.toMatchObject({ code: 'STORE_NOT_A_FILE' });
  });

  test('takes files up to the limit', async () => {
    writeFileSync(path, '12345');
    expect(await readRegularFile(path, { limit: 5 })).toHaveLength(5);
    const tooLong = readRegularFile(path, { limit: 4 });
    await expect(tooLong).rejects.toMatchObject({
      code: 'STORE_TOO_LARGE',
      message: expect.stringContaining('5 bytes'),
    });
  });

  test('refuses 5 GiB, be they sparse', async () => {
    writeFileSync(path, '');
    truncateSync(path, 5 * 2 ** 30);
    await expect(readRegularFile(path)).rejects.toMatchObject({ code: 'STORE_TOO_LARGE' });
  });

  test('says when the folder is none', async () => {
    writeFileSync(path, '');
    const inside = readRegularFile(join(path, 'inside'));
    await expect(inside).rejects.toMatchObject({ code: 'STORE_FAILED', cause: cause('ENOTDIR') });
  });
});

describe('directories', () => {
  test('are made for the owner only, those above too, and existing ones stay as they are', async () => {
    chmodSync(folder, 0o755);
    await makeDirectory(join(folder, 'a/b/c'));
    expect(['a', 'a/b', 'a/b/c'].map(name => mode(join(folder, name)))).toEqual(['700', '700', '700']);
    expect(mode(folder)).toBe('755');
    await makeDirectory(folder);
    expect(mode(folder)).toBe('755');
    await makeDirectory(join(folder, 'open'), 0o750);
    expect(mode(join(folder, 'open'))).toBe('750');
  });

  test('are not made where a file stands', async () => {
    writeFileSync(path, 'kept');
    await expect(makeDirectory(path)).rejects.toMatchObject({ code: 'STORE_FAILED', cause: cause('EEXIST') });
    if (process.platform === 'linux')
      await expect(makeDirectory('/proc/none/at/all')).rejects.toMatchObject({ code: 'STORE_FAILED' });
    await expect(makeDirectory(join(path, 'a'))).rejects.toMatchObject({ code: 'STORE_FAILED' });
    expect(readFileSync(path, 'utf8')).toBe('kept');
  });

  test('are removed when empty', async () => {
    await makeDirectory(join(path, 'inside'));
    await expect(removeDirectory(path)).rejects.toMatchObject({
      code: 'STORE_FAILED',
      cause: cause('ENOTEMPTY'),
    });
    expect(await removeDirectory(join(path, 'inside'))).toBe(true);
    expect(await removeDirectory(join(path, 'inside'))).toBe(false);
    expect(readdirSync(folder)).toEqual(['file']);
  });

  test('list their regular files', async () => {
    writeFileSync(path, '');
    writeFileSync(join(folder, '.hidden'), '');
    symlinkSync(path, join(folder, 'link'));
    mkdirSync(join(folder, 'folder'));
    expect((await listFiles(folder)).sort()).toEqual(['.hidden', 'file']);
    expect(await listFiles(join(folder, 'none'))).toEqual([]);
    await expect(listFiles(path)).rejects.toMatchObject({ code: 'STORE_FAILED', cause: cause('ENOTDIR') });
  });
});

describe('removing files', () => {
  test('says whether something was there', async () => {
    writeFileSync(path, '');
    expect(await removeFile(path)).toBe(true);
    expect(await removeFile(path)).toBe(false);
    expect(await removeFile(join(folder, 'none', 'file'))).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('removes a link, not what it leads to', async () => {
    const target = join(folder, 'target');
    writeFileSync(target, 'kept');
    symlinkSync(target, path);
    expect(await removeFile(path)).toBe(true);
    expect(readdirSync(folder)).toEqual(['target']);
  });

  test('refuses a folder', async () => {
    mkdirSync(path);
    await expect(removeFile(path)).rejects.toMatchObject({
      code: expect.stringMatching(/^STORE_(NOT_A_FILE|FAILED)$/),
    });
    expect(statSync(path).isDirectory()).toBe(true);
  });

  test('counts those that were there', async () => {
    for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, name), '');
    expect(await removeFiles(folder, ['a', 'none', 'c'])).toBe(2);
    expect(readdirSync(folder)).toEqual(['b']);
    expect(await removeFiles(join(folder, 'none'), ['a'])).toBe(0);
  });
});
