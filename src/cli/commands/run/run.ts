import type { Command } from 'commander';
import type { Io } from '../../io.ts';
import { examplesHelp } from '../help.ts';
import { readPriority, withContext } from '../session-options.ts';
import { withPlayOptions } from './play-options.ts';
import { runScript } from './run-script.ts';
import type { ScriptOptions } from './session-arguments.ts';

const examples = [
  ['hero run deploy.hero', 'play a file'],
  ['hero run docs/', 'play all scripts of a folder'],
  ["hero run -t '!!play.echo hello'", 'play a text'],
  ['hero run -u https://host/account/repo', 'play a repository'],
  ['hero run a.hero --set city=Ghent -s', 'set a param, ask no questions'],
] as const;

/** Adds `hero run`. */
export function addRunCommand(program: Command, io: Io): void {
  const command = program
    .command('run')
    .summary('play a script')
    .description('Plays a script from a path, a text or a repository.')
    .argument('[path]', 'a file, a folder, or `-` for standard input')
    .option('-t, --text <text>', 'play this text')
    .option('-u, --url <url>', 'play the scripts of a git repository');
  withContext(command, 'as the script says')
    .option('--session <name>', 'the session (default: the time)')
    .option('--restart', 'start over if this session did not end')
    .option('--coderoot <dir>', 'the folder for checkouts, kept by the context')
    .option('--pull', 'fetch new commits of the repository of --url')
    .option('--reset', 'throw away local changes in its checkout first')
    .option('--priority <n=filter>', 'play matching actions earlier, 0 first', readPriority);
  withPlayOptions(command)
    .addHelpText('after', examplesHelp(examples, io))
    .action((path: string | undefined, options: ScriptOptions) => runScript(path, options, io));
}
