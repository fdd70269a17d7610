import type { Command } from 'commander';
import { exitCodes, Reported } from '../../errors.ts';
import type { Io } from '../../io.ts';
import { type DatabaseOptions, databaseOf, faultLine, withDatabase } from './store-database.ts';

/** Adds `hero store repair`. */
export function addStoreRepair(store: Command, io: Io): void {
  withDatabase(store.command('repair').summary('remove the remains of killed writers'))
    .description('Repairs all faults that can be repaired without loss; exit code 1 if faults are left.')
    .action((options: DatabaseOptions) => repairDatabase(options, io));
}

async function repairDatabase(options: DatabaseOptions, io: Io): Promise<void> {
  const db = await databaseOf(options, io);
  for (const fault of await db.repair()) io.err(`repaired: ${faultLine(fault)}\n`);
  const left = await db.check();
  for (const fault of left) io.out(`${faultLine(fault)}\n`);
  if (left.length > 0) throw new Reported(exitCodes.failed);
}
