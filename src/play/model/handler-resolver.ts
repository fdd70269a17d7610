import {
  type ActionDefinition,
  type Actor,
  type Effect,
  type ParamShape,
  Registry,
  readPolicy,
} from '../../action/index.ts';
import type { Action } from '../playbook/action.ts';
import { Filter } from '../playbook/filter.ts';
import { type ActionContext, type ActorOrModule, isModule, type Module } from './action-context.ts';

/** A module that plays an action. */
export interface ModuleHandler {
  readonly kind: 'module';
  readonly module: Module;
  readonly matcher: Filter;
}

/** A definition of an actor that plays an action. */
export interface ActionHandler {
  readonly kind: 'action';
  readonly definition: ActionDefinition<ActionContext>;
}

/** The handler of an action. */
export type Handler = ModuleHandler | ActionHandler;

/**
 * Finds the handler of an action: modules of the program win over its actors, then come the actors that scripts load,
 * then the built-in ones.
 */
export class HandlerResolver {
  readonly #modules: ModuleHandler[] = [];
  readonly #actors: Actor<ActionContext>[] = [];
  readonly #builtins: readonly Actor<ActionContext>[];
  #registry: Registry<ActionContext>;

  constructor(given: readonly ActorOrModule[], builtins: readonly Actor<ActionContext>[]) {
    this.#builtins = builtins;
    this.#registry = new Registry(builtins);
    this.add(given);
  }

  /** All actors and their actions. */
  get registry(): Registry<ActionContext> {
    return this.#registry;
  }

  /** The actors and modules that were added, in their order. */
  get added(): readonly ActorOrModule[] {
    return [...this.#modules.map(({ module }) => module), ...this.#actors];
  }

  /** Adds actors and modules after the present ones. */
  add(given: readonly ActorOrModule[]): void {
    for (const each of given) {
      if (isModule(each)) {
        this.#modules.push({ kind: 'module', module: each, matcher: new Filter(each.filter) });
      } else this.#actors.push(each);
    }
    this.#registry = new Registry([...this.#actors, ...this.#builtins]);
  }

  /** The handler of an action; undefined when there is none for its name and kind. */
  handlerFor(action: Action): Handler | undefined {
    const module = this.#modules.find(({ matcher }) => matcher.matches(action));
    if (module) return module;
    const definition = this.#registry.find(action);
    const fits = definition && (definition.kinds?.includes(action.type) ?? true);
    return fits ? { kind: 'action', definition } : undefined;
  }

  /** The definition that plays an action; undefined when a module plays it, or it has no handler. */
  definitionFor(action: Action): ActionDefinition<ActionContext> | undefined {
    const handler = this.handlerFor(action);
    return handler?.kind === 'action' ? handler.definition : undefined;
  }

  /** The types of the params of an action, when an actor plays it. */
  schemaOf(action: Action): ParamShape | undefined {
    return this.definitionFor(action)?.params;
  }

  /** The effect of playing an action again; a module does not declare it, so each of its actions counts as `once`. */
  effectOf(action: Action): Effect {
    const definition = this.definitionFor(action);
    return definition ? readPolicy(definition, action.written).effect : 'once';
  }

  /** True when an action takes effect while the script is prepared. */
  prepares(action: Action): boolean {
    return this.definitionFor(action)?.prepares === true;
  }
}
