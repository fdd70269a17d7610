import { HeroError, show } from '../base/index.ts';
import type { ActionKind } from '../script/index.ts';
import type { ExecutionPolicy } from './execution-policy.ts';
import type { ParamType } from './param-type.ts';
import type { ActionPlan, Observer } from './plan.ts';
import type { Question } from './question.ts';
import type { OutputOf, StandardSchemaV1 } from './standard-schema.ts';

/** The params of an action, by key: types of ours, or schemas of any library that keeps to Standard Schema. */
export type ParamShape = Readonly<Record<string, ParamType<unknown> | StandardSchemaV1>>;

/** What `run` gets for a shape. */
export type ParamValues<S extends ParamShape> = {
  [K in keyof S]: S[K] extends ParamType<infer T> ? T : OutputOf<S[K]>;
};

/** What an action gives back; it becomes the params of `action.result`. */
// biome-ignore lint/suspicious/noConfusingVoidType: a run that gives nothing back is the usual one
export type Outcome = Readonly<Record<string, string>> | void;

/** One action of an actor. `ActionContext` is what it gets of the session it is played in. */
export interface ActionDefinition<ActionContext, S extends ParamShape = ParamShape> extends ExecutionPolicy {
  /** What it does, in one sentence. */
  readonly summary: string;
  readonly params: S;
  /** Whether it takes any param besides those of the shape; they are in `actionContext.action.params`. */
  readonly open?: boolean;
  /** Whether it takes effect as it is met while a script is prepared, before anything else runs. */
  readonly prepares?: boolean;
  /** Of an action that prepares: whether a plan plays it too, because it keeps nothing when its session is a rehearsal. */
  readonly rehearses?: boolean;
  /** The kinds of action it plays; default any. */
  readonly kinds?: readonly ActionKind[];
  /** Scripts that show it at work; a test plays them. */
  readonly examples?: readonly string[];
  /** What `run` would do, found out without changing anything. */
  plan?(params: ParamValues<S>, actionContext: ActionContext & Observer): Promise<ActionPlan> | ActionPlan;
  /** Whether it was done already: what an effect of `probe` needs. */
  check?(params: ParamValues<S>, actionContext: ActionContext): Promise<boolean> | boolean;
  /** The questions that it asks, so that all of them are known before anything runs. */
  asks?(params: ParamValues<S>): readonly Question[];
  /** The session params that it sets. */
  sets?(params: ParamValues<S>): readonly string[];
  run(params: ParamValues<S>, actionContext: ActionContext): Promise<Outcome> | Outcome;
}

/** Something that plays actions: `name.action` for each of its actions. */
export interface Actor<ActionContext> {
  readonly name: string;
  readonly actions: ReadonlyMap<string, ActionDefinition<ActionContext>>;
}

/** The actions of an actor as its author writes them, each with a shape of its own. */
export type ActionDefinitions<ActionContext, Shapes extends Readonly<Record<string, ParamShape>>> = {
  readonly [K in keyof Shapes]: ActionDefinition<ActionContext, Shapes[K]>;
};

const reserved = /^play\./;
const namePattern = /^[a-z0-9_]+(\.[a-z0-9_]+)*$/;

/** Makes an actor of its name and its actions. Throws ACTION_BAD_DEFINITION for a name that no script can hold. */
export function makeActor<ActionContext, Shapes extends Readonly<Record<string, ParamShape>>>(
  name: string,
  actions: ActionDefinitions<ActionContext, Shapes>,
): Actor<ActionContext> {
  for (const word of [name, ...Object.keys(actions)]) {
    if (namePattern.test(word)) continue;
    throw new HeroError('ACTION_BAD_DEFINITION', `${show(word)} cannot be the name of an actor or action`, {
      hint: 'use a-z, 0-9 and `_`',
    });
  }
  const definitions = Object.entries(actions) as [string, ActionDefinition<ActionContext>][];
  for (const [action, definition] of definitions) refuseBadDefinition(`${name}.${action}`, definition);
  return { name, actions: new Map(definitions) };
}

function refuseBadDefinition<ActionContext>(
  name: string,
  { params, effect, check }: ActionDefinition<ActionContext>,
): void {
  const key = Object.keys(params).find(each => reserved.test(each));
  if (key !== undefined) {
    throw new HeroError('ACTION_BAD_DEFINITION', `${show(name)} cannot have a param ${show(key)}`, {
      hint: 'keys that start with `play.` say how an action is played',
    });
  }
  if (effect !== 'probe' || check) return;
  throw new HeroError('ACTION_BAD_DEFINITION', `${show(name)} has the effect \`probe\`, but no \`check\``, {
    hint: 'add `check(params, actionContext)`, which says whether it was done',
  });
}
