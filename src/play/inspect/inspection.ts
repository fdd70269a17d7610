import type { ReadEnvironment } from '../../action/index.ts';
import type { ActionContext } from '../model/action-context.ts';
import type { ActionDescriber } from '../model/action-describer.ts';
import type { Answers } from '../model/answers.ts';
import type { HandlerResolver } from '../model/handler-resolver.ts';
import type { SessionSecrets } from '../model/session-secrets.ts';
import type { SessionState } from '../model/session-state.ts';
import type { Action } from '../playbook/action.ts';
import type { PlayBook } from '../playbook/playbook.ts';
import type { InspectHost } from './inspect-host.ts';

/** The parts of a session that inspection looks at; the engine has them too, and more. */
export interface Inspection {
  readonly playbook: PlayBook;
  readonly state: SessionState;
  readonly handlers: HandlerResolver;
  readonly describer: ActionDescriber;
  readonly secrets: SessionSecrets;
  readonly answers: Answers;
  readonly host: InspectHost;
  /** True when nothing may be written: actions that prepare are played only when they keep nothing. */
  readonly isRehearsal: boolean;
  /** The context of an action when it is inspected, or prepares in a rehearsal. */
  contextFor(action: Action): ActionContext;
}

/** The environment for reading the params of an action: relative paths start at the folder of its script. */
export function environmentOf({ home, now }: InspectHost, { origin }: Action): ReadEnvironment {
  return { places: { base: origin.folder, home }, now: Math.floor(now()) };
}

/** Replaces the templates of an action; the values of secret params are registered as secrets. */
export function fillTemplatesOf({ state, secrets }: Inspection, action: Action): void {
  const lookUp = (name: string) => state.names.valueOf(name);
  action.fill(lookUp);
  secrets.registerSecrets([action], lookUp);
}
