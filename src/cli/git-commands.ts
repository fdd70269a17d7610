import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { type Coderoot, parseGitUrl, resolveLocal, resolveRef } from '../git/index.ts';
import { Context } from '../play/index.ts';
import type { Io } from './io.ts';
import { type PlaceOptions, withContext } from './session-options.ts';

interface CloneOptions extends PlaceOptions {
  depth?: number;
  pull?: boolean;
  reset?: boolean;
}

/** Adds `hero git list|clone|path`. */
export function addGitCommands(program: Command, io: Io): void {
  const git = program.command('git').description('checkouts below the coderoot of a context');
  withContext(
    git.command('list').description('list the checkouts').argument('[filter]', 'a part of the path'),
  ).action(async (filter: string | undefined, options: PlaceOptions) => {
    const code = await coderootOf(options, io);
    for (const { path } of await code.list(filter === undefined ? {} : { filter })) io.out(`${path}\n`);
  });
  withContext(git.command('clone').description('check a repository out and print where').argument('<url>'))
    .option('--depth <n>', 'commits of a new clone, 0 for all (default: 1)', readDepth)
    .option('--pull', 'fetch what is new')
    .option('--reset', 'throw away local changes first')
    .action(async (url: string, { depth, pull = false, reset = false, ...place }: CloneOptions) => {
      const options = { url, pull, reset, signal: io.signal, ...(depth !== undefined && { depth }) };
      const { path } = await (await coderootOf(place, io)).code(options);
      io.out(`${path}\n`);
    });
  withContext(git.command('path').description('print where a URL is checked out').argument('<url>')).action(
    async (url: string, options: PlaceOptions) => {
      io.out(`${await pathOf(url, await coderootOf(options, io))}\n`);
    },
  );
}

/** The path of a URL inside its checkout, which must be there. Throws GIT_NO_MATCH. */
async function pathOf(text: string, code: Coderoot): Promise<string> {
  const url = resolveLocal(parseGitUrl(text), { base: process.cwd(), home: homedir() });
  const { provider, account, name } = url;
  const checkout = await code.get({ provider, account, name });
  const { branches, tags } = await checkout.refs();
  return join(checkout.path, resolveRef(url, [...branches, ...tags]).path);
}

async function coderootOf({ context = 'default' }: PlaceOptions, io: Io): Promise<Coderoot> {
  const opened = await Context.open(
    context,
    io.env.HERO_HOME === undefined ? {} : { home: io.env.HERO_HOME },
  );
  return opened.code;
}

function readDepth(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number');
}
