import { readShape } from '../../action/index.ts';
import type { ActionHandler } from '../model/handler-resolver.ts';
import type { Action } from '../playbook/action.ts';
import { expandSnippets } from '../playbook/snippets.ts';
import { placedError } from './action-error.ts';
import { environmentOf, fillTemplatesOf, type Inspection } from './inspection.ts';
import { checkHandlers } from './preflight.ts';

/** Plays one action that prepares. */
export type PlayPreparing = (action: Action, handler: ActionHandler) => Promise<void>;

/** Plays the actions that prepare, in the order of the text: includes, env, params, snippets. */
export class Preparation {
  readonly #inspection: Inspection;
  readonly #play: PlayPreparing;
  /** The number of actions after the last preparation; further ones are prepared too. */
  #prepared = 0;
  /** The number of actions whose secrets are registered. */
  #registered = 0;

  constructor(inspection: Inspection, play: PlayPreparing = action => playDirectly(inspection, action)) {
    this.#inspection = inspection;
    this.#play = play;
  }

  /** Plays each action that prepares and was not played yet; actions that it adds follow in their place. */
  async prepare(): Promise<void> {
    const { playbook, host, describer } = this.#inspection;
    if (playbook.actions.length === this.#prepared) return;
    this.#registered = 0;
    let known = 0;
    for (let at = 0; at < playbook.actions.length; at++) {
      this.registerSecrets();
      // Snippets apply to earlier lines too, so the snippets of a script come first.
      if (playbook.actions.length > known)
        for (const action of playbook.find({ filter: 'core.snippet' })) await this.#prepareOne(action);
      known = playbook.actions.length;
      const action = playbook.actions[at] as Action;
      if (!action.done) await this.#prepareOne(action);
    }
    expandSnippets(playbook.actions, host.snippets);
    for (const action of playbook.actions) describer.keyOf(action);
    this.#prepared = playbook.actions.length;
    this.#registered = 0;
    this.registerSecrets();
  }

  /** Registers the secrets of new actions, before any event holds them. */
  registerSecrets(): void {
    const { playbook, secrets, state } = this.#inspection;
    secrets.registerValues(state.names.secrets());
    const { actions } = playbook;
    secrets.registerSecrets(actions.slice(this.#registered), name => state.names.valueOf(name));
    this.#registered = actions.length;
  }

  async #prepareOne(action: Action): Promise<void> {
    const { handlers, host, isRehearsal } = this.#inspection;
    const handler = handlers.handlerFor(action);
    if (handler?.kind !== 'action' || !handler.definition.prepares) return;
    if (isRehearsal && !handler.definition.rehearses) return;
    checkHandlers(this.#inspection, [action], 'error');
    if (action.fullName !== 'core.snippet') expandSnippets([action], host.snippets);
    await this.#play(action, handler);
  }
}

/** Plays an action that prepares without events: for a plan. */
async function playDirectly(inspection: Inspection, action: Action): Promise<void> {
  const { handlers, describer, host } = inspection;
  const definition = handlers.definitionFor(action);
  if (!definition) return;
  describer.describe(action);
  try {
    fillTemplatesOf(inspection, action);
    const params = await readShape(definition.params, action.params, environmentOf(host, action));
    const outcome = await definition.run(params, inspection.contextFor(action));
    for (const [key, value] of Object.entries(outcome ?? {})) action.result.set(key, value);
    action.done = true;
  } catch (error) {
    throw placedError(action, error);
  }
}
