import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionPolicy, Outcome } from '../../action/index.ts';
import { sha256 } from '../../base/hash.ts';
import { type HeroError, isHeroError } from '../../base/index.ts';
import { stopwatch } from '../../sys/clock.ts';
import { placedError } from '../inspect/action-error.ts';
import { fillTemplatesOf } from '../inspect/inspection.ts';
import type { ActionRef, Failure } from '../journal/event.ts';
import type { ActionContext } from '../model/action-context.ts';
import type { Action } from '../playbook/action.ts';
import { ActionOutput } from './action-output.ts';
import { attempt, interrupted, isAbandoned } from './attempt.ts';
import { changedParams, type PlayParts } from './play-parts.ts';

/** The longest wait between two attempts, in seconds. */
const longestWait = 300;

/** An action that is about to be played. */
export interface ActionRun {
  readonly parts: PlayParts;
  readonly action: Action;
  readonly ref: ActionRef;
  readonly policy: ExecutionPolicy;
}

type Run = (actionContext: ActionContext) => Promise<Outcome> | Outcome;

/**
 * Plays an action by its execution policy: its start is on disk before its effects, its end before it is reported.
 * Returns `failed` for an error after which the run continues. Throws any other error of the action, PLAY_INTERRUPTED, and
 * STORE_FAILED when the journal cannot be written: then there is no further attempt.
 */
export async function performAction(actionRun: ActionRun, run: Run): Promise<'done' | 'failed'> {
  const { retries = 0, onError = 'stop' } = actionRun.policy;
  const started = stopwatch();
  // Params that a failed attempt sets stay set, so they count as set by the action.
  actionRun.parts.state.markUnchanged();
  for (let number = 1; ; number++) {
    await tellStart(actionRun, number);
    const attemptStarted = stopwatch();
    const tried = await tryOnce(actionRun, run);
    if (tried.status === 'done') {
      await recordDone(actionRun, tried.outcome, since(attemptStarted));
      return 'done';
    }
    const { error } = tried;
    if (isInterrupt(error, actionRun)) throw error;
    if (number <= retries && !isAbandoned(error)) await waitForNext(actionRun, error, number);
    else if (onError === 'continue') return passOver(actionRun, error, since(started));
    else throw await failAction(actionRun, error, since(started));
  }
}

async function tellStart({ parts: { events }, ref, policy }: ActionRun, number: number): Promise<void> {
  const { effect = 'once' } = policy;
  const start = { type: 'started', action: ref, attempt: number, effect } as const;
  // An action without an effect leaves no doubt, so its start need not be on disk before its end.
  if (effect === 'pure' || ref.prepares) events.emit(start);
  else await events.record(start);
}

type Tried = { status: 'done'; outcome: Outcome } | { status: 'failed'; error: unknown };

/** One attempt: only errors in here are errors of the action. */
async function tryOnce({ parts, action, ref, policy }: ActionRun, run: Run): Promise<Tried> {
  const { timeout } = policy;
  const output = new ActionOutput(parts.events, ref);
  try {
    fillTemplatesOf(parts, action);
    const limits = { signal: parts.control.signal, ...(timeout !== undefined && { timeout }) };
    const perform = async (signal: AbortSignal) => run(actionContextOf(parts, action, ref, output, signal));
    return { status: 'done', outcome: await attempt(perform, limits) };
  } catch (error) {
    return { status: 'failed', error };
  } finally {
    output.end();
  }
}

/** The access of an action to its session. */
export function actionContextOf(
  { session, state }: PlayParts,
  action: Action,
  ref: ActionRef,
  output: ActionOutput,
  signal: AbortSignal,
): ActionContext {
  return {
    session,
    action,
    signal,
    idempotencyKey: sha256(`${state.runId} ${ref.key}`).slice(0, 32),
    say: text => output.say(text),
    output: (text, stream) => output.output(text, stream),
    progress: (done, total, unit) => output.progress(done, total, unit),
  };
}

async function recordDone(
  { parts, action, ref }: ActionRun,
  outcome: Outcome,
  seconds: number,
): Promise<void> {
  for (const [key, value] of Object.entries(outcome ?? {})) action.result.set(key, value);
  action.done = true;
  const result = outcome && Object.keys(outcome).length > 0 ? { result: { ...outcome } } : {};
  const end = { type: 'done', action: ref, seconds, ...result, ...changedParams(parts) } as const;
  // Actions that prepare are played again at each start, so nothing depends on their ends.
  if (ref.prepares) parts.events.emit(end);
  else await parts.events.record(end);
}

/** Seconds since a moment, to the millisecond. */
export function since(start: number): number {
  return Math.round((stopwatch() - start) * 1000) / 1000;
}

/** True when an error means that the run was ended, not that the action failed. */
export function isInterrupt(error: unknown, { parts: { control } }: ActionRun): boolean {
  return control.signal.aborted || isHeroError(error, 'PLAY_INTERRUPTED') || isHeroError(error, 'SYS_FENCED');
}

async function waitForNext({ parts, ref, policy }: ActionRun, error: unknown, number: number): Promise<void> {
  const { signal } = parts.control;
  const wait = Math.min((policy.wait ?? 1) * 2 ** (number - 1), longestWait);
  parts.events.emit({ type: 'retrying', action: ref, error: failureOf(error), attempt: number, wait });
  await sleep(wait * 1000, undefined, { signal }).catch(() => {
    throw interrupted(signal);
  });
}

async function passOver(
  { parts, action, ref }: ActionRun,
  error: unknown,
  seconds: number,
): Promise<'failed'> {
  action.done = true;
  await parts.events.record({
    type: 'failed',
    action: ref,
    seconds,
    error: failureOf(error),
    ignored: true,
  });
  return 'failed';
}

/** Records the failure, and returns the error with the place of the action, unless it has a place of its own. */
export async function failAction(
  { parts, ref, action }: ActionRun,
  error: unknown,
  seconds: number,
): Promise<HeroError> {
  parts.control.counts.failed++;
  await parts.events.record({
    type: 'failed',
    action: ref,
    seconds,
    error: failureOf(error),
    ignored: false,
  });
  return placedError(action, error);
}

/** An error as data for events. */
export function failureOf(error: unknown): Failure {
  if (!isHeroError(error))
    return { code: 'PLAY_FAILED', message: error instanceof Error ? error.message : String(error) };
  const { code, message, hint } = error;
  return { code, message, ...(hint !== undefined && { hint }) };
}
