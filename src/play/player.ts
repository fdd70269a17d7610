import {
  type ActionDefinition,
  type Actor,
  checkParamNames,
  Registry,
  readShape,
  unknownAction,
} from '../action/index.ts';
import { type Diagnostic, HeroError, isHeroError, show } from '../base/index.ts';
import { stopwatch } from '../sys/clock.ts';
import type { Action } from './action.ts';
import type { PlayEvents } from './event.ts';
import { Filter } from './filter.ts';
import type { Session } from './session.ts';
import { expandSnippets } from './snippets.ts';
import { isActor, isModule, type Module, type Stage } from './stage.ts';

export interface RunOptions {
  /** What to do with actions that nobody plays: refuse the whole run (the default), or leave them. */
  unknown?: 'error' | 'ignore';
  /** Ends the run: the action that runs is told, and no other starts. */
  signal?: AbortSignal;
}

/** A module with its filter made ready. */
interface Troupe {
  readonly module: Module;
  readonly matcher: Filter;
}

/** Who plays an action. */
type Part = Troupe | { readonly definition: ActionDefinition<Stage> };

/** Plays the actions of one session: prepares, checks that each has somebody who plays it, then plays in order. */
export class Player {
  readonly #session: Session;
  readonly #events: PlayEvents;
  readonly #modules: readonly Troupe[];
  readonly #registry: Registry<Stage>;
  /** How many actions there were when they were prepared last; more of them are prepared anew. */
  #prepared = 0;
  /** The module that plays at present: its `session.play` ends where somebody else's action comes. */
  #current: Module | undefined;
  #signal: AbortSignal = new AbortController().signal;

  constructor(
    session: Session,
    events: PlayEvents,
    players: readonly (Module | Actor<Stage>)[],
    builtins: readonly Actor<Stage>[],
  ) {
    this.#session = session;
    this.#events = events;
    this.#modules = players.filter(isModule).map(module => ({ module, matcher: new Filter(module.filter) }));
    this.#registry = new Registry([...players.filter(isActor), ...builtins]);
  }

  async run({ unknown = 'error', signal }: RunOptions): Promise<void> {
    this.#signal = signal ?? new AbortController().signal;
    while (await this.#playPresent(unknown));
  }

  /** Plays the actions that are there now; true when more were added meanwhile. */
  async #playPresent(unknown: 'error' | 'ignore'): Promise<boolean> {
    const { playbook } = this.#session;
    await this.prepare();
    const open = playbook.actions.filter(({ done }) => !done);
    this.#check(open, unknown);
    const count = playbook.actions.length;
    for (const action of playbook.find()) {
      const part = action.done ? undefined : this.#partOf(action);
      if (!part) continue;
      this.#throwIfInterrupted();
      await ('definition' in part
        ? this.#playTyped(action, part.definition)
        : this.#playModule(action, part));
      if (playbook.actions.length !== count) return true;
    }
    return false;
  }

  /** Plays the actions that prepare, in the order of the text; what they add is met in its place. */
  async prepare(): Promise<void> {
    const { playbook, context } = this.#session;
    if (playbook.actions.length === this.#prepared) return;
    let known = 0;
    for (let at = 0; at < playbook.actions.length; at++) {
      // Snippets serve earlier lines too, so those of a script are there before anything else of it.
      if (playbook.actions.length > known)
        for (const action of playbook.find({ filter: 'core.snippet' })) await this.#prepareOne(action);
      known = playbook.actions.length;
      const action = playbook.actions[at] as Action;
      if (!action.done) await this.#prepareOne(action);
    }
    expandSnippets(playbook.actions, context.snippets);
    this.#prepared = playbook.actions.length;
  }

  async #prepareOne(action: Action): Promise<void> {
    const part = this.#partOf(action);
    if (!part || !('definition' in part) || !part.definition.prepares) return;
    this.#throwIfInterrupted();
    this.#check([action], 'error');
    if (action.fullName !== 'core.snippet') expandSnippets([action], this.#session.context.snippets);
    await this.#playTyped(action, part.definition);
  }

  async *play(filter: string): AsyncGenerator<Action, void, void> {
    await this.prepare();
    const matcher = new Filter(filter);
    const mine = this.#current;
    for (const action of this.#session.playbook.find()) {
      if (action.done) continue;
      if (!matcher.matches(action)) {
        if (mine && this.#isOthers(action, mine)) return;
        continue;
      }
      this.#throwIfInterrupted();
      const started = this.#start(action);
      yield action;
      this.#finish(action, started);
    }
  }

  #isOthers(action: Action, mine: Module): boolean {
    const part = this.#partOf(action);
    return part !== undefined && !('module' in part && part.module === mine);
  }

  /** The program's modules win over its typed actors, those over the built-in ones. */
  #partOf(action: Action): Part | undefined {
    const troupe = this.#modules.find(({ matcher }) => matcher.matches(action));
    if (troupe) return troupe;
    const definition = this.#registry.find(action);
    const fits = definition && (definition.kinds?.includes(action.type) ?? true);
    return fits ? { definition } : undefined;
  }

  /** Before anything runs, every open action must have a player and only params that it knows. */
  #check(actions: readonly Action[], unknown: 'error' | 'ignore'): void {
    const faults = actions.map(action => this.#faultsOf(action, unknown)).filter(({ length }) => length > 0);
    if (faults.length === 0) return;
    const diagnostics = faults.flat();
    const onlyUnknown = diagnostics.every(({ code }) => code === 'ACTION_UNKNOWN');
    const code = onlyUnknown ? 'ACTION_UNKNOWN' : 'PLAY_SCRIPT_ERRORS';
    const count = faults.length === 1 ? 'an action' : `${faults.length} actions`;
    throw new HeroError(code, `${count} cannot be played, so nothing was`, { diagnostics });
  }

  #faultsOf(action: Action, unknown: 'error' | 'ignore'): Diagnostic[] {
    const part = this.#partOf(action);
    if (!part) return unknown === 'error' ? [unknownAction(action.node, this.#registry)] : [];
    return 'definition' in part ? checkParamNames(action.node, part.definition) : [];
  }

  async #playModule(action: Action, { module, matcher }: Troupe): Promise<void> {
    const before = this.#session.playbook.find().filter(open => matcher.matches(open));
    for (const open of before) open.fill(name => this.#session.valueOf(name));
    this.#current = module;
    try {
      await module.play(this.#session);
    } catch (error) {
      throw this.#failed(before.find(({ done }) => !done) ?? action, error);
    } finally {
      this.#current = undefined;
    }
    if (action.done) return;
    const message = `the module ${show(module.name)} returned, but left ${show(action.fullName)} (${action.place}) open`;
    throw new HeroError('PLAY_NOT_DONE', message, {
      hint: 'set `action.done = true` on each action that it plays',
    });
  }

  async #playTyped(action: Action, definition: ActionDefinition<Stage>): Promise<void> {
    const started = this.#start(action);
    try {
      const params = readShape(definition.params, action.params, this.#session.environment(action));
      const outcome = await definition.run(params, this.#stage(action));
      for (const [key, value] of Object.entries(outcome ?? {})) action.result.set(key, value);
    } catch (error) {
      throw this.#failed(action, error);
    }
    this.#finish(action, started);
  }

  #stage(action: Action): Stage {
    return {
      session: this.#session,
      action,
      signal: this.#signal,
      say: text => this.#events.emit({ type: 'said', action, text }),
      output: (text, stream) => this.#events.emit({ type: 'output', action, text, stream }),
    };
  }

  #start(action: Action): number {
    action.fill(name => this.#session.valueOf(name));
    this.#events.emit({ type: 'started', action });
    return stopwatch();
  }

  #finish(action: Action, started: number): void {
    action.done = true;
    this.#events.emit({ type: 'done', action, seconds: stopwatch() - started });
  }

  /** The error of an action with the place of the action, unless it has one of its own. */
  #failed(action: Action, error: unknown): HeroError {
    this.#events.emit({ type: 'failed', action, error });
    const { node } = action;
    const message = error instanceof Error ? error.message : String(error);
    const code = isHeroError(error) ? error.code : 'PLAY_FAILED';
    const hint = isHeroError(error) ? error.hint : undefined;
    if (isHeroError(error) && error.diagnostics.length > 0) return error;
    const span = { source: node.source, start: node.start, end: node.nameEnd };
    const text = `${show(action.fullName)} failed: ${message}`;
    const diagnostic: Diagnostic = { code, severity: 'error', message: text, span, ...(hint && { hint }) };
    return new HeroError(code, text, { cause: error, diagnostics: [diagnostic], ...(hint && { hint }) });
  }

  #throwIfInterrupted(): void {
    if (this.#signal.aborted)
      throw new HeroError('PLAY_INTERRUPTED', 'the run was interrupted', { cause: this.#signal.reason });
  }
}
