import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FileStore } from '../../src/store/index.ts';
import { type CrashState, crashStates, fingerprintOf, materialise, Recording } from './crash-states.ts';
import { copyOf, useProgram } from './points.ts';
import { haveStrace, watch } from './strace.ts';
import { after, before, type Contents, contentsOf, sameContents, workloads } from './workloads.ts';

const limit = process.env.HERO_LONG === '1' ? 2 ** 14 : 8;

describe.skipIf(!haveStrace())('a power cut', () => {
  const made = useProgram();

  test.each(Object.keys(workloads))(
    '%s: what was acknowledged is there, the rest is old or new',
    async workload => {
      const { directory, recording } = await record(workload);
      const { states, capped } = crashStates(recording, limit);
      const distinct = new Map(states.map(state => [fingerprintOf(state), state]));
      const wrong: string[] = [];
      for (const state of distinct.values()) wrong.push(...(await violationsOf(state, directory, workload)));
      console.log(
        `${workload}: ${recording.events.length} moments, ${distinct.size} disks, ${capped} moments capped at ${limit}, ${wrong.length} violations`,
      );
      expect(wrong).toEqual([]);
      expect(distinct.size).toBeGreaterThan(10);
    },
    900_000,
  );

  test('is seen by this model where a sync is missing', async () => {
    const { directory, recording } = await record('set over an old value');
    const without = recording.events.filter(({ kind }) => kind !== 'sync');
    const { states } = crashStates({ begin: recording.begin, events: without }, 8);
    const wrong: string[] = [];
    for (const state of states)
      wrong.push(...(await violationsOf(state, directory, 'set over an old value')));
    // Lost although it was acknowledged.
    expect(wrong).toContainEqual(expect.stringMatching(/^after 1 steps: .*"old","old value"/));
  }, 120_000);

  async function record(workload: string): Promise<{ directory: string; recording: Recording }> {
    const directory = copyOf(made.source, workload);
    const recording = new Recording(directory);
    recording.has(directory, undefined);
    for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      recording.has(path, entry.isFile() ? readFileSync(path) : undefined);
    }
    const options = ['-y', '-xx', '-s', '65536', '-e', 'trace=%file,%desc'];
    const { calls } = await watch(made.program, directory, workload, { options });
    rmSync(directory, { recursive: true });
    recording.read(calls);
    return { directory, recording };
  }

  async function violationsOf(state: CrashState, from: string, workload: string): Promise<string[]> {
    const directory = mkdtempSync(join(tmpdir(), 'hero-crash-'));
    try {
      materialise(state.disk, from, directory);
      const found = await reopen(directory);
      const values = new Map([...found].filter(([key]) => key !== 'next'));
      const isAllowed = allowed(workload, state.acknowledged).some(each => sameContents(values, each));
      return isAllowed ? [] : [`after ${state.acknowledged} steps: ${JSON.stringify([...values])}`];
    } catch (error) {
      const names = [...state.disk.entries.keys()].map(path => path.slice(from.length));
      return [`after ${state.acknowledged} steps: ${error} in ${names.join(' ')}`];
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }

  /** What a reader finds, and finds again when somebody wrote; nothing is left over then. */
  async function reopen(directory: string): Promise<Contents> {
    const db = new FileStore(directory, { waitMs: 0 });
    const found = await contentsOf(db);
    await db.set('after', 'after');
    const again = new Map(await contentsOf(db));
    await db.close();
    expect(again.get('after')).toBe('after');
    again.delete('after');
    expect(again).toEqual(found);
    expect(await db.check()).toEqual([]);
    return found;
  }
});

/** What may be there when so many steps were acknowledged: that, or that and the step that ran. */
function allowed(workload: string, acknowledged: number): Contents[] {
  const steps = workloads[workload] ?? [];
  let contents = before;
  for (const step of steps.slice(0, acknowledged)) contents = after(contents, step);
  const next = steps[acknowledged];
  return next ? [contents, after(contents, next)] : [contents];
}
