import type { Command } from 'commander';
import type { Io } from '../../io.ts';
import { addGitClone } from './git-clone.ts';
import { addGitList } from './git-list.ts';
import { addGitPath } from './git-path.ts';

/** Adds `hero git list|clone|path`. */
export function addGitCommands(program: Command, io: Io): void {
  const git = program
    .command('git')
    .summary('list, make and find checkouts of repositories')
    .description('Lists, makes and finds checkouts of repositories below the coderoot of a context.');
  addGitList(git, io);
  addGitClone(git, io);
  addGitPath(git, io);
}
