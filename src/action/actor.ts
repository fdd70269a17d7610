import { HeroError, show } from '../base/index.ts';
import type { ActionKind } from '../script/index.ts';
import type { ExecutionPolicy } from './execution-policy.ts';
import type { ParamType } from './param-type.ts';
import type { ActionPlan, Observer } from './plan.ts';
import type { Question } from './question.ts';
import type { OutputOf, StandardSchemaV1 } from './standard-schema.ts';

/** The params of an action, by key: types of heroplay, or schemas of any library that implements Standard Schema. */
export type ParamShape = Readonly<Record<string, ParamType<unknown> | StandardSchemaV1>>;

/** The values that `run` gets for a shape. */
export type ParamValues<S extends ParamShape> = {
  [K in keyof S]: S[K] extends ParamType<infer T> ? T : OutputOf<S[K]>;
};

/** The result of an action; it becomes the params of `action.result`. */
// biome-ignore lint/suspicious/noConfusingVoidType: a run that gives nothing back is the usual one
export type Outcome = Readonly<Record<string, string>> | void;

/** One action of an actor. `ActionContext` is its access to the session that plays it. */
export interface ActionDefinition<ActionContext, S extends ParamShape = ParamShape> extends ExecutionPolicy {
  /** Its effect, in one sentence. */
  readonly summary: string;
  readonly params: S;
  /** True when it takes any param besides those of the shape; they are in `actionContext.action.params`. */
  readonly open?: boolean;
  /** True when it takes effect while a script is prepared, before anything else runs. */
  readonly prepares?: boolean;
  /** For an action that prepares: true when a plan plays it too, because it keeps nothing in a rehearsal. */
  readonly rehearses?: boolean;
  /** The kinds of action that it plays. Default: all. */
  readonly kinds?: readonly ActionKind[];
  /** Scripts that show how it is used; a test plays them. */
  readonly examples?: readonly string[];
  /** The changes that `run` would make, found out without changing anything. */
  plan?(params: ParamValues<S>, actionContext: ActionContext & Observer): Promise<ActionPlan> | ActionPlan;
  /** Returns true when the action was done already; an effect of `probe` needs it. */
  check?(params: ParamValues<S>, actionContext: ActionContext): Promise<boolean> | boolean;
  /** The questions that it will ask, so that all of them are known before anything runs. */
  asks?(params: ParamValues<S>): readonly Question[];
  /** The session params that it sets. */
  sets?(params: ParamValues<S>): readonly string[];
  run(params: ParamValues<S>, actionContext: ActionContext): Promise<Outcome> | Outcome;
}

/** A handler of actions: `name.action` for each of its actions. */
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

/** Makes an actor of a name and actions. Throws ACTION_BAD_DEFINITION for a name that a script cannot hold. */
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
      hint: 'use another key, because keys that start with `play.` are the execution policy',
    });
  }
  if (effect !== 'probe' || check) return;
  throw new HeroError('ACTION_BAD_DEFINITION', `${show(name)} has the effect \`probe\`, but no \`check\``, {
    hint: 'add `check(params, actionContext)`, which returns true when the action was done',
  });
}
