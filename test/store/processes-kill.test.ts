import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { type Db, storeDrivers } from '../../src/store/index.ts';
import { isLong, numberOf, type Program, useScene } from './scene.ts';

const wanted = isLong ? { kills: 1000, stops: 400, writes: 10_000 } : { kills: 20, stops: 8, writes: 1 };
const names = ['ada', 'ben', 'cy'];

/** Each acknowledged write of a writer: a key and a number, in their order. */
function acknowledged(log: string): { key: string; number: number }[] {
  if (!existsSync(log)) return [];
  const lines = readFileSync(log, 'utf8').split('\n').slice(0, -1);
  return lines.map(line => {
    const [key = '', number] = line.split(' ');
    return { key, number: Number(number) };
  });
}

describe.each(storeDrivers)('%s', driver => {
  const scene = useScene(driver);

  /** Starts a writer behind the last number that it can have used: one may be written and not acknowledged. */
  function startWriter(directory: string, name: string): Program {
    const log = join(scene.folder, `${name}.log`);
    const first = (acknowledged(log).at(-1)?.number ?? 0) + 1;
    return scene.start('write', directory, name, log, first);
  }

  async function disturb(directory: string, counts: { kills: number; stops: number }): Promise<void> {
    const writers = names.map(name => startWriter(directory, name));
    while (counts.kills < wanted.kills || counts.stops < wanted.stops || writes() < wanted.writes) {
      const index = Math.floor(Math.random() * names.length);
      const writer = writers[index] as Program;
      await sleep(Math.random() * 150);
      if (counts.stops < wanted.stops && Math.random() < 0.4) {
        writer.child.kill('SIGSTOP');
        await sleep(Math.random() * 60);
        writer.child.kill('SIGCONT');
        counts.stops++;
      } else {
        writer.child.kill('SIGKILL');
        await writer.ended;
        counts.kills++;
        writers[index] = startWriter(directory, names[index] as string);
      }
    }
    for (const { child } of writers) child.kill('SIGKILL');
    await Promise.all(writers.map(({ ended }) => ended));
  }

  function writes(): number {
    return names.reduce((sum, name) => sum + acknowledged(join(scene.folder, `${name}.log`)).length, 0);
  }

  /** What an acknowledged write has to have left: its value, or that of a later number of the same key. */
  async function count(db: Db) {
    const found = { lost: 0, torn: 0, duplicates: 0 };
    for (const name of names) {
      const log = acknowledged(join(scene.folder, `${name}.log`));
      const last = new Map(log.map(({ key, number }) => [key, number]));
      found.duplicates += log.length - new Set(log.map(({ number }) => number)).size;
      for (const [key, number] of last) {
        const text = await db.get(key);
        const kept = text === undefined ? undefined : numberOf(key, text);
        if (text !== undefined && kept === undefined) found.torn++;
        if (text === undefined || (kept !== undefined && kept < number)) found.lost++;
      }
    }
    const keys = await db.keys();
    found.duplicates += keys.length - new Set(keys).size;
    return found;
  }

  test(
    'writers that are killed and stopped at any moment lose nothing that they acknowledged',
    async () => {
      const directory = scene.directory();
      const counts = { kills: 0, stops: 0 };
      await disturb(directory, counts);
      const db = scene.open(directory);
      expect(await count(db)).toEqual({ lost: 0, torn: 0, duplicates: 0 });
      await db.set('after', 'the next writer sweeps');
      expect(await db.check()).toEqual([]);
      if (isLong)
        console.log(
          driver,
          'killed writers',
          JSON.stringify({ ...counts, writes: writes(), lost: 0, torn: 0 }),
        );
      expect(writes()).toBeGreaterThanOrEqual(wanted.writes);
    },
    isLong ? 900_000 : 60_000,
  );
});
