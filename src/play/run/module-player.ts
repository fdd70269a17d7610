import { HeroError, isHeroError, show } from '../../base/index.ts';
import { stopwatch } from '../../sys/clock.ts';
import { fillTemplatesOf } from '../inspect/inspection.ts';
import type { Module } from '../model/action-context.ts';
import type { ModuleHandler } from '../model/handler-resolver.ts';
import type { Action } from '../playbook/action.ts';
import { Filter } from '../playbook/filter.ts';
import { interrupted } from './attempt.ts';
import { failAction, isInterrupt, since } from './perform-action.ts';
import { changedParams, type PlayParts } from './play-parts.ts';

/** A module that is playing. */
interface ModuleEntry {
  readonly module: Module;
  /** Its actions whose end is not recorded yet. */
  readonly unrecorded: Set<Action>;
  readonly started: number;
}

/** Lets modules play their actions: by hand with `find`, or one by one with `session.play`. */
export class ModulePlayer {
  readonly #parts: PlayParts;
  /** The module that plays now: its `session.play` ends before an action of another handler. */
  #current: ModuleEntry | undefined;

  constructor(parts: PlayParts) {
    this.#parts = parts;
  }

  /** Lets a module play all its open actions. Throws the error of the module, PLAY_NOT_DONE, PLAY_INTERRUPTED. */
  async play(action: Action, { module, matcher }: ModuleHandler): Promise<void> {
    const { playbook, describer, events, state } = this.#parts;
    const mine = playbook.find().filter(open => matcher.matches(open));
    for (const open of mine) fillTemplatesOf(this.#parts, open);
    const actions = mine.map(open => describer.describe(open));
    await events.record({ type: 'entered', module: module.name, actions });
    const entry = { module, unrecorded: new Set(mine), started: stopwatch() };
    state.markUnchanged();
    this.#current = entry;
    try {
      await module.play(this.#parts.session);
    } catch (error) {
      throw await this.#fail(entry, mine.find(({ done }) => !done) ?? action, error);
    } finally {
      this.#current = undefined;
    }
    this.#emitDone(entry);
    await events.record({ type: 'left', module: module.name });
    if (!action.done) throw leftOpen(module, action);
  }

  /** The matching open actions, for `session.play`: each is started, yielded, and done when the next one is requested. */
  async *stream(filter: string): AsyncGenerator<Action, void, void> {
    const { playbook, events, control } = this.#parts;
    const matcher = new Filter(filter);
    const entry = this.#current;
    if (entry) {
      this.#emitDone(entry);
      // From here on each action reports its start, so the others are not in doubt.
      events.emit({ type: 'left', module: entry.module.name });
    }
    for (const action of playbook.find()) {
      if (action.done) continue;
      if (!matcher.matches(action)) {
        if (entry && this.#isOfAnother(action, entry.module)) return;
        continue;
      }
      control.assertMayStart();
      yield* this.#handOut(action);
    }
  }

  /** Gives an action to a module: the action runs until the module asks for the next one. */
  async *#handOut(action: Action): AsyncGenerator<Action, void, void> {
    const { describer, events, control } = this.#parts;
    fillTemplatesOf(this.#parts, action);
    const ref = describer.describe(action);
    await events.record({ type: 'started', action: ref, attempt: 1, effect: 'once' });
    const started = stopwatch();
    yield action;
    action.done = true;
    this.#current?.unrecorded.delete(action);
    control.counts.played++;
    const changed = this.#takeChanges();
    await events.record({ type: 'done', action: ref, seconds: since(started), ...changed });
  }

  #isOfAnother(action: Action, module: Module): boolean {
    const handler = this.#parts.handlers.handlerFor(action);
    return handler !== undefined && !(handler.kind === 'module' && handler.module === module);
  }

  async #fail(entry: ModuleEntry, action: Action, error: unknown): Promise<unknown> {
    const { describer, control } = this.#parts;
    const actionRun = { parts: this.#parts, action, ref: describer.describe(action), policy: {} };
    entry.unrecorded.delete(action);
    this.#emitDone(entry);
    if (isInterrupt(error, actionRun)) return endOf(error, control.signal);
    return failAction(actionRun, error, since(entry.started));
  }

  /** Emits the ends of actions that the module played by hand; the first one has the params that the module set. */
  #emitDone({ unrecorded, started }: ModuleEntry): void {
    const { control, describer, events } = this.#parts;
    for (const action of [...unrecorded].filter(({ done }) => done)) {
      unrecorded.delete(action);
      control.counts.played++;
      const changed = this.#takeChanges();
      events.emit({ type: 'done', action: describer.describe(action), seconds: since(started), ...changed });
    }
  }

  #takeChanges(): ReturnType<typeof changedParams> {
    const changed = changedParams(this.#parts);
    this.#parts.state.markUnchanged();
    return changed;
  }
}

/** The error that ends an interrupted run, even when the module threw another one for the signal. */
function endOf(error: unknown, signal: AbortSignal): unknown {
  const says = isHeroError(error, 'PLAY_INTERRUPTED') || isHeroError(error, 'SYS_FENCED');
  return says ? error : interrupted(signal, error);
}

function leftOpen(module: Module, action: Action): HeroError {
  const message = `the module ${show(module.name)} returned, but ${show(action.fullName)} (${action.place}) is not done`;
  return new HeroError('PLAY_NOT_DONE', message, {
    hint: 'set `action.done = true` on each action that it plays',
  });
}
