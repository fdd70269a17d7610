import type { Command } from 'commander';
import { keptLocks } from '../../../play/context/kept-locks.ts';
import type { Io } from '../../io.ts';
import { homeOf } from '../session-options.ts';
import { ownerOf, statusOf } from './find-lock.ts';

/** Adds `hero lock list`. */
export function addLockList(lock: Command, io: Io): void {
  lock
    .command('list')
    .summary('list locks')
    .description(
      'Lists locks: held by a process, free, or dead when that process has ended; the next process takes a dead lock.',
    )
    .action(() => listLocks(io));
}

async function listLocks(io: Io): Promise<void> {
  const { table } = await import('../../terminal/table.ts');
  const locks = await keptLocks(homeOf(io).home);
  const rows = locks.map(each => [[each.name, statusOf(each)], ownerOf(each)] as const);
  for (const line of table(rows, io.width)) io.out(`${line}\n`);
}
