import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { newSession, openContext } from '../../src/index.ts';
import { runLock } from '../../src/play/context/session-file.ts';
import { migrateStore } from '../../src/play/index.ts';
import type { Db, StoreDriver } from '../../src/store/index.ts';
import { Lock } from '../../src/sys/lock.ts';
import { tempFolder } from '../git/upstream.ts';
import { isolate } from '../play/world.ts';

isolate();

const content = { city: 'Ghent', __proto__x: 'é', 'Long Key': 'x'.repeat(1000) };

async function filled(driver: StoreDriver) {
  const home = tempFolder();
  const context = await openContext('ops', { home });
  await context.configure({ store: driver, coderoot: '/code' });
  const session = await newSession({ context, sessionName: 'monday' });
  await session.save();
  for (const [key, value] of Object.entries(content)) {
    await context.configDb().set(key, value);
    await session.db().set(key, `${value} of monday`);
  }
  await context.db('notes').set('end', '1', { ttl: 1000 });
  await close([context.configDb(), session.db(), context.db('notes')]);
  return { home, context };
}

async function close(all: Db[]): Promise<void> {
  for (const db of all) await db.close();
}

async function linesOf(db: Db): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of db.export()) lines.push(line);
  return lines;
}

/** What programs see that open the context now. */
async function seen(home: string) {
  const context = await openContext('ops', { home });
  const session = await newSession({ context, sessionName: 'monday' });
  const dbs = [context.configDb(), session.db(), context.db('notes')];
  const data = await Promise.all(dbs.map(linesOf));
  await close(dbs);
  return { driver: context.store, data };
}

describe.each<[StoreDriver, StoreDriver, string, string]>([
  ['files', 'lmdb', 'db', 'lmdb'],
  ['lmdb', 'files', 'lmdb', 'db'],
])('from %s to %s', (from, to, oldFolder, newFolder) => {
  test('moves all databases, and keeps the other settings', async () => {
    const { home, context } = await filled(from);
    const before = await seen(home);
    expect(before.driver).toBe(from);
    expect(await migrateStore(context, to)).toEqual({ databases: 3, keys: 7 });
    expect(await seen(home)).toEqual({ driver: to, data: before.data });
    for (const owner of [context.path, context.sessionPath('monday')]) {
      expect(readdirSync(join(owner, oldFolder))).toEqual([]);
      expect(readdirSync(join(owner, newFolder)).length).toBeGreaterThan(0);
    }
    expect((await openContext('ops', { home })).coderoot).toBe('/code');
    await migrateStore(context, from);
    expect(await seen(home)).toEqual(before);
  });

  test('a store opened before a migration writes nothing to the old place', async () => {
    const { home, context } = await filled(from);
    const late = await openContext('ops', { home });
    const session = await newSession({ context: late, sessionName: 'tuesday' });
    const config = late.configDb();
    await config.set('city', 'Bruges');
    await session.db().set('a', '1');
    await close([config, session.db()]);
    await migrateStore(context, to);
    for (const write of [
      config.set('city', 'lost'),
      config.delete('city'),
      session.db().update('a', () => 'lost'),
    ])
      await expect(write).rejects.toMatchObject({ code: 'STORE_OTHER_DRIVER' });
    const now = await openContext('ops', { home });
    expect(await now.configDb().get('city')).toBe('Bruges');
  });

  test.each(['copy', 'verify', 'switch', 'remove'] as const)(
    'that ends before each %s leaves all old ones or all new ones, and can be done again',
    async step => {
      for (let nth = 0; nth < (step === 'switch' ? 1 : 3); nth++) {
        const { home, context } = await filled(from);
        const before = await seen(home);
        let met = 0;
        const ending = (now: string) => {
          if (now === step && met++ === nth) throw new Error('ended');
        };
        await expect(migrateStore(context, to, ending)).rejects.toThrow('ended');
        expect(await seen(home)).toEqual({ ...before, driver: step === 'remove' ? to : from });
        await migrateStore(context, to);
        expect(await seen(home)).toEqual({ ...before, driver: to });
        expect(readdirSync(join(context.path, oldFolder))).toEqual([]);
      }
    },
  );

  test('keeps time limits', async () => {
    const { context } = await filled(from);
    await migrateStore(context, to);
    const notes = context.db('notes') as Db & { expiry(key: string): Promise<number | undefined> };
    expect(await notes.expiry('end')).toBeGreaterThan(Date.now() / 1000 + 900);
    await notes.close();
  });
});

test('waits for nobody who plays a session: that is refused', async () => {
  const { home, context } = await filled('files');
  const lock = await Lock.acquire(context.sessionPath('monday'), { name: runLock });
  await expect(migrateStore(context, 'lmdb')).rejects.toMatchObject({ code: 'SYS_LOCKED' });
  await lock.release();
  expect((await seen(home)).driver).toBe('files');
});

test('of two at once the second is refused, or finds that all is done', async () => {
  const { home, context } = await filled('files');
  const before = await seen(home);
  const both = await Promise.allSettled([1, 2, 3].map(() => migrateStore(context, 'lmdb')));
  expect(both.some(({ status }) => status === 'fulfilled')).toBe(true);
  for (const each of both)
    if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'SYS_LOCKED' });
  expect(await seen(home)).toEqual({ ...before, driver: 'lmdb' });
});

test('a program that opened the context before does not undo it', async () => {
  const { home, context } = await filled('files');
  const early = await openContext('ops', { home });
  await migrateStore(context, 'lmdb');
  await expect(early.configure({ store: 'files' })).rejects.toMatchObject({ code: 'STORE_OTHER_DRIVER' });
  await early.configure({ coderoot: '/elsewhere' });
  expect(early.store).toBe('lmdb');
  expect(await early.configDb().get('city')).toBe('Ghent');
  expect((await openContext('ops', { home })).store).toBe('lmdb');
  await early.configDb().close();
});

describe('a context', () => {
  test('says how its databases are kept', async () => {
    const home = tempFolder();
    const context = await openContext('ops', { home });
    expect(context.store).toBe('files');
    await context.configure({ store: 'lmdb' });
    expect(JSON.parse(readFileSync(join(context.path, 'context.json'), 'utf8'))).toMatchObject({
      store: 'lmdb',
    });
    expect(context.heroscript()).toContain('store:lmdb');
    await context.configDb().set('a', '1');
    expect(existsSync(join(context.path, 'lmdb/config/data.mdb'))).toBe(true);
    await context.configDb().close();
  });

  test('that has data changes it by moving only', async () => {
    for (const driver of ['files', 'lmdb'] as const) {
      const { context } = await filled(driver);
      const other = driver === 'files' ? 'lmdb' : 'files';
      await expect(context.configure({ store: other })).rejects.toMatchObject({ code: 'STORE_OTHER_DRIVER' });
      expect(context.store).toBe(driver);
      await context.configure({ store: driver });
    }
  });

  test('of a later version is refused', async () => {
    const home = tempFolder();
    const context = await openContext('ops', { home });
    await context.switchStore('cloud' as StoreDriver);
    await expect(openContext('ops', { home })).rejects.toMatchObject({ code: 'PLAY_BAD_STATE' });
  });

  test('is told by a script', async () => {
    const home = tempFolder();
    const text = '!!context.configure store:lmdb\n!!config.set key:a value:1';
    const context = await openContext('ops', { home });
    const session = await newSession({ context, sessionName: 'monday', playbookText: text });
    const planned = (await session.plan()).actions.flatMap(({ changes }) => changes);
    expect(planned).toContainEqual({
      kind: 'change',
      what: 'the store of ops',
      before: 'files',
      after: 'lmdb',
    });
    expect((await openContext('ops', { home })).store).toBe('files');
    await session.run();
    expect((await openContext('ops', { home })).store).toBe('lmdb');
    expect(await context.configDb().get('a')).toBe('1');
    await context.configDb().close();
  });
});
