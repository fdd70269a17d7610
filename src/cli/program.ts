import { Command, type CommanderError } from 'commander';
import { HeroError, visible } from '../base/index.ts';
import { version } from '../base/version.ts';
import { addCompletionCommand } from './commands/completion/completion.ts';
import { addConfigCommands } from './commands/config/config.ts';
import { addGitCommands } from './commands/git/git.ts';
import { helpLayout } from './commands/help.ts';
import { addLockCommands } from './commands/lock/lock.ts';
import { addApplyCommand } from './commands/run/apply.ts';
import { addPlanCommand } from './commands/run/plan.ts';
import { addResumeCommand } from './commands/run/resume.ts';
import { addRunCommand } from './commands/run/run.ts';
import { addActorsCommand } from './commands/script/actors.ts';
import { addCheckCommand } from './commands/script/check.ts';
import { addFindCommand } from './commands/script/find.ts';
import { addFmtCommand } from './commands/script/fmt.ts';
import { addSecretCommands } from './commands/secret/secret.ts';
import { addContextCommands } from './commands/session/context.ts';
import { addSessionCommands } from './commands/session/session.ts';
import { addShowCommand } from './commands/session/show.ts';
import { addStoreCommands } from './commands/store/store.ts';
import { exitCodeFrom, exitCodes, Reported } from './errors.ts';
import type { Io } from './io.ts';

/** Runs a command line and returns its exit code. */
export function runProgram(argv: readonly string[], io: Io): Promise<number> {
  return exitCodeFrom(async () => {
    await makeProgram(io).parseAsync([...argv], { from: 'user' });
  }, io);
}

/** The commands and their options. Throws CLI_USAGE for a wrong command line. */
export function makeProgram(io: Io): Command {
  const program = new Command('hero')
    .usage('[--version] [--help] [command]')
    .description('Plays HeroScript: readable actions, found, checked and played in order.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .configureHelp(helpLayout(io))
    .configureOutput({
      writeOut: text => io.out(text),
      writeErr: text => io.err(text),
      outputError: () => undefined,
      getOutHelpWidth: () => io.width,
      getErrHelpWidth: () => io.width,
    });
  addRunCommand(program, io);
  addPlanCommand(program, io);
  addApplyCommand(program, io);
  addResumeCommand(program, io);
  addCheckCommand(program, io);
  addFmtCommand(program, io);
  addFindCommand(program, io);
  addActorsCommand(program, io);
  addShowCommand(program, io);
  addSessionCommands(program, io);
  addContextCommands(program, io);
  addConfigCommands(program, io);
  addStoreCommands(program, io);
  addLockCommands(program, io);
  addSecretCommands(program, io);
  addGitCommands(program, io);
  addCompletionCommand(program, io);
  inheritSettings(program, 'hero');
  return program;
}

/** Makes a subcommand throw and print like the program. */
function inheritSettings(command: Command, name: string): void {
  command.exitOverride(error => {
    throw endError(error, name);
  });
  for (const inner of command.commands)
    inheritSettings(inner.copyInheritedSettings(command), `${name} ${inner.name()}`);
}

/** The error for a command line that runs nothing: an exit code after help or version, CLI_USAGE for the rest. */
function endError({ code, exitCode, message }: CommanderError, name: string): Error {
  if (exitCode === 0) return new Reported(exitCodes.done);
  if (code === 'commander.help') return new Reported(exitCodes.wrong);
  const [, problem = message, near] = /^error: (.*?)(?:\n\(Did you mean (.*)\?\))?$/s.exec(message) ?? [];
  const hint = near ? `did you mean \`${near}\`?` : `see \`${name} --help\``;
  return new HeroError('CLI_USAGE', reword(visible(problem)), { hint });
}

/** A message of commander in the form of heroplay: words in backticks, one sentence without a full stop. */
function reword(problem: string): string {
  return problem
    .replace(/'(.*?)'(?=[\s.]|$)/g, '`$1`')
    .replace('. Expected', ': expected')
    .replace(/\.$/, '');
}
