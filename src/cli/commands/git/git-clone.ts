import type { Command } from 'commander';
import { HeroError, show } from '../../../base/index.ts';
import type { Io } from '../../io.ts';
import { type ContextOptions, namedContext, withContext } from '../session-options.ts';

interface CloneOptions extends ContextOptions {
  depth?: number;
  pull?: boolean;
  reset?: boolean;
}

/** Adds `hero git clone`. */
export function addGitClone(git: Command, io: Io): void {
  withContext(
    git
      .command('clone')
      .summary('check out a repository')
      .description('Checks out a repository and prints its path.')
      .argument('<url>', 'the repository'),
  )
    .option('--depth <n>', 'commits of a new clone, 0 for all (default: 1)', readDepth)
    .option('--pull', 'fetch new commits')
    .option('--reset', 'throw away local changes first')
    .action(async (url: string, { depth, pull = false, reset = false, ...context }: CloneOptions) => {
      const options = { url, pull, reset, signal: io.signal, ...(depth !== undefined && { depth }) };
      const { path } = await (await namedContext(context, io)).code.code(options);
      io.out(`${path}\n`);
    });
}

/** Throws CLI_USAGE. */
function readDepth(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new HeroError('CLI_USAGE', `expected a whole number after \`--depth\`, but found ${show(text)}`, {
    hint: 'write 0 for all commits',
  });
}
