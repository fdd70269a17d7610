import { type Command, Option } from 'commander';
import { collect, readSetting } from '../session-options.ts';

/** Adds the options of every command that plays. */
export function withPlayOptions(command: Command): Command {
  return command
    .option('-s, --script', 'ask nothing')
    .option('--set <key=value>', 'set a param, or answer a question', readSetting)
    .option('--answers <file>', 'answer questions from a file')
    .option('--allow-include <host/account>', 'let scripts of repositories include from there', collect)
    .option('--take-over', 'take the session from a process that holds it')
    .option('--json', 'print one JSON object a line')
    .addOption(new Option('-q, --quiet', 'print results only').conflicts('verbose'))
    .option('-v, --verbose', 'print more');
}
