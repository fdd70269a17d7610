import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openContext } from '../../../../src/index.ts';
import { hero, results, useWorld } from '../../../support/cli.ts';

const world = useWorld();

const secret = 'hunter2-the-value';

async function fill(...more: string[]): Promise<void> {
  for (const key of ['city', 'token', 'ke\u001by']) await results('config', 'set', key, secret, ...more);
}

/** Runs a command and sees that it tells no value. */
async function ran(...argv: string[]) {
  const result = await hero(argv);
  expect(result.out + result.err).not.toContain(secret);
  return result;
}

const isWell = { code: 0, out: '', err: 'no faults\n' };

describe('hero store', () => {
  it('looking makes nothing', async () => {
    expect(await ran('store', 'check')).toEqual(isWell);
    expect(await ran('store', 'repair')).toEqual({ code: 0, out: '', err: '' });
    expect((await ran('store', 'stats')).out).toBe('driver  files\nkeys    0\nbytes   0\n');
    expect(existsSync(world.home)).toBe(false);
  });

  it('checks a database, also against a backup', async () => {
    await fill();
    expect(await ran('store', 'backup', 'kept')).toEqual({ code: 0, out: '', err: '3 keys written\n' });
    expect(await ran('store', 'check', '--against', 'kept')).toEqual(isWell);
    await results('config', 'set', 'city', 'other');
    await results('config', 'set', 'new', '1');
    await results('config', 'rm', 'ke\u001by');
    expect(await ran('store', 'check', '--against', 'kept')).toEqual({
      code: 1,
      out: 'missing: ke\\u{1B}y\nextra: new\nchanged: city\n',
      err: '',
    });
  });

  it('restores what a backup has, and asks for a word when something is lost', async () => {
    await fill();
    await ran('store', 'backup', 'kept');
    expect(await ran('store', 'restore', 'kept')).toEqual({
      code: 2,
      out: '',
      err: 'error[CLI_USAGE]: the database `config` has 3 keys, which a restore replaces\n  hint: keep them with `hero store backup`, then pass `--yes`\n',
    });
    await results('config', 'set', 'city', 'other');
    expect(await ran('store', 'restore', 'kept', '--yes')).toEqual({
      code: 0,
      out: '',
      err: '3 keys restored\n',
    });
    expect(await ran('store', 'check', '--against', 'kept')).toEqual(isWell);
    expect(await ran('store', 'restore', 'kept', '-c', 'other')).toMatchObject({ code: 0 });
    expect(await results('config', 'get', 'city', '-c', 'other')).toBe(`${secret}\n`);
  });

  it('refuses a damaged backup', async () => {
    await fill();
    await ran('store', 'backup', 'kept');
    const data = join('kept', 'data.jsonl');
    writeFileSync(data, readFileSync(data, 'utf8').replace(secret, `${secret}!`));
    for (const argv of [['check', '--against'], ['restore', '--yes'], ['restore']]) {
      const { code, err } = await ran('store', ...argv, 'kept');
      expect([code, err]).toEqual([4, expect.stringContaining('error[STORE_BAD_BACKUP]')]);
    }
    expect((await ran('store', 'check', '--against', 'no-such')).code).toBe(4);
  });

  it('says what killed writers left, and takes it away', async () => {
    await fill();
    const left = join(world.home, 'contexts/default/db/config/.tmp-1-x');
    writeFileSync(left, 'half');
    const { code, out } = await ran('store', 'check');
    expect([code, out]).toEqual([1, expect.stringContaining('.tmp-')]);
    expect((await ran('store', 'repair')).err).toContain('repaired: ');
    expect(existsSync(left)).toBe(false);
    expect(await ran('store', 'check')).toEqual(isWell);
  });

  it('tells what only a person can mend', async () => {
    await fill();
    writeFileSync(join(world.home, 'contexts/default/db/config/Not A Key'), '');
    expect(await ran('store', 'repair')).toMatchObject({
      code: 1,
      out: '`Not A Key` is not a file of the store\n',
    });
  });

  it('moves the databases of a context, and names one of them', async () => {
    await fill('-c', 'ops');
    const notes = (await openContext('ops', { home: world.home })).db('notes');
    await notes.set('a', '12345');
    await notes.close();
    expect(await ran('store', 'migrate', 'lmdb', '-c', 'ops')).toEqual({
      code: 0,
      out: '',
      err: '2 databases with 4 keys moved\n',
    });
    expect((await ran('store', 'stats', '-c', 'ops', '--db', 'notes')).out).toBe(
      'driver  lmdb\nkeys    1\nbytes   5\n',
    );
    expect(await results('config', 'get', 'city', '-c', 'ops')).toBe(`${secret}\n`);
    expect(await ran('store', 'check', '-c', 'ops')).toEqual(isWell);
    const other = await ran('run', '-c', 'ops', '-t', '!!context.configure store:files');
    expect([other.code, other.err]).toEqual([4, expect.stringContaining('error[STORE_OTHER_DRIVER]')]);
    expect((await ran('store', 'migrate', 'files', '-c', 'ops')).code).toBe(0);
    expect(await results('config', 'list', '-c', 'ops')).toBe('city\nke\\u{1B}y\ntoken\n');
  });

  it.each([
    [['migrate', 'cloud'], 'expected `files` or `lmdb`, but found `cloud`'],
    [['backup'], 'missing required argument `dir`'],
    [['frob'], 'unknown command `frob`'],
  ])('%j is wrong', async (argv, message) => {
    const { code, err } = await ran('store', ...argv);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});
