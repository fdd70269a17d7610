import {
  type ActionDefinition,
  type Actor,
  checkParamNames,
  isSecretKey,
  isTelling,
  maskOf,
  type ParamShape,
  Registry,
  unknownAction,
} from '../../action/index.ts';
import { type Diagnostic, HeroError, isHeroError, type Mask, masked } from '../../base/index.ts';
import { parse } from '../../script/index.ts';
import type { ActionRef, AddedScript } from '../journal/event.ts';
import type { Action } from '../playbook/action.ts';
import { ActionKeys, isSecretParam, maskedText, secretsOf } from '../playbook/action-text.ts';
import { Filter } from '../playbook/filter.ts';
import { isActor, isModule, type Module, type Stage } from './action-context.ts';

/** A module with its filter made ready. */
export interface Troupe {
  readonly module: Module;
  readonly matcher: Filter;
}

/** Who plays an action. */
export type Part = Troupe | { readonly definition: ActionDefinition<Stage> };

/** Who plays what: the program's modules win over its actors, those over the ones of scripts, those over the built-in ones. */
export class Cast {
  readonly #modules: Troupe[] = [];
  readonly #actors: Actor<Stage>[];
  readonly #builtins: readonly Actor<Stage>[];
  readonly #keys = new ActionKeys();
  readonly #numbers = new WeakMap<Action, number>();
  #registry: Registry<Stage>;
  #count = 0;
  readonly #mask: Mask;

  constructor(players: readonly (Module | Actor<Stage>)[], builtins: readonly Actor<Stage>[], mask: Mask) {
    this.#mask = mask;
    this.#actors = [];
    this.#builtins = builtins;
    this.#registry = new Registry(builtins);
    this.add(players);
  }

  /** All actors and their actions. */
  get registry(): Registry<Stage> {
    return this.#registry;
  }

  /** All that were taken in, in their order. */
  get players(): readonly (Module | Actor<Stage>)[] {
    return [...this.#modules.map(({ module }) => module), ...this.#actors];
  }

  /** Takes in more players, behind those that are there. */
  add(players: readonly (Module | Actor<Stage>)[]): void {
    const modules = players.filter(isModule);
    this.#modules.push(...modules.map(module => ({ module, matcher: new Filter(module.filter) })));
    this.#actors.push(...players.filter(isActor));
    this.#registry = new Registry([...this.#actors, ...this.#builtins]);
  }

  partOf(action: Action): Part | undefined {
    const troupe = this.#modules.find(({ matcher }) => matcher.matches(action));
    if (troupe) return troupe;
    const definition = this.#registry.find(action);
    const fits = definition && (definition.kinds?.includes(action.type) ?? true);
    return fits ? { definition } : undefined;
  }

  /** The types of an action's params, when a typed actor plays it. */
  shapeOf(action: Action): ParamShape | undefined {
    const part = this.partOf(action);
    return part && 'definition' in part ? part.definition.params : undefined;
  }

  /** What an action is known by from run to run. */
  keyOf(action: Action): string {
    return this.#keys.keyOf(action, this.shapeOf(action), this.#mask);
  }

  /** Goes on counting actions behind those of an earlier start. */
  countFrom(started: number): void {
    this.#count = Math.max(this.#count, started);
  }

  /** An action that keeps the number it had in an earlier start. */
  number(action: Action, number: number): void {
    this.#numbers.set(action, number);
  }

  /** The action as events tell of it; it gets its number the first time. */
  refOf(action: Action): ActionRef {
    const number = this.#numbers.get(action) ?? ++this.#count;
    this.#numbers.set(action, number);
    const part = this.partOf(action);
    const prepares = part && 'definition' in part && part.definition.prepares === true;
    const text = this.textOf(action);
    const { fullName: name, place } = action;
    return { number, name, place, key: this.keyOf(action), text, ...(prepares && { prepares }) };
  }

  /** Whether a secret stands in an action as it is written. */
  holdsSecret(action: Action): boolean {
    const shape = this.shapeOf(action);
    return [...action.written.toMap()].some(
      ([key, value]) => isSecretParam(action, key, shape) && isTelling(value) && value !== masked,
    );
  }

  /** The canonical text of an action without its secrets. */
  textOf(action: Action, comments = false): string {
    return maskedText(action, this.shapeOf(action), this.#mask, comments);
  }

  /** An action as a script of its own. */
  scriptOf(action: Action): AddedScript {
    const { folder, remote, chain } = action.origin;
    const file = chain.at(-1);
    const place = { folder, ...(file !== undefined && { file }), ...(remote && { remote }) };
    return { name: action.node.source.name, text: this.textOf(action), prio: action.prio, ...place };
  }

  /** Remembers the secrets that actions hold, before anything of them is told. */
  learn(actions: readonly Action[], lookUp: (name: string) => string | undefined): void {
    const mask = this.#mask;
    for (const action of actions) {
      for (const secret of secretsOf(action, this.shapeOf(action), lookUp)) mask.add(secret);
      for (const value of action.params.toMap().values()) if (value.includes('://')) mask.addUserInfo(value);
    }
  }

  /** A script as it is written, without its secrets: also short ones, which are not hidden inside a text. */
  scriptWithout(text: string): string {
    const mask = this.#mask;
    let left = text;
    for (const { fullName, items } of [...parse(text).actions].reverse()) {
      const shape = this.#registry.get(fullName)?.params;
      const params = items.filter(item => item.kind === 'param').reverse();
      const subject = params.find(({ key }) => key === 'key' || key === 'name')?.value;
      for (const { key, value, valueStart, end } of params) {
        const isSecret = isTelling(value) && isSecretKey(key, shape, subject);
        if (isSecret || mask.text(value) === masked)
          left = `${left.slice(0, valueStart)}'${masked}'${left.slice(end)}`;
      }
    }
    return mask.text(left);
  }

  /** Remembers the secrets of the texts that an error points at: those of a broken one are not played, but drawn. */
  learnFrom(error: unknown): void {
    if (!isHeroError(error)) return;
    const sources = new Set(error.diagnostics.flatMap(({ span }) => (span ? [span.source] : [])));
    maskOf(
      [...sources].map(source => parse(source)),
      this.#registry,
      this.#mask,
    );
  }

  /** Every action must have a player and only params that it knows. Throws ACTION_UNKNOWN, PLAY_SCRIPT_ERRORS. */
  check(actions: readonly Action[], unknown: 'error' | 'ignore'): void {
    const faults = actions.map(action => this.#faultsOf(action, unknown)).filter(({ length }) => length > 0);
    refuse(faults);
  }

  #faultsOf(action: Action, unknown: 'error' | 'ignore'): Diagnostic[] {
    const part = this.partOf(action);
    if (!part) return unknown === 'error' ? [unknownAction(action.node, this.#registry)] : [];
    return 'definition' in part ? checkParamNames(action.node, part.definition) : [];
  }
}

/** Throws one error for the faults of all actions, if there are any. */
export function refuse(faults: readonly (readonly Diagnostic[])[]): void {
  if (faults.length === 0) return;
  const diagnostics = faults.flat();
  const codes = new Set(diagnostics.map(({ code }) => code));
  const [first = 'PLAY_SCRIPT_ERRORS'] = codes;
  const code = codes.size === 1 ? first : 'PLAY_SCRIPT_ERRORS';
  const count = faults.length === 1 ? 'an action' : `${faults.length} actions`;
  throw new HeroError(code, `${count} cannot be played, so nothing was`, { diagnostics });
}
