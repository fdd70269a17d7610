import { type Command, Option } from 'commander';
import { collect, readSetting } from '../session-options.ts';
import type { OutputOptions } from './run-output.ts';

/** The options of every command that plays. */
export interface PlayCommandOptions extends OutputOptions {
  context?: string;
  script?: boolean;
  set?: Record<string, string>;
  answers?: string;
  allowInclude?: string[];
  takeOver?: boolean;
}

/** Adds the options of playing to a command. */
export function withPlayOptions(command: Command): Command {
  return command
    .option('-s, --script', 'ask no questions')
    .option('--set <key=value>', 'set a param, or answer a question', readSetting)
    .option('--answers <file>', 'answer questions from a file')
    .option('--allow-include <host/account>', 'let remote scripts include from this account', collect)
    .option('--take-over', 'take the session from its process')
    .option('--json', 'print one JSON object per line')
    .addOption(new Option('-q, --quiet', 'print results only').conflicts('verbose'))
    .option('-v, --verbose', 'print more');
}
