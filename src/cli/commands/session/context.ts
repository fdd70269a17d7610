import type { Command } from 'commander';
import { listContexts } from '../../../play/index.ts';
import type { Io } from '../../io.ts';
import { homeOf } from '../session-options.ts';

/** Adds `hero context list`. */
export function addContextCommands(program: Command, io: Io): void {
  const context = program
    .command('context')
    .summary('list contexts')
    .description('Lists contexts. Each has its own sessions, configuration and checkouts.');
  context
    .command('list')
    .summary('list the contexts')
    .description('Lists the contexts.')
    .action(async () => {
      for (const name of await listContexts(homeOf(io))) io.out(`${name}\n`);
    });
}
