import type { Command } from 'commander';
import type { Io } from '../../io.ts';
import { type DatabaseOptions, databaseOf, withDatabase } from './store-database.ts';

/** Adds `hero store stats`. */
export function addStoreStats(store: Command, io: Io): void {
  withDatabase(store.command('stats').summary('print the size of a database'))
    .description('Prints the driver and the size of a database.')
    .action(async (options: DatabaseOptions) => {
      const { driver, keys, bytes } = await (await databaseOf(options, io)).stats();
      io.out(`driver  ${driver}\nkeys    ${keys}\nbytes   ${bytes}\n`);
    });
}
