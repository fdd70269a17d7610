import type { Actor, Ask } from '../../action/index.ts';
import type { Clock } from '../../sys/clock.ts';
import type { InspectHost } from '../inspect/inspect-host.ts';
import { PlayEvents } from '../journal/play-events.ts';
import type { ActionContext, ActorOrModule } from '../model/action-context.ts';
import { ActionDescriber } from '../model/action-describer.ts';
import { Answers } from '../model/answers.ts';
import { HandlerResolver } from '../model/handler-resolver.ts';
import type { Session } from '../model/session.ts';
import { SessionSecrets } from '../model/session-secrets.ts';
import type { SessionState } from '../model/session-state.ts';
import type { Action } from '../playbook/action.ts';
import { ActionOutput } from './action-output.ts';
import { actionContextOf } from './perform-action.ts';
import { type PlayParts, RunControl } from './play-parts.ts';
import { Player } from './player.ts';

export interface EngineOptions {
  readonly session: Session;
  readonly state: SessionState;
  readonly clock: Clock;
  /** Actors and modules of the program; they win over built-in ones. */
  readonly given: readonly ActorOrModule[];
  readonly builtins: readonly Actor<ActionContext>[];
  /** Answers to questions, by their ids. */
  readonly answers: Readonly<Record<string, string>>;
  /** Asks a person; undefined when the run cannot ask. */
  readonly ask: Ask | undefined;
  readonly host: InspectHost;
}

/** All parts of a session that play it: state, events, handlers, player. */
export interface Engine extends PlayParts {
  readonly events: PlayEvents;
  readonly player: Player;
}

/** Makes the engine of a session. */
export function makeEngine(options: EngineOptions): Engine {
  const { session, state, clock, given, builtins } = options;
  const { playbook, isRehearsal } = session;
  const events = new PlayEvents(() => new Date(clock() * 1000).toISOString());
  const handlers = new HandlerResolver(given, builtins);
  const parts: PlayParts = {
    session,
    state,
    playbook,
    isRehearsal,
    events,
    handlers,
    describer: new ActionDescriber(handlers, events.mask),
    secrets: new SessionSecrets(handlers, events.mask),
    answers: new Answers({
      events,
      given: options.answers,
      param: id => (state.params.exists(id) ? state.params.get(id) : undefined),
      environment: process.env,
      ask: options.ask,
    }),
    host: options.host,
    control: new RunControl(),
    contextFor: action => inspectionContext(parts, action),
  };
  return { ...parts, events, player: new Player(parts) };
}

/** The context of an action that is only inspected. */
function inspectionContext(parts: PlayParts, action: Action): ActionContext {
  const ref = parts.describer.describe(action);
  const output = new ActionOutput(parts.events, ref);
  return actionContextOf(parts, action, ref, output, parts.control.signal);
}
