import { type ActionDefinitions, type Actor, makeActor, type ParamShape } from '../../action/index.ts';
import type { Action } from '../playbook/action.ts';
import type { Session } from './session.ts';

/** What an action gets besides its params. */
export interface Stage {
  readonly session: Session;
  readonly action: Action;
  /** Ends when the run is interrupted, or when the action has taken too long. */
  readonly signal: AbortSignal;
  /** The same each time this action of this run is tried, also after a crash, and in no other run: for services that take such keys. */
  readonly idempotencyKey: string;
  /** Tells the person who runs the script one thing. */
  say(text: string): void;
  /** Passes on what a program prints. */
  output(text: string, stream: 'stdout' | 'stderr'): void;
  /** Tells how far a long action is: so many of `total`, which may be unknown. */
  progress(done: number, total?: number, unit?: string): void;
}

/**
 * Something that plays actions without typed params: every open action that matches `filter` is its business.
 * `play` loops over them, either with `session.playbook.find({ filter })`, setting `done` on each, or with
 * `for await (const action of session.play(filter))`, which does that by itself.
 */
export interface Module {
  readonly name: string;
  readonly filter: string;
  play(session: Session): Promise<void> | void;
}

/** Makes an actor: `defineActor('greet', { hello: { summary, params: { who: p.text() }, run({ who }, stage) { … } } })`. */
export function defineActor<const Shapes extends Readonly<Record<string, ParamShape>>>(
  name: string,
  actions: ActionDefinitions<Stage, Shapes>,
): Actor<Stage> {
  return makeActor<Stage, Shapes>(name, actions);
}

export function isModule(player: Module | Actor<Stage>): player is Module {
  return 'play' in player;
}

export function isActor(player: Module | Actor<Stage>): player is Actor<Stage> {
  return !isModule(player);
}
