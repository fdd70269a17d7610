import { HeroError } from '../base/index.ts';
import { newSession } from '../index.ts';
import { decodeText, type Session, type SessionArgs } from '../play/index.ts';
import { ask } from './ask.ts';
import type { Io } from './io.ts';
import { errorJson, exitCodeFrom, exitCodeOf, Reported } from './report.ts';
import { type OutputOptions, runOutput } from './run-output.ts';

export interface RunOptions extends OutputOptions {
  text?: string;
  url?: string;
  context?: string;
  session?: string;
  coderoot?: string;
  script?: boolean;
  pull?: boolean;
  reset?: boolean;
  priority?: Record<number, string>;
  set?: Record<string, string>;
  allowInclude?: string[];
}

/** Plays a file or folder without any option, and gives the exit code. */
export function runFile(path: string, io: Io): Promise<number> {
  return exitCodeFrom(() => runScript(path, {}, io), io);
}

/** Plays a script in a session of its own and shows what happens. */
export async function runScript(path: string | undefined, options: RunOptions, io: Io): Promise<void> {
  const listener = runOutput(io, options);
  let session: Session | undefined;
  try {
    session = await openSession(path, options, io);
    session.on(listener);
    for (const [key, value] of Object.entries(options.set ?? {})) session.params.set(key, value);
    await session.run({ signal: io.signal });
    if (options.json) io.out(ended('done', session));
    else if (!options.quiet) io.err(`${summary(session, options)}\n`);
  } catch (error) {
    if (!options.json) throw error;
    io.out(ended('failed', session, { error: errorJson(error, io) }));
    throw new Reported(exitCodeOf(error, io));
  }
}

/** The last line of `--json`; there is no session when none could be opened. */
function ended(status: 'done' | 'failed', session: Session | undefined, more: object = {}): string {
  const place = session && { session: session.name, context: session.context.name };
  return `${JSON.stringify({ event: 'ended', status, ...place, ...more })}\n`;
}

function summary(session: Session, { verbose }: RunOptions): string {
  const count = session.playbook.actions.filter(({ done }) => done).length;
  const played =
    count === 0 ? 'no action to play' : count === 1 ? 'one action played' : `${count} actions played`;
  return verbose ? `${played} (session ${session.name}, context ${session.context.name})` : played;
}

async function openSession(path: string | undefined, options: RunOptions, io: Io): Promise<Session> {
  const canAsk = io.isTerminal && !io.env.CI && !options.script;
  const given: Record<string, unknown> = {
    home: io.env.HERO_HOME,
    contextName: options.context,
    sessionName: options.session,
    coderoot: options.coderoot,
    interactive: canAsk,
    ask: canAsk ? ask(io) : undefined,
    gitPull: options.pull,
    gitReset: options.reset,
    playbookPriorities: options.priority,
    allowInclude: options.allowInclude,
    ...(await sourceOf(path, options, io)),
  };
  return newSession(
    Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as SessionArgs,
  );
}

/** The one thing to play. Throws CLI_USAGE when there is none, or more than one. */
async function sourceOf(path: string | undefined, options: RunOptions, io: Io): Promise<SessionArgs> {
  const { text, url, pull, reset } = options;
  const given = [path, text, url].filter(value => value !== undefined);
  if (given.length !== 1) {
    const found = given.length === 0 ? 'nothing' : 'more than one';
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
