import { setTimeout as sleep } from 'node:timers/promises';
import { HeroError } from '../../base/index.ts';
import { abandonedAttempts } from './abandoned-attempts.ts';

/** The time for an orderly end after the abort of an action, in milliseconds. */
export const graceMs = 10_000;

/** The errors of attempts that did not end within that time. */
const abandoned = new WeakSet<object>();

/** True when the failed attempt may still be running. */
export function isAbandoned(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof Error && abandoned.has(error.cause);
}

export interface AttemptLimits {
  /** Ends the attempt. */
  readonly signal: AbortSignal;
  /** Seconds. */
  readonly timeout?: number;
}

/**
 * Runs a function once. When its time is over or the signal aborts, its own signal aborts, and it has ten seconds to end;
 * then it is abandoned. Throws PLAY_TIMEOUT, PLAY_INTERRUPTED, and any error of `run`.
 */
export async function attempt<T>(
  run: (signal: AbortSignal) => Promise<T>,
  { signal, timeout }: AttemptLimits,
): Promise<T> {
  const limit = new AbortController();
  const timer = timeout === undefined ? undefined : setTimeout(() => limit.abort(), timeout * 1000);
  const either = AbortSignal.any([signal, limit.signal]);
  try {
    return await settled(run(either), either);
  } catch (error) {
    if (signal.aborted) throw interrupted(signal, error);
    if (limit.signal.aborted) throw tooLong(timeout ?? 0, error);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** The result of a promise, or an error ten seconds after the signal. */
async function settled<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const over = new AbortController();
  const grace = new Promise<never>((_resolve, reject) => {
    const onAbort = () =>
      sleep(graceMs, undefined, { signal: over.signal, ref: true }).then(
        () => reject(abandon()),
        () => undefined,
      );
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true, signal: over.signal });
  });
  try {
    return await Promise.race([promise, grace]);
  } finally {
    over.abort();
  }
}

function abandon(): Error {
  const error = new Error('it did not end after its abort');
  abandoned.add(error);
  abandonedAttempts.count++;
  return error;
}

/** The error of an interrupted run. */
export function interrupted(signal: AbortSignal, cause: unknown = signal.reason): HeroError {
  const reason = signal.reason instanceof Error ? `: ${signal.reason.message}` : '';
  return new HeroError('PLAY_INTERRUPTED', `the run was interrupted${reason}`, { cause });
}

function tooLong(seconds: number, cause: unknown): HeroError {
  const isAbandoned = cause instanceof Error && abandoned.has(cause);
  const more = isAbandoned ? `, and did not end within ${graceMs / 1000} s after its abort` : '';
  return new HeroError('PLAY_TIMEOUT', `took longer than ${seconds} s${more}`, {
    hint: 'give it more time with `play.timeout:`',
    cause,
  });
}
