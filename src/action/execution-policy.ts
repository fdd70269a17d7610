import type { Params } from '../params/index.ts';
import type { ParamType } from './param-type.ts';
import { p } from './param-types.ts';

/**
 * The effect of playing an action again when its end is uncertain: none at all (`pure`), no further one
 * (`idempotent`), unknown until its `check` is asked (`probe`), or the same effect a second time (`once`).
 */
export type Effect = 'pure' | 'idempotent' | 'probe' | 'once';

/** How an action is played. An actor sets it in its definition; a script with params that start with `play.`. */
export interface ExecutionPolicy {
  /** Default `once`. */
  readonly effect?: Effect;
  /** The number of further attempts after an error. Default 0. */
  readonly retries?: number;
  /** Seconds before the next attempt, doubled each time up to five minutes. Default 1. */
  readonly wait?: number;
  /** Seconds that one attempt may take. Default: no limit. */
  readonly timeout?: number;
  /** Stop or continue the run after its error. Default `stop`. */
  readonly onError?: 'stop' | 'continue';
}

/** The prefix of the params of the policy. */
export const policyPrefix = 'play.';

/** The params with which a script sets the policy of an action. */
export const policyShape = {
  'play.effect': p.choice('pure', 'idempotent', 'once').optional().describe('the effect of playing it twice'),
  'play.retries': p
    .int()
    .min(0)
    .max(1000)
    .optional()
    .describe('the number of further attempts after an error'),
  'play.wait': p.duration().min(0).optional().describe('the time before the next attempt; doubled each time'),
  'play.timeout': p.duration().min(0).optional().describe('the time limit of one attempt'),
  'play.on_error': p
    .choice('stop', 'continue')
    .optional()
    .describe('stop or continue the run after its error'),
};

/** The policy of an action: the script first, then the definition. Throws PARAMS_* and ACTION_UNKNOWN_PARAM. */
export function readPolicy(
  definition: ExecutionPolicy,
  written: Params,
): Required<Omit<ExecutionPolicy, 'timeout'>> & ExecutionPolicy {
  const environment = { places: { base: '.', home: '.' }, now: 0 };
  const said = <T>(key: string, type: ParamType<T>): T | undefined =>
    written.exists(key) ? written.getAs(key, text => type.read(text, environment)) : undefined;
  const timeout = said('play.timeout', policyShape['play.timeout']) ?? definition.timeout;
  return {
    effect: said('play.effect', policyShape['play.effect']) ?? definition.effect ?? 'once',
    retries: said('play.retries', policyShape['play.retries']) ?? definition.retries ?? 0,
    wait: said('play.wait', policyShape['play.wait']) ?? definition.wait ?? 1,
    onError: said('play.on_error', policyShape['play.on_error']) ?? definition.onError ?? 'stop',
    ...(timeout !== undefined && { timeout }),
  };
}
