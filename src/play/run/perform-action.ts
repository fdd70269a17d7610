import { setTimeout as sleep } from 'node:timers/promises';
import type { Conduct, Outcome } from '../../action/index.ts';
import { type Diagnostic, HeroError, isHeroError, show } from '../../base/index.ts';
import { stopwatch } from '../../sys/clock.ts';
import { sha256 } from '../../sys/hash.ts';
import type { ActionRef, Failure, PlayEvents } from '../journal/event.ts';
import type { Stage } from '../model/action-context.ts';
import type { Session } from '../model/session.ts';
import type { Action } from '../playbook/action.ts';
import { attempt, interrupted, isLeftAlone } from './attempt.ts';

/** The longest wait between two attempts, in seconds. */
const longestWait = 300;

/** One action, about to be played. */
export interface Deed {
  readonly session: Session;
  readonly events: PlayEvents;
  readonly action: Action;
  /** Puts values in the place of its templates. */
  readonly fill: () => void;
  readonly ref: ActionRef;
  readonly conduct: Conduct;
  readonly signal: AbortSignal;
  /** Counts a failure that ends the run. */
  readonly countFailed: () => void;
}

type Run = (stage: Stage) => Promise<Outcome> | Outcome;

/**
 * Plays an action as its conduct says: its start is on disk before anything happens, its end before it is told. Gives
 * `failed` for an error that the run goes on after; throws any other, PLAY_INTERRUPTED, and STORE_FAILED when the
 * journal cannot be written: nothing is tried again then.
 */
export async function performAction(deed: Deed, run: Run): Promise<'done' | 'failed'> {
  const { retries = 0, onError = 'stop' } = deed.conduct;
  const started = stopwatch();
  // What an attempt sets stays set when it fails, so it is the action that sets it.
  const before = deed.session.known();
  for (let number = 1; ; number++) {
    await tellStart(deed, number);
    const began = stopwatch();
    const tried = await tryOnce(deed, run);
    if (!('error' in tried)) {
      await tellDone(deed, tried.outcome, since(began), before);
      return 'done';
    }
    const { error } = tried;
    if (isInterrupt(error, deed)) throw error;
    if (number <= retries && !isLeftAlone(error)) await waitForNext(deed, error, number);
    else if (onError === 'continue') return passOver(deed, error, since(started));
    else throw await failAction(deed, error, since(started));
  }
}

async function tellStart({ events, ref, conduct }: Deed, attempt: number): Promise<void> {
  const { effect = 'once' } = conduct;
  const start = { type: 'started', action: ref, attempt, effect } as const;
  // What has no effect leaves nothing to be in doubt about, so its start need not be on disk before its end.
  if (effect === 'pure' || ref.prepares) events.emit(start);
  else await events.record(start);
}

/** The part that may be tried again: whatever else goes wrong is no fault of the action. */
async function tryOnce(deed: Deed, run: Run): Promise<{ outcome: Outcome } | { error: unknown }> {
  const { conduct, signal } = deed;
  const { timeout } = conduct;
  const speech = new Speech(deed);
  try {
    deed.fill();
    const limits = { signal, ...(timeout !== undefined && { timeout }) };
    return { outcome: await attempt(async either => run(speech.stage(either)), limits) };
  } catch (error) {
    return { error };
  } finally {
    speech.end();
  }
}

async function tellDone(
  { session, events, action, ref }: Deed,
  outcome: Outcome,
  seconds: number,
  before: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [key, value] of Object.entries(outcome ?? {})) action.result.set(key, value);
  action.done = true;
  const result = outcome && Object.keys(outcome).length > 0 ? { result: { ...outcome } } : {};
  const end = { type: 'done', action: ref, seconds, ...result, ...session.learned(before) } as const;
  // What prepares is played anew at each start, so nothing depends on its end.
  if (ref.prepares) events.emit(end);
  else await events.record(end);
}

/** Seconds, to the millisecond. */
export function since(start: number): number {
  return Math.round((stopwatch() - start) * 1000) / 1000;
}

/** What an action gets of its session when it is only looked at. */
export function stageOf(deed: Deed, signal: AbortSignal): Stage {
  return new Speech(deed).stage(signal);
}

/** What an action says while it runs. */
class Speech {
  readonly #deed: Deed;
  /** The end of each stream that may be the beginning of a secret. */
  readonly #held = { stdout: '', stderr: '' };

  constructor(deed: Deed) {
    this.#deed = deed;
  }

  stage(signal: AbortSignal): Stage {
    const { session, events, action, ref } = this.#deed;
    const { number, name } = ref;
    return {
      session,
      action,
      signal,
      idempotencyKey: sha256(`${session.guid} ${ref.key}`).slice(0, 32),
      say: text => events.emit({ type: 'said', action: { number, name }, text }),
      output: (text, stream) => this.#output(this.#held[stream] + text, stream),
      progress: (done, total, unit) =>
        events.emit({
          type: 'progress',
          action: { number, name },
          done,
          ...(total !== undefined && { total }),
          ...(unit !== undefined && { unit }),
        }),
    };
  }

  #output(text: string, stream: 'stdout' | 'stderr'): void {
    const { events } = this.#deed;
    const held = events.mask.pending(text);
    this.#held[stream] = text.slice(text.length - held);
    const ready = text.slice(0, text.length - held);
    if (ready) this.#tell(ready, stream);
  }

  #tell(text: string, stream: 'stdout' | 'stderr'): void {
    const { events, ref } = this.#deed;
    const { number, name } = ref;
    events.emit({ type: 'output', action: { number, name }, text, stream });
  }

  end(): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      const text = this.#held[stream];
      if (text) this.#tell(text, stream);
      this.#held[stream] = '';
    }
  }
}

/** Whether an error says that the run was ended, not that the action failed. */
export function isInterrupt(error: unknown, { signal }: Deed): boolean {
  return signal.aborted || isHeroError(error, 'PLAY_INTERRUPTED') || isHeroError(error, 'SYS_FENCED');
}

async function waitForNext(deed: Deed, error: unknown, number: number): Promise<void> {
  const { events, ref, conduct, signal } = deed;
  const wait = Math.min((conduct.wait ?? 1) * 2 ** (number - 1), longestWait);
  events.emit({ type: 'retrying', action: ref, error: failureOf(error), attempt: number, wait });
  await sleep(wait * 1000, undefined, { signal }).catch(() => {
    throw interrupted(signal);
  });
}

async function passOver(deed: Deed, error: unknown, seconds: number): Promise<'failed'> {
  deed.action.done = true;
  const { events, ref } = deed;
  await events.record({ type: 'failed', action: ref, seconds, error: failureOf(error), ignored: true });
  return 'failed';
}

/** Tells the failure, and gives the error with the place of the action, unless it has one of its own. */
export async function failAction(deed: Deed, error: unknown, seconds: number): Promise<HeroError> {
  const { events, ref, action } = deed;
  deed.countFailed();
  await events.record({ type: 'failed', action: ref, seconds, error: failureOf(error), ignored: false });
  return placed(action, error);
}

function placed({ node, fullName }: Action, error: unknown): HeroError {
  const message = error instanceof Error ? error.message : String(error);
  const code = isHeroError(error) ? error.code : 'PLAY_FAILED';
  const hint = isHeroError(error) ? error.hint : undefined;
  if (isHeroError(error) && error.diagnostics.length > 0) return error;
  const span = { source: node.source, start: node.start, end: node.nameEnd };
  const text = `${show(fullName)} failed: ${message}`;
  const diagnostic: Diagnostic = { code, severity: 'error', message: text, span, ...(hint && { hint }) };
  return new HeroError(code, text, { cause: error, diagnostics: [diagnostic], ...(hint && { hint }) });
}

/** An error as events tell of it. */
export function failureOf(error: unknown): Failure {
  if (!isHeroError(error))
    return { code: 'PLAY_FAILED', message: error instanceof Error ? error.message : String(error) };
  const { code, message, hint } = error;
  return { code, message, ...(hint !== undefined && { hint }) };
}
