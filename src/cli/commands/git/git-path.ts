import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { type Coderoot, parseGitUrl, resolveLocal, resolveRef } from '../../../git/index.ts';
import type { Io } from '../../io.ts';
import { type ContextOptions, namedContext, withContext } from '../session-options.ts';

/** Adds `hero git path`. */
export function addGitPath(git: Command, io: Io): void {
  withContext(
    git
      .command('path')
      .summary('print the path of a URL in its checkout')
      .description('Prints the path of a URL in its checkout.')
      .argument('<url>', 'a repository, or a path in one'),
  ).action(async (url: string, options: ContextOptions) => {
    io.out(`${await pathOf(url, (await namedContext(options, io)).code)}\n`);
  });
}

/** The path of a URL inside its checkout. Throws GIT_NO_MATCH when there is none. */
async function pathOf(text: string, code: Coderoot): Promise<string> {
  const url = resolveLocal(parseGitUrl(text), { base: process.cwd(), home: homedir() });
  const { provider, account, name } = url;
  const checkout = await code.get({ provider, account, name });
  const { branches, tags } = await checkout.refs();
  return join(checkout.path, resolveRef(url, [...branches, ...tags]).path);
}
