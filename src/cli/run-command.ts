import type { Command } from 'commander';
import { HeroError } from '../base/index.ts';
import { newSession } from '../index.ts';
import { decodeText, type Session, type SessionArgs } from '../play/index.ts';
import type { Io } from './io.ts';
import { errorJson, exitCodeOf } from './report.ts';
import { type OutputOptions, runOutput } from './run-output.ts';
import { collect, readPriority, readSetting } from './session-options.ts';

interface RunOptions extends OutputOptions {
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

const examples = `
Examples:
  hero run deploy.hero                       play a file
  hero run docs/                             play all scripts of a folder
  hero run -t "!!play.echo content:hello"    play a text
  hero run -u https://host/account/repo      play a repository
  hero run a.hero --set city=Ghent -s        set a param, ask nothing`;

/** Adds `hero run`. */
export function addRunCommand(program: Command, io: Io): void {
  program
    .command('run')
    .description('play a script: a file, a folder, `-` for standard input')
    .argument('[path]', 'the script')
    .option('-t, --text <text>', 'play this text')
    .option('-u, --url <url>', 'play what stands in a git repository')
    .option('-c, --context <name>', 'the context (default: what the script says, else `default`)')
    .option('--session <name>', 'the session (default: the time)')
    .option('--coderoot <dir>', 'where code is checked out; the context keeps it')
    .option('-s, --script', 'ask nothing')
    .option('--pull', 'fetch what is new in the repository of --url')
    .option('--reset', 'throw away local changes in its checkout first')
    .option('--priority <n=filter>', 'play what matches earlier, 0 first', readPriority)
    .option('--set <key=value>', 'set a param of the session', readSetting)
    .option('--allow-include <host/account>', 'let remote scripts include from there', collect)
    .option('--json', 'print one JSON object a line')
    .option('-q, --quiet', 'print results only')
    .option('-v, --verbose', 'print more')
    .addHelpText('after', examples)
    .action((path: string | undefined, options: RunOptions) => run(path, options, io));
}

async function run(path: string | undefined, options: RunOptions, io: Io): Promise<void> {
  const listener = runOutput(io, options);
  let session: Session | undefined;
  try {
    session = await openSession(path, options, io);
    session.on(listener);
    for (const [key, value] of Object.entries(options.set ?? {})) session.params.set(key, value);
    await session.run({ signal: io.signal });
    if (options.json) io.out(`${JSON.stringify({ event: 'ended', status: 'done', ...placeOf(session) })}\n`);
    else if (!options.quiet) io.err(`${summary(session, options)}\n`);
  } catch (error) {
    if (!options.json) throw error;
    io.out(
      `${JSON.stringify({ event: 'ended', status: 'failed', ...placeOf(session), error: errorJson(error) })}\n`,
    );
    throw new Reported(exitCodeOf(error));
  }
}

/** An error that was told already; only its exit code is left to give. */
export class Reported extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super('reported');
    this.exitCode = exitCode;
  }
}

function placeOf(session: Session | undefined): Record<string, string> {
  return session ? { session: session.name, context: session.context.name } : {};
}

function summary(session: Session, { verbose }: RunOptions): string {
  const count = session.playbook.actions.filter(({ done }) => done).length;
  const played = count === 1 ? 'one action played' : `${count} actions played`;
  return verbose ? `${played} (session ${session.name}, context ${session.context.name})` : played;
}

async function openSession(path: string | undefined, options: RunOptions, io: Io): Promise<Session> {
  const { ask } = await import('./ask.ts');
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
async function sourceOf(path: string | undefined, { text, url }: RunOptions, io: Io): Promise<SessionArgs> {
  const given = [path, text, url].filter(value => value !== undefined);
  if (given.length !== 1) {
    const found = given.length === 0 ? 'nothing' : 'more than one';
    throw new HeroError('CLI_USAGE', `expected one script to play, but found ${found}`, {
      hint: 'write `hero run script.hero`, or see `hero run --help`',
    });
  }
  if (text !== undefined) return { playbookText: text };
  if (url !== undefined) return { playbookUrl: url };
  if (path === '-') return { playbookText: decodeText(await io.readInput(), 'stdin') };
  return { playbookPath: path ?? '' };
}
