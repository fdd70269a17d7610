import type { Command } from 'commander';
import type { Io } from '../../io.ts';
import { type ContextOptions, namedContext, withContext } from '../session-options.ts';

/** Adds `hero git list`. */
export function addGitList(git: Command, io: Io): void {
  withContext(
    git
      .command('list')
      .summary('list the checkouts')
      .description('Lists the checkouts.')
      .argument('[filter]', 'a part of the path (default: all)'),
  ).action(async (filter: string | undefined, options: ContextOptions) => {
    const { code } = await namedContext(options, io);
    for (const { path } of await code.list(filter === undefined ? {} : { filter })) io.out(`${path}\n`);
  });
}
