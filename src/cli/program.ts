import { Command, type CommanderError } from 'commander';
import { HeroError, visible } from '../base/index.ts';
import { version } from '../base/version.ts';
import { addCompletionCommand } from './commands/completion/completion-command.ts';
import { addGitCommands } from './commands/git/git-commands.ts';
import { helpLayout } from './commands/help.ts';
import { addPlanCommands } from './commands/run/plan-command.ts';
import { addResumeCommand } from './commands/run/resume-command.ts';
import { addRunCommand } from './commands/run/run-command.ts';
import { addActorsCommand } from './commands/script/actors-command.ts';
import { addCheckCommand } from './commands/script/check-command.ts';
import { addFindCommand } from './commands/script/find-command.ts';
import { addFmtCommand } from './commands/script/fmt-command.ts';
import { addSessionCommands } from './commands/session/session-commands.ts';
import { addConfigCommands } from './commands/store/config-commands.ts';
import { addLockCommands } from './commands/store/lock-commands.ts';
import { addSecretCommands } from './commands/store/secret-commands.ts';
import { addStoreCommands } from './commands/store/store-commands.ts';
import { exitCodeFrom, exitCodes, Reported } from './errors.ts';
import type { Io } from './io.ts';

/** Reads a command line, does what it says and gives the exit code. */
export function runProgram(argv: readonly string[], io: Io): Promise<number> {
  return exitCodeFrom(async () => {
    await makeProgram(io).parseAsync([...argv], { from: 'user' });
  }, io);
}

/** The commands and their options. What is wrong with a command line is thrown as CLI_USAGE. */
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
  addPlanCommands(program, io);
  addResumeCommand(program, io);
  addCheckCommand(program, io);
  addFmtCommand(program, io);
  addFindCommand(program, io);
  addActorsCommand(program, io);
  addSessionCommands(program, io);
  addConfigCommands(program, io);
  addStoreCommands(program, io);
  addLockCommands(program, io);
  addSecretCommands(program, io);
  addGitCommands(program, io);
  addCompletionCommand(program, io);
  settle(program, 'hero');
  return program;
}

/** Subcommands behave like the program: they throw, and print where it prints. */
function settle(command: Command, name: string): void {
  command.exitOverride(error => {
    throw ending(error, name);
  });
  for (const inner of command.commands)
    settle(inner.copyInheritedSettings(command), `${name} ${inner.name()}`);
}

/** How a command line that runs nothing ends: told already (help, version), or wrong. */
function ending({ code, exitCode, message }: CommanderError, name: string): Error {
  if (exitCode === 0) return new Reported(exitCodes.done);
  if (code === 'commander.help') return new Reported(exitCodes.wrong);
  const [, problem = message, near] = /^error: (.*?)(?:\n\(Did you mean (.*)\?\))?$/s.exec(message) ?? [];
  const hint = near ? `did you mean \`${near}\`?` : `see \`${name} --help\``;
  return new HeroError('CLI_USAGE', reword(visible(problem)), { hint });
}

/** What commander says, as we say it: words in backticks, one sentence without a full stop. */
function reword(problem: string): string {
  return problem
    .replace(/'(.*?)'(?=[\s.]|$)/g, '`$1`')
    .replace('. Expected', ': expected')
    .replace(/\.$/, '');
}
