import { HeroError } from '../../../base/index.ts';
import { decodeText, type SessionArgs } from '../../../play/index.ts';
import type { Io } from '../../io.ts';
import { ask } from '../../terminal/ask.ts';
import { configActors } from '../script/config-actors.ts';
import type { PlayCommandOptions } from './play-options.ts';

/** The options of a command that plays or plans a script. */
export interface ScriptOptions extends PlayCommandOptions {
  text?: string;
  url?: string;
  session?: string;
  coderoot?: string;
  pull?: boolean;
  reset?: boolean;
  restart?: boolean;
  priority?: Record<number, string>;
}

/** The arguments for the session of a script. */
export async function sessionArguments(
  path: string | undefined,
  options: ScriptOptions,
  io: Io,
): Promise<SessionArgs> {
  const { session: sessionName, coderoot, pull: gitPull, reset: gitReset, priority } = options;
  return given({
    ...(await commonArguments(options, io)),
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

/** The arguments that all sessions share. */
export async function commonArguments(options: PlayCommandOptions, io: Io): Promise<SessionArgs> {
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

/** Arguments without the undefined ones. */
export function given<T = SessionArgs>(args: Readonly<Record<string, unknown>>): T {
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined)) as T;
}

/** The one script to play. Throws CLI_USAGE when there is none, or more than one. */
async function sourceOf(path: string | undefined, options: ScriptOptions, io: Io): Promise<SessionArgs> {
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
    throw new HeroError('CLI_USAGE', `\`${option}\` needs a repository, but there is no \`--url\``, {
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
