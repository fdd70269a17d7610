import type { Command } from 'commander';
import { HeroError, show } from '../../../base/index.ts';
import type { KeptLock } from '../../../play/context/kept-locks.ts';
import type { Io } from '../../io.ts';
import { findLock, ownerOf, statusOf } from './find-lock.ts';

/** Adds `hero lock break`. */
export function addLockBreak(lock: Command, io: Io): void {
  lock
    .command('break')
    .summary('free a lock')
    .description('Frees a lock. A running process that holds it fails before its next write.')
    .argument('<name>', 'the name in `hero lock list`, or the path that the lock guards')
    .option('--force', 'break it even while its process runs')
    .action(async (name: string, { force }: { force?: true }) => {
      const found = await findLock(name, io);
      if (statusOf(found) === 'held' && !force) throw held(found);
      await found.break();
    });
}

function held(lock: KeptLock): HeroError {
  const owner = lock.state.owner ? `by ${ownerOf(lock)}` : ownerOf(lock);
  return new HeroError('SYS_LOCKED', `${show(lock.name)} is in use ${owner}`, {
    hint: 'end that process, or pass `--force`: it then fails before its next write',
  });
}
