import type { Command } from 'commander';
import { HeroError, show } from '../../../base/index.ts';
import { checkBackup, type Db, restoreStore } from '../../../store/index.ts';
import type { Io } from '../../io.ts';
import { backupDirectory, count, type DatabaseOptions, databaseOf, withDatabase } from './store-database.ts';

interface RestoreOptions extends DatabaseOptions {
  yes?: true;
}

/** Adds `hero store restore`. */
export function addStoreRestore(store: Command, io: Io): void {
  withDatabase(store.command('restore').summary('replace a database with a backup'))
    .description('Replaces all keys of a database with those of a backup, once the backup is verified.')
    .argument('<dir>', 'the backup')
    .option('--yes', 'restore even if the database has keys, which are lost')
    .action((directory: string, options: RestoreOptions) => restore(directory, options, io));
}

async function restore(directory: string, { yes, ...options }: RestoreOptions, io: Io): Promise<void> {
  const db = await databaseOf(options, io);
  await checkBackup(backupDirectory(directory));
  const keys = (await db.keys()).length;
  if (keys > 0 && !yes) throw notEmpty(db, keys);
  io.err(`${count(await restoreStore(db, backupDirectory(directory)), 'key')} restored\n`);
}

function notEmpty({ name }: Db, keys: number): HeroError {
  const message = `the database ${show(name)} has ${count(keys, 'key')}, which a restore replaces`;
  return new HeroError('CLI_USAGE', message, {
    hint: 'keep them with `hero store backup`, then pass `--yes`',
  });
}
