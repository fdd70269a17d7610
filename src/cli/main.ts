import { existsSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { addConfigCommands } from './config-commands.ts';
import { addFindCommand } from './find-command.ts';
import { addGitCommands } from './git-commands.ts';
import type { Io } from './io.ts';
import { exitCodeOf, exitCodes, reportError } from './report.ts';
import { addRunCommand, Reported } from './run-command.ts';
import { addSessionCommands } from './session-commands.ts';
import { version } from './version.ts';

const examples = `
Examples:
  hero run deploy.hero          play a script
  hero find 'git.*' deploy.hero list what it would do to repositories
  hero show                     print the latest session as a script
  ./deploy.hero                 a script that starts with #!/usr/bin/env hero`;

/** The command: does what `argv` (without node and script) says and gives the exit code. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    await makeProgram(io).parseAsync(isScript(argv[0]) ? ['run', ...argv] : [...argv], { from: 'user' });
    return exitCodes.done;
  } catch (error) {
    if (error instanceof Reported) return error.exitCode;
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.wrong;
    reportError(error, io);
    return exitCodeOf(error);
  }
}

function makeProgram(io: Io): Command {
  const program = new Command('hero')
    .description('play HeroScript: readable actions, found, checked and played in order')
    .version(version)
    .addHelpText('after', examples)
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError('(see `hero --help`)')
    .configureOutput({
      writeOut: text => io.out(text),
      writeErr: text => io.err(text),
      getOutHelpWidth: () => io.width,
      getErrHelpWidth: () => io.width,
    });
  addRunCommand(program, io);
  addFindCommand(program, io);
  addSessionCommands(program, io);
  addConfigCommands(program, io);
  addGitCommands(program, io);
  for (const command of program.commands) settle(command, program);
  return program;
}

/** Subcommands behave like the program: they throw, and print where it prints. */
function settle(command: Command, program: Command): void {
  command.copyInheritedSettings(program);
  for (const inner of command.commands) settle(inner, command);
}

/** `hero deploy.hero` is `hero run deploy.hero`: that is how scripts with a `#!` line are started. */
function isScript(word: string | undefined): boolean {
  return word !== undefined && !word.startsWith('-') && /[./]/.test(word) && existsSync(word);
}
