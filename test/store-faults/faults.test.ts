import { describe, expect, test } from 'vitest';
import { faultsOf, pointsOf, tryFault, useProgram } from './points.ts';
import { haveStrace } from './strace.ts';

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
});
