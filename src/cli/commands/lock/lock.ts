import type { Command } from 'commander';
import type { Io } from '../../io.ts';
import { addLockBreak } from './lock-break.ts';
import { addLockList } from './lock-list.ts';

/** Adds `hero lock list|break`. */
export function addLockCommands(program: Command, io: Io): void {
  const lock = program
    .command('lock')
    .summary('list and break locks')
    .description('Lists and breaks the locks of sessions and databases of all contexts.');
  addLockList(lock, io);
  addLockBreak(lock, io);
}
