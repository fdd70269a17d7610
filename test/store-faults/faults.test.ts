import { rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { copyOf, faultsOf, pointsOf, tryFault, useProgram } from './points.ts';
import { haveStrace, watch } from './strace.ts';

const isLong = process.env.HERO_LONG === '1';
/** Of the points of a workload, every so many-th is tried. */
const stride = isLong ? 1 : 17;
const tried = [
  'set over an old value',
  'set of a new key',
  'delete',
  'batch of three',
  'set with a time limit',
  'set of a long key',
  'set in a new folder',
];

describe.skipIf(!haveStrace())('a system call that fails or is the last one', () => {
  const made = useProgram();

  test.each(tried)(
    '%s: old or new, never a mix',
    async workload => {
      const points = await pointsOf(made.program, made.source, workload);
      expect(points.length).toBeGreaterThan(20);
      const trials = points.flatMap(point => faultsOf(point).map(fault => ({ point, fault })));
      const chosen = trials.filter((_, at) => at % stride === workload.length % stride);
      const violations: string[] = [];
      let [kills, met, rejected, late] = [0, 0, 0, 0];
      for (const { point, fault } of chosen) {
        const outcome = await tryFault(made.program, made.source, point, fault);
        violations.push(...outcome.violations);
        if (fault === 'SIGKILL') kills++;
        if (outcome.isMet) met++;
        if (outcome.wasRejected) rejected++;
        if (outcome.wasRejected && point.isDecided) late++;
      }
      const errors = chosen.length - kills;
      console.log(
        `${workload}: ${points.length} calls, ${kills} kills, ${errors} errors (${rejected} rejected, ${late} of them after the decision), ${met} met, ${violations.length} violations`,
      );
      if (isLong) for (const each of violations) console.log(each);
      expect(violations).toEqual([]);
      expect(met, 'faults that the program met').toBe(chosen.length);
    },
    isLong ? 1_200_000 : 60_000,
  );

  test('a folder whose name may not be on the disk is synced again before anything in it is acknowledged', async () => {
    const workload = 'two sets in a new folder';
    const directory = copyOf(made.source, workload);
    const acknowledged = '/mark-acknowledged-1';
    const { calls, told } = await watch(made.program, directory, workload, {
      path: directory,
      options: ['-P', acknowledged, '-e', 'trace=fsync,access', '-e', 'inject=fsync:error=EIO:when=1'],
    });
    rmSync(directory, { recursive: true });
    expect(told.slice(0, 2).map(({ code }) => code)).toEqual(['STORE_FAILED', undefined]);
    const end = calls.findIndex(({ text }) => text.includes(acknowledged));
    const syncs = calls.slice(0, end).filter(({ name }) => name === 'fsync');
    expect(syncs.map(({ text }) => text.includes('INJECTED'))).toEqual([true, false]);
  });
});
