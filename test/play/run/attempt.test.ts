import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { attempt, interrupted } from '../../../src/play/run/attempt.ts';

const never = new AbortController().signal;

/** Works until it is told to stop. */
async function obedient(signal: AbortSignal): Promise<void> {
  await sleep(60_000, undefined, { signal });
}

test('gives what the run gives, and throws what it throws', async () => {
  expect(await attempt(async () => 7, { signal: never })).toBe(7);
  const error = new Error('no');
  await expect(attempt(() => Promise.reject(error), { signal: never, timeout: 60 })).rejects.toBe(error);
});

test('ends a run whose time is over', async () => {
  await expect(attempt(obedient, { signal: never, timeout: 0.02 })).rejects.toMatchObject({
    code: 'PLAY_TIMEOUT',
    message: 'took longer than 0.02 s',
    hint: expect.stringContaining('play.timeout'),
  });
});

test('ends a run that is interrupted, with the reason', async () => {
  const stop = new AbortController();
  const running = attempt(obedient, { signal: stop.signal, timeout: 60 });
  stop.abort(new Error('ended by SIGTERM'));
  await expect(running).rejects.toMatchObject({
    code: 'PLAY_INTERRUPTED',
    message: 'the run was interrupted: ended by SIGTERM',
  });
});

test('a run that is done all the same is done', async () => {
  const stop = new AbortController();
  const running = attempt(
    async signal => {
      await obedient(signal).catch(() => undefined);
      return 'tidied up';
    },
    { signal: stop.signal },
  );
  stop.abort();
  expect(await running).toBe('tidied up');
});

test('an interrupt without a reason', () => {
  expect(interrupted(never).message).toBe('the run was interrupted');
});
