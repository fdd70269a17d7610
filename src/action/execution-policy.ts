import type { Params } from '../params/index.ts';
import type { ParamType } from './param-type.ts';
import { p } from './param-types.ts';

/**
 * What an action does when it is played once more, because nobody knows whether it was finished: nothing at all
 * (`pure`), nothing more (`idempotent`), it can be asked whether it was done (`probe`), or a second time (`once`).
 */
export type Effect = 'pure' | 'idempotent' | 'probe' | 'once';

/** How an action is played. An actor says it in its definition; a script with params that start with `play.`. */
export interface ExecutionPolicy {
  /** Default `once`. */
  readonly effect?: Effect;
  /** How often it is tried again after an error. Default 0. */
  readonly retries?: number;
  /** Seconds before it is tried again, doubled each time up to five minutes. Default 1. */
  readonly wait?: number;
  /** Seconds that one attempt may take. Default: no limit. */
  readonly timeout?: number;
  /** Whether the run goes on after its error. Default `stop`. */
  readonly onError?: 'stop' | 'continue';
}

/** What the keys of such params start with. */
export const policyPrefix = 'play.';

/** The params with which a script says how an action is played. */
export const policyShape = {
  'play.effect': p.choice('pure', 'idempotent', 'once').optional().describe('what playing it twice would do'),
  'play.retries': p.int().min(0).max(1000).optional().describe('how often it is tried again after an error'),
  'play.wait': p
    .duration()
    .min(0)
    .optional()
    .describe('how long before it is tried again; doubled each time'),
  'play.timeout': p.duration().min(0).optional().describe('how long one attempt may take'),
  'play.on_error': p
    .choice('stop', 'continue')
    .optional()
    .describe('whether the run goes on after its error'),
};

/** What is set, of the script first and then of the definition. Throws PARAMS_* and ACTION_UNKNOWN_PARAM. */
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
