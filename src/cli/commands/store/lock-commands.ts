import { resolve } from 'node:path';
import type { Command } from 'commander';
import { HeroError, show, visible } from '../../../base/index.ts';
import { type KeptLock, keptLocks } from '../../../play/context/kept-locks.ts';
import { ownerText } from '../../../sys/owner.ts';
import type { Io } from '../../io.ts';
import { table } from '../../terminal/table.ts';
import { homeOf } from '../session-options.ts';

/** Adds `hero lock list|break`. */
export function addLockCommands(program: Command, io: Io): void {
  const lock = program
    .command('lock')
    .summary('list and break locks')
    .description('Lists and breaks the locks of sessions and databases of all contexts.');
  lock
    .command('list')
    .summary('list locks')
    .description(
      'Lists locks: held by a process, free, or dead when that process is gone; the next one takes it.',
    )
    .action(async () => {
      const locks = await keptLocks(homeOf(io).home);
      const rows = locks.map(each => [[each.name, standing(each)], ownerOf(each)] as const);
      for (const line of table(rows, io.width)) io.out(`${line}\n`);
    });
  lock
    .command('break')
    .summary('free a lock')
    .description('Frees a lock, whoever has it: that process then fails before it writes more.')
    .argument('<name>', 'its name as `hero lock list` has it, or the path of what it guards')
    .option('--force', 'also when its process lives')
    .action(async (name: string, { force }: { force?: true }) => {
      const found = await findLock(name, io);
      if (standing(found) === 'held' && !force) throw held(found);
      await found.break();
    });
}

type Standing = 'held' | 'free' | 'dead';

function standing({ state }: KeptLock): Standing {
  if (state.released) return 'free';
  return state.alive ? 'held' : 'dead';
}

function ownerOf(lock: KeptLock): string {
  if (standing(lock) === 'free') return '';
  const { owner } = lock.state;
  return owner ? visible(ownerText(owner)) : 'by an unknown process: its file is damaged';
}

/** Only what is in the list can be broken, so nothing outside of the home is. */
async function findLock(name: string, io: Io): Promise<KeptLock> {
  const locks = await keptLocks(homeOf(io).home);
  const found = locks.find(lock => lock.name === name) ?? locks.find(({ path }) => path === resolve(name));
  if (found) return found;
  throw new HeroError('CLI_USAGE', `there is no lock ${show(name)}`, { hint: 'see `hero lock list`' });
}

function held(lock: KeptLock): HeroError {
  return new HeroError('SYS_LOCKED', `${show(lock.name)} is in use ${ownedBy(lock)}`, {
    hint: 'end that process, or say `--force`: it then fails before it writes more',
  });
}

function ownedBy(lock: KeptLock): string {
  return lock.state.owner ? `by ${ownerOf(lock)}` : ownerOf(lock);
}
