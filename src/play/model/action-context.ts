import { type ActionDefinitions, type Actor, makeActor, type ParamShape } from '../../action/index.ts';
import type { Action } from '../playbook/action.ts';
import type { Session } from './session.ts';

/** The access of an action to its session. */
export interface ActionContext {
  readonly session: Session;
  readonly action: Action;
  /** Aborts when the run is interrupted, or when the action exceeds its time limit. */
  readonly signal: AbortSignal;
  /** A key for services that accept such: the same for each attempt of the action in a run, even after a crash, and in no other run. */
  readonly idempotencyKey: string;
  /** Prints a line for the person who runs the script. */
  say(text: string): void;
  /** Passes on the output of a program. */
  output(text: string, stream: 'stdout' | 'stderr'): void;
  /** Reports the progress of a long action: `done` of `total`, which may be unknown. */
  progress(done: number, total?: number, unit?: string): void;
}

/**
 * Plays actions without typed params: each open action that matches `filter` is for this module. `play` loops over them,
 * either with `session.playbook.find({ filter })`, setting `done` on each, or with
 * `for await (const action of session.play(filter))`, which sets it itself.
 *
 * @example
 * const cities: Module = {
 *   name: 'cities',
 *   filter: 'city.*',
 *   play: async session => {
 *     for await (const action of session.play('city.*')) console.log(action.params.get('name'));
 *   },
 * };
 */
export interface Module {
  readonly name: string;
  readonly filter: string;
  play(session: Session): Promise<void> | void;
}

/** A handler that a program or a file adds to a session. */
export type ActorOrModule = Module | Actor<ActionContext>;

/**
 * Makes an actor: `defineActor('greet', { hello: { summary, params: { who: p.text() }, run({ who }, actionContext) { … } } })`.
 *
 * @example
 * const greet = defineActor('greet', {
 *   hello: { summary: 'Says hello.', params: { name: p.text() }, run: ({ name }, { say }) => say(`Hello ${name}`) },
 * });
 * const greeting = await newSession({ playbookText: '!!greet.hello name:Ada', actors: [greet] });
 */
export function defineActor<const Shapes extends Readonly<Record<string, ParamShape>>>(
  name: string,
  actions: ActionDefinitions<ActionContext, Shapes>,
): Actor<ActionContext> {
  return makeActor<ActionContext, Shapes>(name, actions);
}

/** True when a program passed a module; a structural check, because programs write neither with a tag. */
export function isModule(given: ActorOrModule): given is Module {
  return 'play' in given;
}
