import { setTimeout as sleep } from 'node:timers/promises';
import { HeroError } from '../../base/index.ts';
import { leftAlone } from './abandoned-attempts.ts';

/** How long an action may take to end in good order after it was told to, in milliseconds. */
export const graceMs = 10_000;

/** Of what did not end in that time, the errors that say so. */
const endless = new WeakSet<object>();

/** Whether an attempt failed so that what it ran may still go on. */
export function isLeftAlone(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof Error && endless.has(error.cause);
}

export interface AttemptLimits {
  /** Ends the attempt. */
  readonly signal: AbortSignal;
  /** Seconds. */
  readonly timeout?: number;
}

/**
 * Runs something once. When the time is over or the signal ends, it is told, and has ten seconds; then it is left to
 * itself. Throws PLAY_TIMEOUT, PLAY_INTERRUPTED, and what `run` throws.
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

/** What comes of a promise, or an error ten seconds after the signal. */
async function settled<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const over = new AbortController();
  const grace = new Promise<never>((_resolve, reject) => {
    const onAbort = () =>
      sleep(graceMs, undefined, { signal: over.signal, ref: true }).then(
        () => reject(leave()),
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

function leave(): Error {
  const error = new Error('it did not end when it was told to');
  endless.add(error);
  leftAlone.count++;
  return error;
}

/** The error of a run that somebody ended. */
export function interrupted(signal: AbortSignal, cause: unknown = signal.reason): HeroError {
  const reason = signal.reason instanceof Error ? `: ${signal.reason.message}` : '';
  return new HeroError('PLAY_INTERRUPTED', `the run was interrupted${reason}`, { cause });
}

function tooLong(seconds: number, cause: unknown): HeroError {
  const isLeft = cause instanceof Error && endless.has(cause);
  const more = isLeft ? `, and did not end in the ${graceMs / 1000} s after it was told to` : '';
  return new HeroError('PLAY_TIMEOUT', `took longer than ${seconds} s${more}`, {
    hint: 'give it more time with `play.timeout:`',
    cause,
  });
}
