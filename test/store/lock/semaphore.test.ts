import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Gate } from '../../../src/store/lock/semaphore.ts';

test('who is alone is alone, at most 64 are beside each other, and everybody comes in', async () => {
  const visits = fc.array(fc.record({ isAlone: fc.boolean(), fails: fc.boolean(), late: fc.boolean() }), {
    maxLength: 150,
  });
  const play = fc.asyncProperty(visits, async plan => {
    const gate = new Gate();
    let inside = 0;
    let most = 0;
    const stay = async (isAlone: boolean, fails: boolean) => {
      inside++;
      most = Math.max(most, inside);
      if (isAlone) expect(inside).toBe(1);
      await sleep(0);
      if (isAlone) expect(inside).toBe(1);
      inside--;
      if (fails) throw new Error('failed');
      return 'done';
    };
    const outcomes = await Promise.allSettled(
      plan.map(async ({ isAlone, fails, late }) => {
        if (late) await sleep(0);
        return isAlone ? gate.alone(() => stay(true, fails)) : gate.beside(() => stay(false, fails));
      }),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(
      plan.map(({ fails }) => (fails ? 'rejected' : 'fulfilled')),
    );
    expect(most).toBeLessThanOrEqual(64);
    expect(inside).toBe(0);
  });
  await fc.assert(play, { numRuns: 60 });
});

test('of many beside each other 64 are inside', async () => {
  const gate = new Gate();
  let inside = 0;
  let most = 0;
  const stay = async () => {
    most = Math.max(most, ++inside);
    await sleep(1);
    inside--;
  };
  await Promise.all(Array.from({ length: 200 }, () => gate.beside(stay)));
  expect([most, inside]).toEqual([64, 0]);
});
