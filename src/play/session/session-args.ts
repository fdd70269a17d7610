import type { Actor, Ask } from '../../action/index.ts';
import { HeroError } from '../../base/index.ts';
import type { Clock } from '../../sys/clock.ts';
import type { Context } from '../context/context.ts';
import type { ActionContext, ActorOrModule } from '../model/action-context.ts';
import type { Session } from '../model/session.ts';
import type { PlaybookSource } from '../playbook/playbook-source.ts';
import type { PriorityMap } from '../playbook/priorities.ts';

/** The arguments of `newSession`. */
export interface SessionArgs {
  /** The context of the session; not together with `contextName`, `coderoot` or `home`. */
  context?: Context;
  /** An open session to continue; only a playbook, its priorities and `run` may be given with it. */
  session?: Session;
  /** Default: the one that the script configures, else `default`. */
  contextName?: string;
  /** Default: the one that the script defines, else the time, with `_2`, `_3` when that is taken. */
  sessionName?: string;
  /** True when a person may be asked. Default true. */
  interactive?: boolean;
  /** The folder for checkouts; the context keeps it. */
  coderoot?: string;
  playbookUrl?: string;
  playbookPath?: string;
  playbookText?: string;
  playbookPriorities?: PriorityMap;
  /** Fetch new commits of the repository of `playbookUrl`. */
  gitPull?: boolean;
  /** Throw away local changes of its checkout first. */
  gitReset?: boolean;
  /** Write nothing, now or later: for a session that is only planned. */
  rehearsal?: boolean;
  /** True to play the playbook too. Default false. */
  run?: boolean;
  /** Continue the kept session `sessionName`: its scripts are read again from their sources. */
  resume?: boolean;
  /** Answers to questions, by their ids. */
  answers?: Readonly<Record<string, string>>;
  /** The directory of contexts. Default `$HERO_HOME`, or `~/hero`. */
  home?: string;
  /** Modules and actors of the program; they win over built-in ones. */
  actors?: readonly ActorOrModule[];
  /** Asks a person. Without it questions have only their defaults. */
  ask?: Ask;
  /** Returns the time, in seconds since the epoch. Default: the clock of the machine. */
  clock?: Clock;
  /** `HOST/ACCOUNT`s that a remote script may include from. */
  allowInclude?: readonly string[];
  /** Ends the checkout of `playbookUrl`. `run` has its own signal. */
  signal?: AbortSignal;
}

/** The built-in actors: passed in, so that the engine does not depend on them. */
export type Builtins = readonly Actor<ActionContext>[];

/** Arguments that exclude each other: the first of a row with each of the others. */
const contradictions: readonly (readonly [keyof SessionArgs, ...(keyof SessionArgs)[]])[] = [
  ['session', 'context', 'contextName', 'sessionName', 'coderoot', 'home'],
  ['session', 'interactive', 'actors', 'ask', 'answers', 'clock', 'allowInclude', 'resume'],
  ['context', 'contextName', 'coderoot', 'home'],
  ['playbookPath', 'playbookUrl', 'playbookText'],
  ['playbookText', 'playbookUrl'],
  ['resume', 'playbookPath', 'playbookUrl', 'playbookText'],
];

/** Throws PLAY_BAD_ARGUMENTS for arguments that exclude each other. */
export function refuseContradictions(args: SessionArgs): void {
  const given = (key: keyof SessionArgs) => args[key] !== undefined;
  for (const [first, ...others] of contradictions) {
    const other = others.find(given);
    if (given(first) && other)
      throw new HeroError('PLAY_BAD_ARGUMENTS', `\`${first}\` and \`${other}\` cannot be given together`);
  }
  if (given('coderoot') && args.contextName === '') {
    throw new HeroError('PLAY_BAD_ARGUMENTS', '`coderoot` needs a `contextName`: it belongs to a context');
  }
}

/** The source of the playbook; undefined when no script is given. */
export function sourceOf(args: SessionArgs): PlaybookSource | undefined {
  const { playbookUrl: url, playbookPath: path, playbookText: text, gitPull, gitReset } = args;
  if (url === undefined && path === undefined && text === undefined) return undefined;
  const given = Object.entries({ url, path, text, gitPull, gitReset }).filter(
    ([, value]) => value !== undefined,
  );
  return Object.fromEntries(given);
}
