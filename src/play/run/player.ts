import { type Conduct, readConduct, readShape } from '../../action/index.ts';
import { HeroError, isHeroError, show } from '../../base/index.ts';
import { stopwatch } from '../../sys/clock.ts';
import { preflight } from '../inspect/preflight.ts';
import type { ActionRef, PlayEvents } from '../journal/event.ts';
import type { Module, Stage } from '../model/action-context.ts';
import type { Cast, Part, Troupe } from '../model/handler-resolver.ts';
import type { Session } from '../model/session.ts';
import type { Action } from '../playbook/action.ts';
import { Filter } from '../playbook/filter.ts';
import { expandSnippets } from '../playbook/snippets.ts';
import { interrupted } from './attempt.ts';
import { type Deed, failAction, isInterrupt, performAction, since, stageOf } from './perform-action.ts';

export interface PlayOptions {
  /** What to do with actions that nobody plays: refuse the whole run (the default), or leave them. */
  unknown?: 'error' | 'ignore';
  /** Ends the run: the action that runs is told, and no other starts. */
  signal?: AbortSignal;
}

/** What a run did. */
export interface Tally {
  played: number;
  failed: number;
  skipped: number;
}

/** A module while it plays. */
interface Entry {
  readonly module: Module;
  /** Its actions whose end was not told yet. */
  readonly untold: Set<Action>;
  readonly started: number;
  /** The session params when it began. */
  readonly before: ReadonlyMap<string, string>;
}

/** Plays the actions of one session: prepares, checks that all can be played, then plays in order. */
export class Player {
  readonly tally: Tally = { played: 0, failed: 0, skipped: 0 };
  /** The action that runs, or the one that was interrupted. */
  running: ActionRef | undefined;
  readonly #session: Session;
  readonly #events: PlayEvents;
  readonly #cast: Cast;
  /** How many actions there were when they were prepared last; more of them are prepared anew. */
  #prepared = 0;
  #learned = 0;
  /** The keys of the actions that the journal knows of. */
  #planned = new Set<string>();
  /** The module that plays at present: its `session.play` ends where somebody else's action comes. */
  #current: Entry | undefined;
  #signal: AbortSignal = new AbortController().signal;
  /** Before an action starts: throws when another process took the session over. */
  #guard: () => void = () => undefined;

  constructor(session: Session, events: PlayEvents, cast: Cast) {
    this.#session = session;
    this.#events = events;
    this.#cast = cast;
  }

  /** Begins a run: what ends it, and what is asked before each action. */
  begin(signal: AbortSignal | undefined, guard: () => void, planned: Iterable<string>): void {
    this.#planned = new Set(planned);
    this.running = undefined;
    this.#signal = signal ?? new AbortController().signal;
    this.#guard = guard;
    Object.assign(this.tally, { played: 0, failed: 0, skipped: 0 });
  }

  /** Plays all that is open, also what is added meanwhile. */
  async play({ unknown = 'error' }: PlayOptions): Promise<void> {
    while (await this.#playPresent(unknown));
  }

  /** Plays the actions that are there now; true when more were added meanwhile. */
  async #playPresent(unknown: 'error' | 'ignore'): Promise<boolean> {
    const { playbook } = this.#session;
    await this.prepare();
    const open = playbook.actions.filter(({ done }) => !done);
    await preflight(this.#session, this.#cast, open, unknown);
    const keys = open.map(action => this.#cast.keyOf(action)).filter(key => !this.#planned.has(key));
    for (const key of keys) this.#planned.add(key);
    this.#events.emit({ type: 'planned', actions: open.length, keys });
    await this.#session.save();
    const count = playbook.actions.length;
    for (const action of playbook.find()) {
      const part = action.done ? undefined : this.#cast.partOf(action);
      if (!part) continue;
      await this.#playOne(action, part);
      if (playbook.actions.length !== count) return true;
    }
    return false;
  }

  async #playOne(action: Action, part: Part): Promise<void> {
    this.#mayStart();
    if (!('definition' in part)) return this.#playModule(action, part);
    const { definition } = part;
    const deed = this.#deed(action, readConduct(definition, action.written));
    this.running = deed.ref;
    const result = await performAction(deed, async stage => {
      const params = await readShape(definition.params, action.params, this.#session.environment(action));
      return definition.run(params, stage);
    });
    this.running = undefined;
    this.tally[result === 'done' ? 'played' : 'failed']++;
  }

  /** Whether an action that can tell was done already. */
  async probe(action: Action): Promise<boolean> {
    const part = this.#cast.partOf(action);
    if (!part || !('definition' in part) || !part.definition.check) return false;
    const { params: shape, check } = part.definition;
    this.#fill(action);
    const params = await readShape(shape, action.params, this.#session.environment(action));
    return check(params, this.stage(action));
  }

  /** What an action gets of its session when it is only looked at. */
  stage(action: Action): Stage {
    return stageOf(this.#deed(action, {}), this.#signal);
  }

  #deed(action: Action, conduct: Conduct): Deed {
    const ref = this.#cast.refOf(action);
    const fill = () => this.#fill(action);
    const countFailed = () => void this.tally.failed++;
    const [session, events, signal] = [this.#session, this.#events, this.#signal];
    return { session, events, action, fill, ref, conduct, signal, countFailed };
  }

  /** Learns what is secret in actions that are new, before anything of them is told. */
  learn(): void {
    const { actions } = this.#session.playbook;
    this.#session.learnNames();
    this.#learnFrom(actions.slice(this.#learned));
    this.#learned = actions.length;
  }

  #learnFrom(actions: readonly Action[]): void {
    this.#cast.learn(actions, name => this.#session.valueOf(name));
  }

  /** Puts values in the place of templates; what a secret is filled with is one. */
  #fill(action: Action): void {
    action.fill(name => this.#session.valueOf(name));
    this.#learnFrom([action]);
  }

  /** Plays the actions that prepare, in the order of the text; what they add is met in its place. */
  async prepare(): Promise<void> {
    const { playbook, context } = this.#session;
    if (playbook.actions.length === this.#prepared) return;
    this.#learned = 0;
    let known = 0;
    for (let at = 0; at < playbook.actions.length; at++) {
      this.learn();
      // Snippets serve earlier lines too, so those of a script are there before anything else of it.
      if (playbook.actions.length > known)
        for (const action of playbook.find({ filter: 'core.snippet' })) await this.#prepareOne(action);
      known = playbook.actions.length;
      const action = playbook.actions[at] as Action;
      if (!action.done) await this.#prepareOne(action);
    }
    expandSnippets(playbook.actions, context.snippets);
    for (const action of playbook.actions) this.#cast.keyOf(action);
    this.#prepared = playbook.actions.length;
    this.#learned = 0;
    this.learn();
  }

  async #prepareOne(action: Action): Promise<void> {
    const part = this.#cast.partOf(action);
    if (!part || !('definition' in part) || !part.definition.prepares) return;
    if (this.#session.isRehearsal && !part.definition.rehearses) return;
    this.#cast.check([action], 'error');
    if (action.fullName !== 'core.snippet') expandSnippets([action], this.#session.context.snippets);
    await this.#playOne(action, part);
  }

  async *stream(filter: string): AsyncGenerator<Action, void, void> {
    await this.prepare();
    const matcher = new Filter(filter);
    const entry = this.#current;
    const mine = entry?.module;
    if (entry) this.#tellDone(entry);
    // It says of each action when it starts, so the others are in no doubt.
    if (mine) this.#events.emit({ type: 'left', module: mine.name });
    for (const action of this.#session.playbook.find()) {
      if (action.done) continue;
      if (!matcher.matches(action)) {
        if (mine && this.#isOthers(action, mine)) return;
        continue;
      }
      this.#mayStart();
      yield* this.#handOut(action);
    }
  }

  /** Gives an action to a module; what it does with it until it asks for the next is its playing. */
  async *#handOut(action: Action): AsyncGenerator<Action, void, void> {
    this.#fill(action);
    const ref = this.#cast.refOf(action);
    await this.#events.record({ type: 'started', action: ref, attempt: 1, effect: 'once' });
    const started = stopwatch();
    const before = this.#session.known();
    yield action;
    action.done = true;
    this.#current?.untold.delete(action);
    this.tally.played++;
    const seconds = since(started);
    await this.#events.record({ type: 'done', action: ref, seconds, ...this.#session.learned(before) });
  }

  #isOthers(action: Action, mine: Module): boolean {
    const part = this.#cast.partOf(action);
    return part !== undefined && !('module' in part && part.module === mine);
  }

  async #playModule(action: Action, { module, matcher }: Troupe): Promise<void> {
    const mine = this.#session.playbook.find().filter(open => matcher.matches(open));
    for (const open of mine) this.#fill(open);
    const actions = mine.map(open => this.#cast.refOf(open));
    await this.#events.record({ type: 'entered', module: module.name, actions });
    const entry = { module, untold: new Set(mine), started: stopwatch(), before: this.#session.known() };
    this.#current = entry;
    try {
      await module.play(this.#session);
    } catch (error) {
      const failed = mine.find(({ done }) => !done) ?? action;
      const deed = this.#deed(failed, {});
      entry.untold.delete(failed);
      this.#tellDone(entry);
      if (isInterrupt(error, deed)) throw endOf(error, this.#signal);
      throw await failAction(deed, error, since(entry.started));
    } finally {
      this.#current = undefined;
    }
    this.#tellDone(entry);
    await this.#events.record({ type: 'left', module: module.name });
    if (!action.done) throw leftOpen(module, action);
  }

  /** Tells those that a module played by hand; `stream` tells of its own. What they set is told with the first. */
  #tellDone({ untold, started, before }: Entry): void {
    let learned = this.#session.learned(before);
    for (const action of [...untold].filter(({ done }) => done)) {
      untold.delete(action);
      this.tally.played++;
      this.#events.emit({
        type: 'done',
        action: this.#cast.refOf(action),
        seconds: since(started),
        ...learned,
      });
      learned = {};
    }
  }

  #mayStart(): void {
    if (this.#signal.aborted) throw interrupted(this.#signal);
    this.#guard();
  }
}

/** The error that ends an interrupted run, whatever the module made of the signal. */
function endOf(error: unknown, signal: AbortSignal): unknown {
  const says = isHeroError(error, 'PLAY_INTERRUPTED') || isHeroError(error, 'SYS_FENCED');
  return says ? error : interrupted(signal, error);
}

function leftOpen(module: Module, action: Action): HeroError {
  const message = `the module ${show(module.name)} returned, but left ${show(action.fullName)} (${action.place}) open`;
  return new HeroError('PLAY_NOT_DONE', message, {
    hint: 'set `action.done = true` on each action that it plays',
  });
}
