import { sha256 } from '../../base/hash.ts';
import { type Diagnostic, HeroError, Source } from '../../base/index.ts';
import { Params } from '../../params/index.ts';
import { type ActionNode, type Document, parse } from '../../script/index.ts';
import { Action } from './action.ts';
import { Filter } from './filter.ts';
import type { Origin } from './origin.ts';
import type { LoadedScript } from './playbook-source.ts';
import { Priorities, type PriorityMap, unmatched } from './priorities.ts';

/** Which actions of a playbook are found. */
export interface FindOptions {
  /** Selects actions: see `Filter`. Default: all. */
  filter?: string;
  /** True to find played actions too. Default false. */
  includeDone?: boolean;
}

/** How the actions of a text are added to a playbook. */
export interface AddOptions {
  /** The name of the text in messages. */
  name?: string;
  /** Order among texts within a priority, 0 to 99, smallest first. Default 99. */
  prio?: number;
  origin?: Origin;
}

/** Which actions `heroscript` writes, and how. */
export interface HeroscriptOptions {
  showDone?: boolean;
  comments?: boolean;
  /** Prints an action. Default: its canonical text. */
  textOf?: (action: Action) => string;
  /** Actions to leave out. */
  except?: (action: Action) => boolean;
}

const nowhere: Origin = { folder: '.', chain: [] };

/**
 * Actions in the order they are played in: by priority, then by the `prio` of their text, then as they stand.
 *
 * @example
 * const cities = new PlayBook({ 5: 'country.*' });
 * cities.add('!!city.define name:Ghent\n!!country.define name:Belgium');
 * cities.sorted().map(action => action.fullName); // ['country.define', 'city.define']
 */
export class PlayBook {
  readonly priorities: Priorities;
  readonly #actions: Action[] = [];
  #count = 0;
  #order: { actions: readonly Action[]; version: number } | undefined;
  /** Positions and names; undefined after a change, until they are needed again. */
  #index: { position: Map<Action, number>; byName: Map<string, Action[]> } | undefined;

  constructor(priorities: PriorityMap = {}) {
    this.priorities = new Priorities(priorities);
  }

  /** All actions, in the order of the texts. */
  get actions(): readonly Action[] {
    return this.#actions;
  }

  /**
   * Adds the actions of a script after the others and returns them. Throws PLAY_SCRIPT_ERRORS. The options may
   * differ by action: then a function of its position and of the number of actions returns them.
   */
  add(
    script: string | Source | Document,
    options: AddOptions | ((at: number, count: number) => AddOptions) = {},
  ): Action[] {
    const optionsOf = typeof options === 'function' ? options : () => options;
    const nodes = readActions(documentOf(script, optionsOf(0, 0).name));
    const added = nodes.map((node, at) => this.#make(node, optionsOf(at, nodes.length)));
    for (const action of added) this.#actions.push(action);
    this.#index = undefined;
    return added;
  }

  /** Adds the actions of scripts after the others, all of them or none. Throws PLAY_SCRIPT_ERRORS. @internal */
  addAll(scripts: readonly LoadedScript[], prio: number): Action[] {
    return this.#insert(this.#actions.length, scripts, prio);
  }

  /** Adds the actions of scripts directly after an action, in its `prio`, all of them or none. Throws PLAY_SCRIPT_ERRORS. @internal */
  insertAfter(action: Action, scripts: readonly LoadedScript[]): Action[] {
    return this.#insert(this.#actions.indexOf(action) + 1, scripts, action.prio);
  }

  #insert(at: number, scripts: readonly LoadedScript[], prio: number): Action[] {
    const read = scripts.map(({ document, origin }) => ({ nodes: readActions(document), origin }));
    const added = read.flatMap(({ nodes, origin }) => nodes.map(node => this.#make(node, { prio, origin })));
    const after = this.#actions.splice(at);
    for (const action of [...added, ...after]) this.#actions.push(action);
    this.#index = undefined;
    return added;
  }

  #make(node: ActionNode, { prio = unmatched, origin = nowhere }: AddOptions): Action {
    return new Action({ id: ++this.#count, node, origin, prio });
  }

  /** A copy with the same actions and priorities. */
  copy(): PlayBook {
    const copy = new PlayBook(this.priorities.toMap());
    copy.#actions.push(...this.#actions.map(action => action.copy()));
    copy.#count = this.#count;
    return copy;
  }

  /** Adds filters by number, 0 (first) to 98. Throws PLAY_BAD_PRIORITY. */
  addPriorities(map: PriorityMap): void {
    this.priorities.add(map);
  }

  /**
   * The open actions that match, in the order of play. An exact name costs the matches, not the playbook.
   *
   * @example
   * for (const action of playbook.find({ filter: 'city.*' })) action.done = true;
   */
  find({ filter = '', includeDone = false }: FindOptions = {}): Action[] {
    const wanted = new Filter(filter);
    const { byName } = this.#indexed();
    const candidates = wanted.exact
      ? this.#inOrder(wanted.exact.flatMap(name => byName.get(name) ?? []))
      : this.#ordered();
    return candidates.filter(action => (includeDone || !action.done) && wanted.matches(action));
  }

  /** The one open action that matches. Throws PLAY_NOT_FOUND and PLAY_MORE_THAN_ONE. */
  get(options: FindOptions = {}): Action {
    const [action, second] = this.find(options);
    if (second) throw this.#tooMany(options);
    if (action) return action;
    throw new HeroError(
      'PLAY_NOT_FOUND',
      `expected one action that matches \`${options.filter ?? ''}\`, but found none`,
    );
  }

  /** Like `get`, for callers that need no result. */
  ensureOnce(options: FindOptions = {}): Action {
    return this.get(options);
  }

  /** True for one match, false for none. Throws PLAY_MORE_THAN_ONE. */
  maxOnce(options: FindOptions = {}): boolean {
    const found = this.find(options).length;
    if (found > 1) throw this.#tooMany(options);
    return found === 1;
  }

  exists(options: FindOptions = {}): boolean {
    return this.find(options).length > 0;
  }

  existsOnce(options: FindOptions = {}): boolean {
    return this.find(options).length === 1;
  }

  /** Throws PLAY_ACTIONS_LEFT when an action that matches is open. */
  ensureProcessed(options: FindOptions = {}): void {
    throwIfLeft(this.find({ ...options, includeDone: false }));
  }

  /** Throws PLAY_ACTIONS_LEFT, naming each, when any action is open. */
  emptyCheck(): void {
    throwIfLeft(this.find());
  }

  /** All actions in the order of play, played ones included. */
  sorted(): Action[] {
    return this.find({ includeDone: true });
  }

  /** The names, without actors, of all actions in the order of play. */
  names(): string[] {
    return this.sorted().map(({ name }) => name);
  }

  /** The params of all matches, merged: a later one wins. */
  params(filter = ''): Params {
    const merged = new Params();
    for (const action of this.find({ filter })) merged.merge(action.params);
    return merged;
  }

  /**
   * The actions that `heroscript` writes, by default only open ones: in the order of their texts, texts
   * by their `prio`, so that the text read back plays in the same order.
   * @internal
   */
  shown({ showDone = false, except = () => false }: HeroscriptOptions = {}): Action[] {
    const shown = this.#actions.filter(action => (showDone || !action.done) && !except(action));
    return shown.sort((a, b) => a.prio - b.prio);
  }

  /** The actions of `shown` in the canonical format. Throws PARAMS_UNPRINTABLE. */
  heroscript(options: HeroscriptOptions = {}): string {
    const { comments = false, textOf = action => action.heroscript({ comments }) } = options;
    return this.shown(options)
      .map(action => `${textOf(action)}\n`)
      .join('');
  }

  /** SHA-256 over the hashes of all actions, in the order of the texts. */
  hash(): string {
    return sha256(this.#actions.map(action => action.hash()).join('\n'));
  }

  #tooMany(options: FindOptions): HeroError {
    const found = this.find(options);
    const places = found.map(action => `${action.fullName} (${action.place})`).join(', ');
    return new HeroError(
      'PLAY_MORE_THAN_ONE',
      `expected one action that matches \`${options.filter ?? ''}\`, but found ${found.length}: ${places}`,
    );
  }

  #indexed() {
    if (this.#index) return this.#index;
    const byName = new Map<string, Action[]>();
    const position = new Map<Action, number>();
    for (const [at, action] of this.#actions.entries()) {
      position.set(action, at);
      const same = byName.get(action.fullName);
      if (same) same.push(action);
      else byName.set(action.fullName, [action]);
    }
    this.#index = { position, byName };
    return this.#index;
  }

  /** All actions in the order of play, kept until an action or a priority is added. */
  #ordered(): readonly Action[] {
    const { version } = this.priorities;
    if (this.#order?.actions.length !== this.#actions.length || this.#order.version !== version) {
      this.#order = { actions: this.#inOrder(this.#actions), version };
    }
    return this.#order.actions;
  }

  #inOrder(actions: Action[]): Action[] {
    const { position } = this.#indexed();
    const keys = new Map(
      actions.map(action => [
        action,
        [this.priorities.numberOf(action), action.prio, position.get(action) ?? 0] as const,
      ]),
    );
    return [...actions].sort((a, b) => {
      const [left, right] = [keys.get(a)!, keys.get(b)!];
      return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
    });
  }
}

function documentOf(script: string | Source | Document, name: string | undefined): Document {
  if (typeof script === 'string') return parse(new Source(script, name));
  return script instanceof Source ? parse(script) : script;
}

function readActions({ source, actions, diagnostics }: Document): readonly ActionNode[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw scriptErrors(source, errors);
  return actions;
}

function scriptErrors(source: Source, errors: readonly Diagnostic[]): HeroError {
  const count = errors.length === 1 ? 'an error' : `${errors.length} errors`;
  return new HeroError('PLAY_SCRIPT_ERRORS', `${source.name} has ${count}, so nothing of it is played`, {
    diagnostics: errors,
  });
}

function throwIfLeft(actions: readonly Action[]): void {
  if (actions.length === 0) return;
  const names = actions.map(action => `${action.fullName} (${action.place})`).join(', ');
  const count = actions.length === 1 ? 'an action was' : `${actions.length} actions were`;
  throw new HeroError('PLAY_ACTIONS_LEFT', `${count} not played: ${names}`);
}
