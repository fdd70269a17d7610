import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { HeroError, show } from '../../../base/index.ts';
import { type Coderoot, parseGitUrl, resolveLocal, resolveRef } from '../../../git/index.ts';
import type { Io } from '../../io.ts';
import { openContext, type PlaceOptions, withContext } from '../session-options.ts';

interface CloneOptions extends PlaceOptions {
  depth?: number;
  pull?: boolean;
  reset?: boolean;
}

/** Adds `hero git list|clone|path`. */
export function addGitCommands(program: Command, io: Io): void {
  const git = program
    .command('git')
    .summary('list, make and find checkouts of repositories')
    .description('Checkouts of repositories below the coderoot of a context.');
  withContext(
    git
      .command('list')
      .summary('list the checkouts')
      .description('Lists the checkouts.')
      .argument('[filter]', 'a part of the path (default: all)'),
  ).action(async (filter: string | undefined, options: PlaceOptions) => {
    const code = await coderootOf(options, io);
    for (const { path } of await code.list(filter === undefined ? {} : { filter })) io.out(`${path}\n`);
  });
  withContext(
    git
      .command('clone')
      .summary('check a repository out')
      .description('Checks a repository out and prints where.')
      .argument('<url>', 'the repository'),
  )
    .option('--depth <n>', 'commits of a new clone, 0 for all (default: 1)', readDepth)
    .option('--pull', 'fetch what is new')
    .option('--reset', 'throw away local changes first')
    .action(async (url: string, { depth, pull = false, reset = false, ...place }: CloneOptions) => {
      const options = { url, pull, reset, signal: io.signal, ...(depth !== undefined && { depth }) };
      const { path } = await (await coderootOf(place, io)).code(options);
      io.out(`${path}\n`);
    });
  withContext(
    git
      .command('path')
      .summary('print where a URL is checked out')
      .description('Prints where a URL is checked out.')
      .argument('<url>', 'a repository, or a path in one'),
  ).action(async (url: string, options: PlaceOptions) => {
    io.out(`${await pathOf(url, await coderootOf(options, io))}\n`);
  });
}

/** The path of a URL inside its checkout, which must be there. Throws GIT_NO_MATCH. */
async function pathOf(text: string, code: Coderoot): Promise<string> {
  const url = resolveLocal(parseGitUrl(text), { base: process.cwd(), home: homedir() });
  const { provider, account, name } = url;
  const checkout = await code.get({ provider, account, name });
  const { branches, tags } = await checkout.refs();
  return join(checkout.path, resolveRef(url, [...branches, ...tags]).path);
}

async function coderootOf(options: PlaceOptions, io: Io): Promise<Coderoot> {
  return (await openContext(options, io)).code;
}

/** Throws CLI_USAGE. */
function readDepth(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new HeroError('CLI_USAGE', `expected a whole number after \`--depth\`, but found ${show(text)}`, {
    hint: '0 is for all commits',
  });
}
