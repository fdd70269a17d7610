import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { FileStore, LmdbStore } from '../../src/store/index.ts';

const mountPoint = mkdtempSync(join(tmpdir(), 'hero-full-disk-'));
const canMount = mount('-t', 'tmpfs', '-o', 'size=256k', 'tmpfs');
if (canMount) spawnSync('umount', [mountPoint]);
else console.log('skipped: needs the right to mount a file system');
afterAll(() => rmSync(mountPoint, { recursive: true, force: true }));

function mount(...words: string[]): boolean {
  return spawnSync('mount', [...words, mountPoint]).status === 0;
}

describe.skipIf(!canMount)('a small disk', () => {
  const directory = join(mountPoint, 'notes');
  const filler = join(mountPoint, 'filler');
  let db: FileStore;

  beforeEach(async () => {
    mount('-t', 'tmpfs', '-o', 'size=256k', 'tmpfs');
    db = new FileStore(directory);
    await db.set('a', 'old a');
    await db.set('b', 'old b');
  });
  afterEach(async () => {
    await db.close().catch(() => undefined);
    spawnSync('umount', ['-l', mountPoint]);
  });

  /** Leaves no room for as much as a page. */
  function fill(): void {
    expect(() => writeFileSync(filler, 'x'.repeat(1_000_000))).toThrow(/ENOSPC/);
  }

  function leftOvers(): string[] {
    return readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter(name =>
      name.includes('.tmp-'),
    );
  }

  async function expectOld(): Promise<void> {
    expect([await db.get('a'), await db.get('b'), await db.get('c')]).toEqual(['old a', 'old b', undefined]);
    expect(await db.keys()).toEqual(['a', 'b']);
    // The release of the lock, a moment after a write, has a temporary file too.
    await expect.poll(leftOvers).toEqual([]);
  }

  const writes: [string, () => Promise<unknown>][] = [
    ['a larger value over an old one', () => db.set('a', 'n'.repeat(50_000))],
    ['a new key', () => db.set('c', 'n'.repeat(50_000))],
    ['an update', () => db.update('a', value => `${value}${'n'.repeat(50_000)}`)],
    [
      'a batch',
      () =>
        db.batch([
          { kind: 'set', key: 'a', value: 'n'.repeat(50_000) },
          { kind: 'delete', key: 'b' },
        ]),
    ],
  ];

  test.each(writes)('that is full: %s is refused, and nothing is lost', async (_, write) => {
    fill();
    await expect(write()).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringContaining('ENOSPC'),
      hint: expect.stringContaining('space'),
    });
    await expectOld();
    rmSync(filler);
    await write();
    expect(await db.check()).toEqual([]);
    await expect.poll(leftOvers).toEqual([]);
  });

  test('that is full by half: a value that does not fit is refused, one that fits is not', async () => {
    await expect(db.set('a', 'n'.repeat(400_000))).rejects.toMatchObject({ code: 'STORE_FAILED' });
    await expectOld();
    await db.set('c', 'fits');
    expect(await db.get('c')).toBe('fits');
  });

  test('with room for a batch, but not for all its values: the batch is kept, and finished when there is room', async () => {
    // Its log takes about 130 kB, its values 100 kB.
    const value = 'n'.repeat(50_000);
    await db.batch([
      { kind: 'set', key: 'a', value },
      { kind: 'set', key: 'c', value },
    ]);
    expect([await db.get('a'), await db.get('c')]).toEqual([value, value]);
    const big = 'm'.repeat(50_000);
    await db
      .batch([
        { kind: 'set', key: 'a', value: big },
        { kind: 'set', key: 'c', value: big },
      ])
      .catch(() => undefined);
    const found = [await db.get('a'), await db.get('c')];
    expect([
      [value, value],
      [big, big],
    ]).toContainEqual(found);
  });

  test('that may only be read: the error says so, and reading goes on', async () => {
    await db.close();
    expect(mount('-o', 'remount,ro')).toBe(true);
    await expect(db.set('a', 'new')).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringContaining('EROFS'),
    });
    await expect(db.delete('a')).rejects.toMatchObject({ message: expect.stringContaining('EROFS') });
    await expectOld();
    expect(statSync(join(directory, 'a')).size).toBe(5);
    expect(mount('-o', 'remount,rw')).toBe(true);
    await db.set('a', 'new');
    expect(await db.get('a')).toBe('new');
  });
});

test.skipIf(!canMount)('of LMDB writes at once, one that does not fit takes no other with it', async () => {
  mount('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs');
  onTestFinished(() => void spawnSync('umount', ['-l', mountPoint]));
  const db = new LmdbStore(join(mountPoint, 'large'));
  await db.set('a', 'old');
  const outcomes = await Promise.allSettled([
    db.set('b', 'small'),
    db.set('large', 'n'.repeat(3_000_000)),
    db.delete('a'),
    db.set('c', 'small'),
  ]);
  expect(outcomes).toEqual([
    { status: 'fulfilled', value: undefined },
    {
      status: 'rejected',
      reason: expect.objectContaining({
        code: 'STORE_FAILED',
        message: expect.stringContaining('Input/output error'),
      }),
    },
    { status: 'fulfilled', value: true },
    { status: 'fulfilled', value: undefined },
  ]);
  expect(await db.keys()).toEqual(['b', 'c']);
  await db.close();
});
