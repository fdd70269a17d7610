import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { storeDrivers } from '../../src/store/index.ts';
import { breakLock, readLock } from '../../src/sys/lock.ts';
import { sharedJson } from '../support/shared.ts';
import { isLong, numberOf, useScene } from './scene.ts';

const timeout = isLong ? 600_000 : 60_000;
const [counted] = sharedJson<{ id: string; input: string }>('hostile.json').filter(({ id }) => id === 'K08');

describe.each(storeDrivers)('%s', driver => {
  const scene = useScene(driver);

  test(
    `${counted ? 'K08: ' : ''}eight processes that count lose nothing, though one is stopped`,
    async () => {
      const rounds = isLong ? 500 : 60;
      const directory = scene.directory();
      const all = Array.from({ length: 8 }, () => scene.start('count', directory, rounds));
      await all[0]?.next();
      all[0]?.child.kill('SIGSTOP');
      await sleep(isLong ? 3000 : 1000);
      all[0]?.child.kill('SIGCONT');
      const ends = await Promise.all(all.map(({ ended }) => ended));
      expect(ends).toEqual(all.map(() => [0, null]));
      const db = scene.open(directory);
      expect(await db.get('count')).toBe(`${8 * rounds}`);
      expect(await db.check()).toEqual([]);
    },
    timeout,
  );

  test(
    'readers see whole values of any size while writers run',
    async () => {
      const directory = scene.directory();
      const writers = [0, 1].map(() => scene.start('sizes', directory, isLong ? 400 : 42));
      const ended = Promise.all(writers.map(writer => writer.ended));
      let isOver = false;
      const over = ended.then(() => {
        isOver = true;
      });
      const db = scene.open(directory);
      let reads = 0;
      while (!isOver) {
        const text = await db.get('shared');
        if (text === undefined) continue;
        expect(numberOf('shared', text), text.slice(0, 200)).toBeTypeOf('number');
        reads++;
      }
      await over;
      expect(await ended).toEqual(writers.map(() => [0, null]));
      expect(reads).toBeGreaterThan(0);
    },
    timeout,
  );

  test(
    'a batch of a killed writer is there as a whole or not at all',
    async () => {
      const directory = scene.directory();
      const five = [0, 1, 2, 3, 4].map(index => `five/${index}`);
      let number = 0;
      for (let kill = 0; kill < (isLong ? 200 : 12); kill++) {
        const writer = scene.start('batch', directory, number + 1);
        await writer.next();
        await sleep(Math.random() * 60);
        writer.child.kill('SIGKILL');
        await writer.ended;
        const db = scene.open(directory);
        const values = await Promise.all(five.map(key => db.get(key)));
        expect(new Set(values).size).toBe(1);
        const acknowledged = Number(writer.lines.at(-1));
        number = Number.parseInt(values[0] ?? '', 10);
        expect([acknowledged, acknowledged + 1]).toContain(number);
        if (kill % 3 === 0) await db.set('other', 'the next writer finishes the batch');
        expect(new Set(await Promise.all(five.map(key => db.get(key)))).size).toBe(1);
        await db.close();
      }
    },
    timeout,
  );

  test('a writer waits only so long, and says for whom', async () => {
    const directory = scene.directory();
    const holder = scene.start('hold', directory);
    await holder.next();
    const db = scene.open(directory, 200);
    const error = await db.set('key', 'value').catch(reason => reason);
    const since = (await readLock(`${directory}/.store`))?.owner?.since;
    expect(error).toMatchObject({
      code: 'STORE_LOCKED',
      message: expect.stringContaining(`(process ${holder.child.pid} on `),
    });
    expect(error.message).toContain(`since ${since}`);
    expect([await db.get('key'), await db.keys()]).toEqual([undefined, []]);
    holder.child.stdin.write('go\n');
    expect(await holder.next()).toBe('late');
    await db.set('key', 'value');
    expect(await db.keys()).toEqual(['held', 'key']);
  });

  test('writers whose lock was broken go on with a new one', async () => {
    const db = scene.open(scene.directory());
    await db.set('first', '');
    let failed = 0;
    let isOver = false;
    const write = async (name: string) => {
      for (let number = 0; !isOver; number++) {
        const error = await db.set(name, `${number}`).then(
          () => undefined,
          reason => reason,
        );
        if (error) failed++;
        if (error) expect(error).toMatchObject({ code: 'SYS_FENCED' });
      }
    };
    const writers = ['a', 'b', 'c', 'd'].map(write);
    await sleep(50);
    await breakLock(join(db.directory, '.store'));
    await sleep(200);
    isOver = true;
    await Promise.all(writers);
    expect(failed).toBeLessThanOrEqual(writers.length);
    await db.set('last', '');
  });

  test('who held off writers hears when they were let in', async () => {
    const db = scene.open(scene.directory());
    await db.set('a', '1');
    const held = db.hold(async assertHeld => {
      await assertHeld();
      await breakLock(join(db.directory, '.store'));
      await expect(assertHeld()).rejects.toMatchObject({ code: 'SYS_FENCED' });
      return 'read';
    });
    await expect(held).rejects.toMatchObject({ code: 'SYS_FENCED' });
    await db.set('a', '2');
  });

  test('a stopped writer whose lock was broken writes nothing any more', async () => {
    const directory = scene.directory();
    const holder = scene.start('hold', directory);
    await holder.next();
    holder.child.kill('SIGSTOP');
    expect(await breakLock(`${directory}/.store`)).toMatchObject({ pid: holder.child.pid });
    const db = scene.open(directory);
    await db.set('held', 'new');
    holder.child.stdin.write('go\n');
    holder.child.kill('SIGCONT');
    expect(await holder.next()).toBe('SYS_FENCED');
    await holder.ended;
    expect(await db.get('held')).toBe('new');
    await db.set('held', 'newer');
    expect(await db.check()).toEqual([]);
  });
});
