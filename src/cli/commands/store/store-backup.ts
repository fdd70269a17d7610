import type { Command } from 'commander';
import { HeroError } from '../../../base/index.ts';
import { backupStore } from '../../../store/index.ts';
import type { Io } from '../../io.ts';
import { backupDirectory, count, type DatabaseOptions, databaseOf, withDatabase } from './store-database.ts';

/** Adds `hero store backup`. */
export function addStoreBackup(store: Command, io: Io): void {
  withDatabase(store.command('backup').summary('write a database to a new directory'))
    .description('Writes all keys and values of a database to a new directory, with their hashes.')
    .argument('<dir>', 'the new directory')
    .action((directory: string, options: DatabaseOptions) => backup(directory, options, io));
}

async function backup(directory: string, options: DatabaseOptions, io: Io): Promise<void> {
  const { signal } = io;
  const writing = backupStore(await databaseOf(options, io), backupDirectory(directory), { signal });
  const { keys } = await writing.catch(error => {
    throw signal.aborted
      ? new HeroError('PLAY_INTERRUPTED', 'no backup was written', { cause: error })
      : error;
  });
  io.err(`${count(keys, 'key')} written\n`);
}
