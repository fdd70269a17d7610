import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WriteQueue } from '../../../src/store/lock/write-queue.ts';

const kinds = ['shared', 'shared', 'shared', 'alone', 'exclusive'] as const;

/** Calls for a queue: `alone` is a shared task that finds that it must run alone. */
const plans = fc.array(
  fc.record({
    kind: fc.constantFrom(...kinds),
    key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
    fails: fc.boolean(),
    isLate: fc.boolean(),
  }),
  { maxLength: 150 },
);

test('tasks of one key run in order, lone tasks run alone, and every task ends as it should', async () => {
  const property = fc.asyncProperty(plans, async plan => {
    const queue = new WriteQueue('db', 30_000);
    const ended: number[] = [];
    const called: number[] = [];
    let running = 0;
    const run = async (at: number, isLone: boolean, fails: boolean) => {
      running++;
      if (isLone) expect(running).toBe(1);
      await sleep(0);
      if (isLone) expect(running).toBe(1);
      running--;
      ended.push(at);
      if (fails) throw new Error('failed');
      return 'done';
    };
    const outcomes = await Promise.allSettled(
      plan.map(async ({ kind, key, fails, isLate }, at) => {
        if (isLate) await sleep(0);
        called.push(at);
        const alone = () => run(at, true, fails);
        if (kind === 'exclusive') return queue.exclusive(alone);
        return queue.shared(
          key,
          kind === 'alone' ? async () => undefined : () => run(at, false, fails),
          alone,
        );
      }),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(
      plan.map(({ fails }) => (fails ? 'rejected' : 'fulfilled')),
    );
    for (const key of new Set(plan.map(each => each.key))) {
      const isOf = (at: number) => plan[at]?.kind === 'exclusive' || plan[at]?.key === key;
      expect(ended.filter(isOf)).toEqual(called.filter(isOf));
    }
    expect(running).toBe(0);
  });
  await fc.assert(property, { numRuns: 60 });
});

test('at most 64 shared tasks run at once, and 64 do', async () => {
  const queue = new WriteQueue('db', 30_000);
  let running = 0;
  let most = 0;
  const task = async () => {
    most = Math.max(most, ++running);
    await sleep(1);
    running--;
    return true;
  };
  await Promise.all(Array.from({ length: 200 }, (_, at) => queue.shared(`${at}`, task, task)));
  expect([most, running]).toEqual([64, 0]);
});

test('a task that must run alone starts before the shared tasks that have not started', async () => {
  const queue = new WriteQueue('db', 30_000);
  const started: string[] = [];
  const shared = (name: string) => {
    const task = async () => {
      started.push(name);
      await sleep(1);
      return name;
    };
    return queue.shared(name, task, task);
  };
  const lone = queue.shared(
    'lone',
    async () => undefined,
    async () => void started.push('lone'),
  );
  await Promise.all([lone, ...Array.from({ length: 70 }, (_, at) => shared(`${at}`))]);
  expect(started.indexOf('lone')).toBe(64);
});

test('a waiting task gives up with STORE_LOCKED, and later tasks still wait for the stuck one', async () => {
  const queue = new WriteQueue('db', 40);
  let finish: (_: unknown) => void = () => undefined;
  const stuck = queue.exclusive(() => new Promise(resolve => (finish = resolve)));
  await expect(queue.exclusive(async () => 'too early')).rejects.toMatchObject({ code: 'STORE_LOCKED' });
  const later = queue.shared(
    'key',
    async () => 'later',
    async () => 'alone',
  );
  let isOver = false;
  void later.then(() => {
    isOver = true;
  });
  await sleep(5);
  expect(isOver).toBe(false);
  finish(undefined);
  await stuck;
  expect(await later).toBe('later');
});

test('tasks that end one after another keep waiting tasks from giving up', async () => {
  const queue = new WriteQueue('db', 120);
  const tasks = Array.from({ length: 6 }, () => queue.exclusive(() => sleep(60, 'done')));
  expect(await Promise.all(tasks)).toEqual(Array(6).fill('done'));
});

test('a task inside an exclusive one is STORE_NESTED, and may be queued once that has ended', async () => {
  const queue = new WriteQueue('db', 30_000);
  const task = async () => 'done';
  const nested = { code: 'STORE_NESTED' };
  await queue.exclusive(async () => {
    expect(() => queue.exclusive(task)).toThrow(expect.objectContaining(nested));
    expect(() => queue.shared('key', task, task)).toThrow(expect.objectContaining(nested));
  });
  let later: Promise<string> | undefined;
  await queue.exclusive(async () => {
    later = sleep(5).then(() => queue.exclusive(task));
  });
  expect(await later).toBe('done');
});
