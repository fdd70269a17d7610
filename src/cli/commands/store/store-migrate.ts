import type { Command } from 'commander';
import { HeroError, show } from '../../../base/index.ts';
import { migrateStore } from '../../../play/index.ts';
import { isStoreDriver } from '../../../store/index.ts';
import type { Io } from '../../io.ts';
import { type ContextOptions, namedContext, withContext } from '../session-options.ts';
import { count } from './store-database.ts';

/** Adds `hero store migrate`. */
export function addStoreMigrate(store: Command, io: Io): void {
  withContext(store.command('migrate').summary('move all databases of a context to another driver'))
    .description('Moves all databases of a context and its sessions: a file for each key, or LMDB.')
    .argument('<driver>', '`files` or `lmdb`')
    .action((driver: string, options: ContextOptions) => migrate(driver, options, io));
}

async function migrate(driver: string, options: ContextOptions, io: Io): Promise<void> {
  if (!isStoreDriver(driver))
    throw new HeroError('CLI_USAGE', `expected \`files\` or \`lmdb\`, but found ${show(driver)}`, {
      hint: 'see `hero store migrate --help`',
    });
  const { databases, keys } = await migrateStore(await namedContext(options, io), driver);
  io.err(`${count(databases, 'database')} with ${count(keys, 'key')} moved\n`);
}
