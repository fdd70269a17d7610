import { Argument, type Command } from 'commander';
import { HeroError, show } from '../../../base/index.ts';
import type { Io } from '../../io.ts';
import { examplesHelp } from '../help.ts';
import { completionScripts } from './completion-scripts.ts';

const examples = [
  ['source <(hero completion bash)', 'in ~/.bashrc'],
  ['source <(hero completion zsh)', 'in ~/.zshrc'],
  ['hero completion fish | source', 'in ~/.config/fish/config.fish'],
] as const;

const shells = Object.keys(completionScripts);

/** Adds `hero completion`. */
export function addCompletionCommand(program: Command, io: Io): void {
  // The choices are for completion; other words get a message from `readShell`.
  const shell = new Argument('<shell>', 'the name of the shell').choices(shells).argParser(readShell);
  program
    .command('completion')
    .summary('print a script that completes in a shell')
    .description('Prints a script that makes a shell complete commands, options and names.')
    .addArgument(shell)
    .addHelpText('after', examplesHelp(examples, io))
    .action((script: string) => io.out(script));
}

/** The script for a shell. Throws CLI_USAGE. */
function readShell(name: string): string {
  const script = new Map(Object.entries(completionScripts)).get(name);
  if (script !== undefined) return script;
  const wanted = shells.map(each => show(each)).join(', ');
  throw new HeroError('CLI_USAGE', `expected one of ${wanted}, but found ${show(name)}`);
}
