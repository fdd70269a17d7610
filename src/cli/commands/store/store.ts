import type { Command } from 'commander';
import type { Io } from '../../io.ts';
import { addStoreBackup } from './store-backup.ts';
import { addStoreCheck } from './store-check.ts';
import { addStoreMigrate } from './store-migrate.ts';
import { addStoreRepair } from './store-repair.ts';
import { addStoreRestore } from './store-restore.ts';
import { addStoreStats } from './store-stats.ts';

/** Adds `hero store check|stats|backup|restore|repair|migrate`. */
export function addStoreCommands(program: Command, io: Io): void {
  const store = program
    .command('store')
    .summary('check, back up and move databases')
    .description(
      'Checks, backs up, restores and moves the databases of a context. Values are never printed.',
    );
  addStoreCheck(store, io);
  addStoreStats(store, io);
  addStoreBackup(store, io);
  addStoreRestore(store, io);
  addStoreRepair(store, io);
  addStoreMigrate(store, io);
}
