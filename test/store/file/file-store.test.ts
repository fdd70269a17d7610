import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { shardOf } from '../../../src/store/file/store-layout.ts';
import { encodeFileName, FileStore } from '../../../src/store/index.ts';
import { breakLock, readLock } from '../../../src/sys/lock.ts';
import { dbSuite } from '../../../src/testing/index.ts';
import { playAgainstMap, playAtOnce, steps } from '../model.ts';
import { isLong } from '../scene.ts';

const long = 'A long key. '.repeat(50);

let folder: string;
let count = 0;
let directory: string;
let db: FileStore;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hero-store-'));
});

afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

beforeEach(() => {
  directory = freshDirectory();
  db = new FileStore(directory);
});

function freshDirectory(): string {
  return join(folder, `${count++}`, 'db');
}

const at = (name: string) => join(directory, name);
/** What lies in the directory, but for what every store has. */
const values = () =>
  readdirSync(directory)
    .filter(name => name !== '.store' && name !== '.gitattributes')
    .sort();
const mode = (path: string) => (lstatSync(path).mode & 0o777).toString(8);

describe('the contract', () => {
  const open = async () => {
    const place = freshDirectory();
    return { db: new FileStore(place), reopen: async () => new FileStore(place) };
  };
  for (const { name, run } of dbSuite(open)) test.concurrent(name, run);
});

describe('the contract with a history', () => {
  const open = async () => {
    const place = freshDirectory();
    const make = () => new FileStore(place, { history: 3 });
    return { db: make(), reopen: async () => make() };
  };
  for (const { name, run } of dbSuite(open, { history: true })) test.concurrent(name, run);
});

test('behaves like a Map, also when opened again', async () => {
  const play = fc.asyncProperty(steps, sequence => {
    const place = freshDirectory();
    return playAgainstMap(() => new FileStore(place), sequence);
  });
  await fc.assert(play, { numRuns: isLong ? 60 : 15 });
}, 60_000);

test('writes without an await are done in the order of the calls', async () => {
  const play = fc.asyncProperty(steps, sequence => {
    const place = freshDirectory();
    return playAtOnce(() => new FileStore(place), sequence);
  });
  await fc.assert(play, { numRuns: isLong ? 60 : 15 });
}, 60_000);

describe('on disk', () => {
  test('a value is a readable file named after its key', async () => {
    await db.set('notes.txt', 'line one\nline two\n');
    await db.set('Foo', 'upper');
    expect(values()).toEqual(['%46oo', 'notes.txt']);
    expect(readFileSync(at('notes.txt'), 'utf8')).toBe('line one\nline two\n');
  });

  test('beside the values lie what git has to know and what processes use', async () => {
    await db.set('key', 'value');
    await db.batch([{ kind: 'set', key: 'other', value: '' }]);
    await db.close();
    expect(readdirSync(directory).sort()).toEqual(['.gitattributes', '.store', 'key', 'other']);
    const side = readdirSync(at('.store')).sort();
    expect(side).toEqual(['.gitignore', 'format.json', expect.stringMatching(/^lock\.\d+$/)]);
    expect(JSON.parse(readFileSync(at('.store/format.json'), 'utf8'))).toEqual({
      format: 'heroplay-store',
      version: 1,
      sharded: false,
    });
  });

  test('what a person writes into a file is the value', async () => {
    await db.set('key', 'old');
    writeFileSync(at('key'), 'edited\n');
    writeFileSync(at('added'), 'by hand');
    expect(await db.get('key')).toBe('edited\n');
    expect(await db.keys()).toEqual(['added', 'key']);
  });

  test('nothing is made before the first value', async () => {
    for (const look of [db.get('a'), db.getBytes(long), db.getOr('a', ''), db.getJson('a'), db.has('a')])
      await look;
    await db.delete('a');
    await db.delete(long);
    expect(await db.keys()).toEqual([]);
    await db.clear();
    await db.destroy();
    expect(existsSync(join(directory, '..'))).toBe(false);
  });

  test('directories are 0700 and files 0600, those of long keys too', async () => {
    await db.set('key', 'value');
    await db.set(long, 'value');
    const folders = [join(directory, '..'), directory, at('.store')];
    expect(folders.map(mode)).toEqual(['700', '700', '700']);
    const files = [...values(), '.gitattributes', '.store/format.json', '.store/.gitignore'];
    expect(files.map(name => mode(at(name)))).toEqual(files.map(() => '600'));
  });

  test('names differ where case does not count, and are ASCII', async () => {
    for (const key of ['Foo', 'foo', 'FOO', '\u00E9', 'e\u0301', '\uFB01', 'fi']) await db.set(key, key);
    const names = values();
    expect(new Set(names.map(name => name.toLowerCase())).size).toBe(7);
    expect(names.join('')).toMatch(/^[a-z0-9%]+$/);
  });

  test('a failed set leaves no files', async () => {
    mkdirSync(at('key'), { recursive: true });
    await expect(db.set('key', 'value')).rejects.toMatchObject({ code: 'STORE_NOT_A_FILE' });
    expect(values()).toEqual(['key']);
  });

  test('other files are not listed and survive a clear', async () => {
    await db.set('key', 'value');
    const others = ['.tmp-1-x', '.hidden', 'README.md', 'a b', '%zz', 'end.', `%long-${'0'.repeat(64)}x`];
    for (const name of others) writeFileSync(at(name), 'kept');
    mkdirSync(at('folder'));
    expect(await db.keys()).toEqual(['key']);
    await db.clear();
    expect(values()).toEqual([...others, 'folder'].sort());
  });

  test('destroy removes the directory with what a crash left, and stops at what is not its own', async () => {
    await db.set('key', 'value');
    writeFileSync(at('.tmp-1-x'), 'half');
    await db.destroy();
    expect(existsSync(directory)).toBe(false);
    await db.set('key', 'value');
    writeFileSync(at('README.md'), 'kept');
    await expect(db.destroy()).rejects.toMatchObject({
      code: 'STORE_FAILED',
      hint: expect.any(String),
    });
    expect(values()).toEqual(['README.md']);
  });

  test('a store is named after its directory unless it gets a name', () => {
    expect([db.name, new FileStore(directory, 'config').name]).toEqual(['db', 'config']);
  });

  test('a file in place of the directory is an error', async () => {
    mkdirSync(join(directory, '..'));
    writeFileSync(directory, 'kept');
    const calls = [
      () => db.get('a'),
      () => db.set('a', ''),
      () => db.delete('a'),
      () => db.keys(),
      () => db.clear(),
    ];
    for (const call of calls) {
      await expect(call()).rejects.toMatchObject({ code: 'STORE_FAILED' });
    }
    expect(readFileSync(directory, 'utf8')).toBe('kept');
  });
});

describe('a long key', () => {
  const file = encodeFileName(long);

  test('stands whole beside its value and goes with it', async () => {
    await db.set(long, 'value');
    expect(values()).toEqual([file, `${file}.key`]);
    expect(readFileSync(at(`${file}.key`), 'utf8')).toBe(long);
    expect(readFileSync(at(file), 'utf8')).toBe('value');
    await db.delete(long);
    expect(values()).toEqual([]);
  });

  test('without its value, as a crash between the two writes leaves it, is no entry', async () => {
    await db.set(long, 'value');
    unlinkSync(at(file));
    expect([await db.get(long), await db.has(long), await db.keys()]).toEqual([undefined, false, []]);
    expect(await db.delete(long)).toBe(false);
    expect(values()).toEqual([]);
    await db.set(long, 'again');
    expect([await db.get(long), await db.keys()]).toEqual(['again', [long]]);
  });

  test('that was lost makes its value no entry, for look-ups and lists alike', async () => {
    await db.set(long, 'value');
    unlinkSync(at(`${file}.key`));
    expect([await db.get(long), await db.has(long), await db.keys()]).toEqual([undefined, false, []]);
    await db.set(long, 'again');
    expect(await db.get(long)).toBe('again');
  });

  test('that belongs to another value is not believed', async () => {
    const other = `${long}x`;
    await db.set(long, 'value');
    renameSync(at(file), at(encodeFileName(other)));
    renameSync(at(`${file}.key`), at(`${encodeFileName(other)}.key`));
    expect([await db.get(other), await db.get(long), await db.keys()]).toEqual([undefined, undefined, []]);
    await db.clear();
    expect(values()).toEqual([]);
  });

  test('may look like the file name of another one', async () => {
    await db.set(long, 'long');
    await db.set(file, 'short');
    expect([await db.get(long), await db.get(file), await db.keys()]).toEqual([
      'long',
      'short',
      [file, long],
    ]);
  });
});

// K11 of the hostile inputs.
describe('what stands where a value should be', () => {
  const obstacles: [string, () => void][] = [
    ['a link', () => symlinkSync('/etc/passwd', at('key'))],
    ['a link to nothing', () => symlinkSync('/nowhere/at/all', at('key'))],
    ['a link to a device', () => symlinkSync('/dev/zero', at('key'))],
    ['a directory', () => mkdirSync(at('key'))],
    ['a FIFO', () => spawnSync('mkfifo', [at('key')], { stdio: 'ignore' })],
  ];

  test.for(obstacles)('%s is an error, and other keys still read', async ([, make], context) => {
    await db.set('other', 'value');
    make();
    context.skip(lstatSync(at('key'), { throwIfNoEntry: false }) === undefined, 'mkfifo is missing');
    for (const look of [() => db.get('key'), () => db.getBytes('key'), () => db.has('key')]) {
      await expect(look()).rejects.toMatchObject({ code: 'STORE_NOT_A_FILE' });
      await expect(look()).rejects.toThrow(at('key'));
    }
    expect([await db.get('other'), await db.keys()]).toEqual(['value', ['other']]);
  });

  test('5 GiB are an error', async () => {
    await db.set('key', '');
    truncateSync(at('key'), 5 * 2 ** 30);
    await expect(db.get('key')).rejects.toMatchObject({ code: 'STORE_TOO_LARGE' });
  });

  test('a link is replaced or removed, never followed', async () => {
    const outside = join(directory, '..', 'outside');
    await db.set('other', 'value');
    writeFileSync(outside, 'kept');
    symlinkSync(outside, at('key'));
    await db.set('key', 'value');
    expect(await db.get('key')).toBe('value');
    symlinkSync(outside, at('link'));
    expect(await db.delete('link')).toBe(true);
    expect(readFileSync(outside, 'utf8')).toBe('kept');
    expect(values()).toEqual(['key', 'other']);
  });
});

describe('a batch that was decided', () => {
  const left = (lines: object[]) => {
    mkdirSync(at('.store'), { recursive: true });
    writeFileSync(at('.store/batch'), JSON.stringify({ history: 0, operations: lines }));
  };
  const value = Buffer.from('new').toString('base64');

  test('is read before it is finished, and finished by the next writer', async () => {
    await db.set('gone', 'old');
    left([{ key: 'made', value }, { key: 'gone' }, { key: long, value }]);
    expect([await db.get('made'), await db.get('gone'), await db.get(long)]).toEqual([
      'new',
      undefined,
      'new',
    ]);
    expect(await db.keys()).toEqual([long, 'made']);
    expect(await db.check()).toEqual([{ what: expect.stringContaining('batch') }]);
    await db.close();
    await db.set('other', '');
    expect(existsSync(at('.store/batch'))).toBe(false);
    expect(readFileSync(at('made'), 'utf8')).toBe('new');
    expect(existsSync(at('gone'))).toBe(false);
    expect(await db.check()).toEqual([]);
  });

  test('ends when its time limit does, also when it is finished later', async () => {
    const end = Date.now() / 1000;
    left([
      { key: 'ended', value, end: end - 1 },
      { key: 'lasting', value, end: end + 1000 },
    ]);
    expect([await db.get('ended'), await db.get('lasting'), await db.keys()]).toEqual([
      undefined,
      'new',
      ['lasting'],
    ]);
    await db.set('other', '');
    expect([await db.get('ended'), await db.keys()]).toEqual([undefined, ['lasting', 'other']]);
    expect(await db.expiry('lasting')).toBeCloseTo(end + 1000, 1);
  });

  test('tells when its keys end before it is finished', async () => {
    const end = Date.now() / 1000;
    await db.set('replaced', 'old', { ttl: 500 });
    left([
      { key: 'ended', value, end: end - 1 },
      { key: 'lasting', value, end: end + 1000 },
      { key: 'replaced', value },
    ]);
    const ends = await Promise.all(['ended', 'lasting', 'replaced'].map(key => db.expiry(key)));
    expect(ends).toEqual([undefined, expect.closeTo(end + 1000, 1), undefined]);
  });

  test('is none when a directory is in its way', async () => {
    await db.set('a', 'old');
    mkdirSync(at('folder'));
    const batch = db.batch([
      { kind: 'set', key: 'a', value: 'new' },
      { kind: 'set', key: 'folder', value: 'new' },
    ]);
    await expect(batch).rejects.toMatchObject({ code: 'STORE_NOT_A_FILE' });
    await db.set('b', '1');
    expect([await db.get('a'), await db.get('b')]).toEqual(['old', '1']);
  });

  test('and cannot be read is an error, again and again, until somebody removes it', async () => {
    mkdirSync(at('.store'), { recursive: true });
    writeFileSync(at('.store/batch'), '{');
    for (let i = 0; i < 3; i++)
      await expect(db.set('key', 'value')).rejects.toMatchObject({ code: 'STORE_BAD_FORMAT' });
    unlinkSync(at('.store/batch'));
    await db.set('key', 'value');
    expect(await db.get('key')).toBe('value');
  });
});

test('a change that never ends is told of, and the next one is not lost', async () => {
  const impatient = new FileStore(freshDirectory(), { waitMs: 200 });
  let end: (value: string) => void = () => undefined;
  const endless = impatient.update('a', () => new Promise<string>(resolve => (end = resolve)));
  await expect(impatient.set('b', '1')).rejects.toMatchObject({
    code: 'STORE_LOCKED',
    message: expect.stringContaining('a change of this process that does not end'),
  });
  const patient = impatient.set('c', '1');
  end('2');
  await Promise.all([endless, patient]);
  const found = ['a', 'b', 'c'].map(key => impatient.get(key));
  expect(await Promise.all(found)).toEqual(['2', undefined, '1']);
});

test('a store that cannot be there is an error, not an absent key', async () => {
  await db.set('a', '1');
  const inside = new FileStore(at('a/db'));
  for (const look of [inside.delete('a'), inside.repair(), inside.check(), inside.destroy()])
    await expect(look).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringContaining('ENOTDIR'),
    });
});

test('a link in the place of the side folder is not followed', async () => {
  const elsewhere = freshDirectory();
  mkdirSync(elsewhere, { recursive: true });
  mkdirSync(directory, { recursive: true });
  symlinkSync(elsewhere, at('.store'));
  await expect(db.set('a', '1')).rejects.toMatchObject({ code: 'STORE_NOT_A_FILE' });
  expect(readdirSync(elsewhere)).toEqual([]);
});

test('a value in two places goes from both, and is told of', async () => {
  await db.set('a', 'kept');
  const folder = shardOf('a');
  mkdirSync(at(folder));
  writeFileSync(at(`${folder}/a`), 'hidden');
  mkdirSync(at('+00'));
  writeFileSync(at('+00/b'), 'lost');
  writeFileSync(at('+00/B'), 'odd');
  expect(await db.check()).toEqual([
    { what: '`+00/B` is not a file of the store' },
    { what: expect.stringContaining(shardOf('b')) },
    { what: `the value \`${folder}/a\` is hidden by \`a\`` },
  ]);
  expect([await db.delete('a'), await db.get('a')]).toEqual([true, undefined]);
});

test('a damaged time limit has no effect, and is reported', async () => {
  for (const [at, key] of ['one', 'two', 'three'].entries()) {
    await db.set(key, `${at}`, { ttl: 1000 });
    writeFileSync(join(directory, '.store/ttl', key), ['abc', '', 'NaN'][at] ?? '');
  }
  expect(await db.keys()).toEqual(['one', 'three', 'two']);
  expect([await db.get('two'), await db.expiry('one')]).toEqual(['1', undefined]);
  expect((await db.check()).map(({ what }) => what)).toEqual(
    ['one', 'three', 'two'].map(key => expect.stringContaining(`time limit \`${key}\``)),
  );
  expect(await db.repair()).toHaveLength(3);
  expect(await db.check()).toEqual([]);
});

test('a time limit without its value is not an expiry', async () => {
  await db.set('key', 'value', { ttl: 1000 });
  rmSync(at('key'));
  expect(await db.expiry('key')).toBe(undefined);
});

test('more writes at once than files may be open', async () => {
  await Promise.all(Array.from({ length: 3000 }, (_, at) => db.set(`k${at}`, `${at}`)));
  expect((await db.stats()).keys).toBe(3000);
}, 60_000);

test('a store that lost the lock takes a new one for the next write', async () => {
  let isBroken: () => void = () => undefined;
  const broken = new Promise<void>(resolve => {
    isBroken = resolve;
  });
  const update = db.update('key', async () => {
    await broken;
    return 'late';
  });
  const refused = expect(update).rejects.toMatchObject({ code: 'SYS_FENCED' });
  while ((await readLock(at('.store')).catch(() => undefined)) === undefined) await nextTurn();
  await breakLock(at('.store'));
  isBroken();
  await refused;
  await db.set('key', 'value');
  await new FileStore(directory).update('key', text => `${text}!`);
  expect(await db.get('key')).toBe('value!');
});
