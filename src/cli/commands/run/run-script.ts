import { type Code, HeroError, isHeroError, isSecretName, Mask, maskError } from '../../../base/index.ts';
import { newSession } from '../../../index.ts';
import {
  decodeText,
  type PlayEvent,
  type RunOptions as PlayOptions,
  type Session,
  type SessionArgs,
} from '../../../play/index.ts';
import { errorJson, exitCodeFrom, exitCodeOf, Reported, reportError } from '../../errors.ts';
import type { Io } from '../../io.ts';
import { ask } from '../../terminal/ask.ts';
import { configActors } from '../script/config-actors.ts';
import { type OutputOptions, runOutput } from './run-output.ts';

/** The options of everything that plays. */
export interface PlaySettings extends OutputOptions {
  context?: string;
  script?: boolean;
  set?: Record<string, string>;
  answers?: string;
  allowInclude?: string[];
  takeOver?: boolean;
}

export interface RunOptions extends PlaySettings {
  text?: string;
  url?: string;
  session?: string;
  coderoot?: string;
  pull?: boolean;
  reset?: boolean;
  restart?: boolean;
  priority?: Record<number, string>;
}

/** Plays a file or folder without any option, and gives the exit code. */
export function runFile(path: string, io: Io): Promise<number> {
  return exitCodeFrom(() => runScript(path, {}, io), io);
}

/** Plays a script in a session of its own and shows what happens. */
export async function runScript(path: string | undefined, options: RunOptions, io: Io): Promise<void> {
  const { restart, session } = options;
  const open = async () => newSession(await openArgs(path, options, io));
  await playShown(open, { ...(restart && { restart }) }, { ...options, isNamed: session !== undefined }, io);
}

/** What the session of a script is opened with. */
export async function openArgs(path: string | undefined, options: RunOptions, io: Io): Promise<SessionArgs> {
  const { session: sessionName, coderoot, pull: gitPull, reset: gitReset, priority } = options;
  return given({
    ...(await commonArgs(options, io)),
    sessionName,
    coderoot,
    gitPull,
    gitReset,
    playbookPriorities: priority,
    signal: io.signal,
    actors: await configActors(io, options.url === undefined ? path : undefined),
    ...(await sourceOf(path, options, io)),
  });
}

/** What every session is opened with. */
export async function commonArgs(options: PlaySettings, io: Io): Promise<SessionArgs> {
  const canAsk = io.isTerminal && !io.env.CI && !options.script;
  return given({
    home: io.env.HERO_HOME,
    contextName: options.context,
    interactive: canAsk,
    ask: canAsk ? ask(io) : undefined,
    answers: options.answers === undefined ? undefined : await readAnswers(options.answers),
    allowInclude: options.allowInclude,
  });
}

/** Arguments without those that nobody gave. */
export function given<T = SessionArgs>(args: Readonly<Record<string, unknown>>): T {
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined)) as T;
}

/** Opens and plays a session, shows what happens, and says how to go on with what did not end. */
export async function playShown(
  open: () => Promise<Session>,
  play: PlayOptions,
  options: PlaySettings & { isNamed?: boolean },
  io: Io,
): Promise<void> {
  const listener = runOutput(io, options);
  const watcher = new Watcher();
  let session: Session | undefined;
  try {
    session = await open();
    session.on(listener);
    session.on(event => watcher.see(event));
    for (const [key, value] of Object.entries(options.set ?? {})) session.params.set(key, value);
    await session.run({ ...play, signal: io.signal, ...(options.takeOver && { takeOver: true }) });
    if (!options.json && !options.quiet) io.err(`${watcher.summary(session, options)}\n`);
  } catch (error) {
    const shown = forCommand(session ? error : withoutSettings(error, options));
    if (options.json) io.out(`${JSON.stringify({ type: 'error', ...errorJson(shown, io) })}\n`);
    else reportError(shown, io);
    // One that was taken over goes on elsewhere.
    if (session && watcher.isOpen && !options.json && !isHeroError(error, 'SYS_FENCED'))
      io.err(`go on with \`${resumeCommand(session, options)}\`\n`);
    throw new Reported(exitCodeOf(shown, io));
  }
}

/** An error with what the command can do about it. */
function forCommand(error: unknown): unknown {
  const hint = isHeroError(error) && error.diagnostics.length === 0 ? hints[error.code] : undefined;
  return isHeroError(error) && hint
    ? new HeroError(error.code, error.message, { cause: error, hint })
    : error;
}

const hints: Partial<Record<Code, string>> = {
  SYS_LOCKED: 'wait for that process or end it, or take the session from it with `--take-over`',
  SYS_FENCED: 'nothing more is played here; what becomes of the session is up to that process',
};

/** An error from before there is a session, which would know what is secret. */
function withoutSettings(error: unknown, { set = {} }: PlaySettings): unknown {
  const secrets = Object.entries(set).filter(([key]) => isSecretName(key));
  return isHeroError(error) ? maskError(error, new Mask(secrets.map(([, value]) => value))) : error;
}

function resumeCommand({ name, context }: Session, { isNamed }: { isNamed?: boolean }): string {
  const place = context.name === 'default' ? '' : ` -c ${context.name}`;
  return `hero resume${isNamed ? ` ${name}` : ''}${place}`;
}

/** Remembers of a run what is said at its end. */
class Watcher {
  /** Whether something was played, and there is more to play. */
  isOpen = false;
  #ended: Extract<PlayEvent, { type: 'ended' }> | undefined;

  see(event: PlayEvent): void {
    if (event.type === 'entered' || (event.type === 'started' && !event.action.prepares)) this.isOpen = true;
    if (event.type !== 'ended') return;
    this.#ended = event;
    if (event.status === 'done') this.isOpen = false;
  }

  summary(session: Session, { verbose }: OutputOptions): string {
    const { played = 0, failed = 0 } = this.#ended ?? {};
    const count = played + failed;
    const words =
      count === 0 ? 'no action to play' : count === 1 ? 'one action played' : `${count} actions played`;
    const tail = failed === 0 ? '' : `, ${failed} failed`;
    const place = verbose ? ` (session ${session.name}, context ${session.context.name})` : '';
    return `${words}${tail}${place}`;
  }
}

/** The one thing to play. Throws CLI_USAGE when there is none, or more than one. */
export async function sourceOf(path: string | undefined, options: RunOptions, io: Io): Promise<SessionArgs> {
  const { text, url, pull, reset } = options;
  const sources = [path, text, url].filter(value => value !== undefined);
  if (sources.length !== 1) {
    const found = sources.length === 0 ? 'nothing' : 'more than one';
    throw new HeroError('CLI_USAGE', `expected one script to play, but found ${found}`, {
      hint: 'write `hero run script.hero`, or see `hero run --help`',
    });
  }
  if (url === undefined && (pull || reset)) {
    const option = pull ? '--pull' : '--reset';
    throw new HeroError('CLI_USAGE', `\`${option}\` is about a repository, but there is no \`--url\``, {
      hint: 'name the repository with `--url`',
    });
  }
  if (text !== undefined) return { playbookText: text };
  if (url !== undefined) return { playbookUrl: url };
  if (path === '-') return { playbookText: decodeText(await io.readInput(), 'stdin') };
  return { playbookPath: path ?? '' };
}

/** The answers of a file: a JSON object, or params as in a script. Throws CLI_USAGE. */
async function readAnswers(path: string): Promise<Record<string, string>> {
  const { readAnswersFile } = await import('./answers-file.ts');
  return readAnswersFile(path);
}
