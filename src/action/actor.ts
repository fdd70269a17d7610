import { HeroError, show } from '../base/index.ts';
import type { Params } from '../params/index.ts';
import type { ActionKind } from '../script/index.ts';
import type { ParamType, ReadEnvironment } from './param-type.ts';

/** The params of an action, by key. */
export type ParamShape = Readonly<Record<string, ParamType<unknown>>>;

/** What `run` gets for a shape. */
export type ParamValues<S extends ParamShape> = {
  [K in keyof S]: S[K] extends ParamType<infer T> ? T : never;
};

/** What an action gives back; it becomes the params of `action.result`. */
// biome-ignore lint/suspicious/noConfusingVoidType: a run that gives nothing back is the usual one
export type Outcome = Readonly<Record<string, string>> | void;

/** One action of an actor. `Stage` is what it gets of the session it is played in. */
export interface ActionDefinition<Stage, S extends ParamShape = ParamShape> {
  /** What it does, in one sentence. */
  readonly summary: string;
  readonly params: S;
  /** Whether it takes any param besides those of the shape; they are in `stage.action.params`. */
  readonly open?: boolean;
  /** Whether it takes effect as it is met while a script is prepared, before anything else runs. */
  readonly prepares?: boolean;
  /** The kinds of action it plays; default any. */
  readonly kinds?: readonly ActionKind[];
  /** Scripts that show it at work; a test plays them. */
  readonly examples?: readonly string[];
  run(params: ParamValues<S>, stage: Stage): Promise<Outcome> | Outcome;
}

/** Something that plays actions: `name.action` for each of its actions. */
export interface Actor<Stage> {
  readonly name: string;
  readonly actions: ReadonlyMap<string, ActionDefinition<Stage>>;
}

/** The actions of an actor as its author writes them, each with a shape of its own. */
export type ActionDefinitions<Stage, Shapes extends Readonly<Record<string, ParamShape>>> = {
  readonly [K in keyof Shapes]: ActionDefinition<Stage, Shapes[K]>;
};

const namePattern = /^[a-z0-9_]+(\.[a-z0-9_]+)*$/;

/** Makes an actor of its name and its actions. Throws ACTION_BAD_DEFINITION for a name that no script can hold. */
export function makeActor<Stage, Shapes extends Readonly<Record<string, ParamShape>>>(
  name: string,
  actions: ActionDefinitions<Stage, Shapes>,
): Actor<Stage> {
  for (const word of [name, ...Object.keys(actions)]) {
    if (namePattern.test(word)) continue;
    throw new HeroError('ACTION_BAD_DEFINITION', `${show(word)} cannot be the name of an actor or action`, {
      hint: 'use a-z, 0-9 and `_`',
    });
  }
  const definitions = Object.entries(actions) as [string, ActionDefinition<Stage>][];
  return { name, actions: new Map(definitions) };
}

/** Reads params by a shape. Throws the PARAMS_* error of the first one that is missing or does not fit. */
export function readShape<S extends ParamShape>(
  shape: S,
  params: Params,
  environment: ReadEnvironment,
): ParamValues<S> {
  const values = Object.entries(shape).map(([key, type]) => [key, readParam(key, type, params, environment)]);
  return Object.fromEntries(values) as ParamValues<S>;
}

function readParam(
  key: string,
  type: ParamType<unknown>,
  params: Params,
  environment: ReadEnvironment,
): unknown {
  // A list is copied, so that nobody changes the default of the next one.
  if (!type.isRequired && !params.exists(key))
    return Array.isArray(type.fallback) ? [...type.fallback] : type.fallback;
  return params.getAs(key, text => type.read(text, environment));
}
