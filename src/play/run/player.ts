import { readPolicy, readShape } from '../../action/index.ts';
import { environmentOf, fillTemplatesOf } from '../inspect/inspection.ts';
import { preflight } from '../inspect/preflight.ts';
import { Preparation } from '../inspect/preparation.ts';
import type { ActionHandler, Handler } from '../model/handler-resolver.ts';
import type { PlayOptions } from '../model/run-options.ts';
import type { Action } from '../playbook/action.ts';
import { ModulePlayer } from './module-player.ts';
import { performAction } from './perform-action.ts';
import type { PlayParts } from './play-parts.ts';

/** Plays the actions of a session: prepares, runs the preflight, then plays in order. */
export class Player {
  readonly #parts: PlayParts;
  readonly #preparation: Preparation;
  readonly #modules: ModulePlayer;
  /** The keys of the actions in the journal. */
  #planned = new Set<string>();

  constructor(parts: PlayParts) {
    this.#parts = parts;
    this.#modules = new ModulePlayer(parts);
    this.#preparation = new Preparation(parts, (action, handler) => this.#playAction(action, handler));
  }

  /** Starts a run: `planned` are the keys of actions that its journal already has. */
  begin(signal: AbortSignal | undefined, guard: () => void, planned: Iterable<string>): void {
    this.#planned = new Set(planned);
    this.#parts.control.begin(signal, guard);
  }

  /** Plays the actions that prepare, in the order of the text. */
  prepare(): Promise<void> {
    return this.#preparation.prepare();
  }

  /** Registers the secrets of new actions, before any event holds them. */
  registerSecrets(): void {
    this.#preparation.registerSecrets();
  }

  /** Plays all open actions, including those that are added during the run. */
  async play({ unknown = 'error' }: PlayOptions): Promise<void> {
    while (await this.#playPresent(unknown));
  }

  /** Plays the present actions; true when an action added more. */
  async #playPresent(unknown: 'error' | 'ignore'): Promise<boolean> {
    const { playbook, describer, events, handlers, session } = this.#parts;
    await this.prepare();
    const open = playbook.actions.filter(({ done }) => !done);
    await preflight(this.#parts, open, unknown);
    const keys = open.map(action => describer.keyOf(action)).filter(key => !this.#planned.has(key));
    for (const key of keys) this.#planned.add(key);
    events.emit({ type: 'planned', actions: open.length, keys });
    await session.save();
    const count = playbook.actions.length;
    for (const action of playbook.find()) {
      const handler = action.done ? undefined : handlers.handlerFor(action);
      if (!handler) continue;
      await this.#playOne(action, handler);
      if (playbook.actions.length !== count) return true;
    }
    return false;
  }

  async #playOne(action: Action, handler: Handler): Promise<void> {
    if (handler.kind === 'action') return this.#playAction(action, handler);
    this.#parts.control.assertMayStart();
    await this.#modules.play(action, handler);
  }

  async #playAction(action: Action, { definition }: ActionHandler): Promise<void> {
    const { control, describer, host } = this.#parts;
    control.assertMayStart();
    const policy = readPolicy(definition, action.written);
    const ref = describer.describe(action);
    control.running = ref;
    const result = await performAction({ parts: this.#parts, action, ref, policy }, async actionContext => {
      const params = await readShape(definition.params, action.params, environmentOf(host, action));
      return definition.run(params, actionContext);
    });
    control.running = undefined;
    control.counts[result === 'done' ? 'played' : 'failed']++;
  }

  /** True when an action that can check it was done already. */
  async probe(action: Action): Promise<boolean> {
    const definition = this.#parts.handlers.definitionFor(action);
    if (!definition?.check) return false;
    fillTemplatesOf(this.#parts, action);
    const environment = environmentOf(this.#parts.host, action);
    const params = await readShape(definition.params, action.params, environment);
    return definition.check(params, this.#parts.contextFor(action));
  }

  /** The matching open actions, for `session.play`. */
  async *stream(filter: string): AsyncGenerator<Action, void, void> {
    await this.prepare();
    yield* this.#modules.stream(filter);
  }
}
