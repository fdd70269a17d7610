import type { Params } from '../../params/index.ts';
import type { ActorOrModule } from '../model/action-context.ts';
import type { Action } from '../playbook/action.ts';
import type { IncludeTarget, LoadedScript, UseTarget } from '../playbook/playbook-source.ts';

/**
 * The parts of the machine that inspection needs. Inspection itself imports nothing of Node, so an editor or a page can
 * call it with its own host.
 */
export interface InspectHost {
  /** The time, in seconds since the epoch. */
  now(): number;
  /** The home directory that `~` stands for. */
  readonly home: string;
  /** The name of the context. */
  readonly context: string;
  /** The params of the context: templates may name them. */
  contextParams(): Params;
  /** The params of snippets, by name; `core.snippet` adds to them. */
  readonly snippets: ReadonlyMap<string, Params>;
  /**
   * Reads the scripts that an include names. Throws PLAY_PATH_NOT_FOUND, GIT_*, and PLAY_INCLUDE_REFUSED for what the
   * script of the action may not reach.
   */
  loadScripts(action: Action, target: IncludeTarget): Promise<readonly LoadedScript[]>;
  /**
   * Loads the actors and modules of a file: this runs its code, so the host decides whether it trusts the script of the
   * action. Throws PLAY_USE_REFUSED, PLAY_ACTORS_FILE.
   */
  loadActors(action: Action, target: UseTarget): Promise<readonly ActorOrModule[]>;
}
