import type { Command } from 'commander';
import { visible } from '../../../base/index.ts';
import { compareWithBackup, type Db } from '../../../store/index.ts';
import { exitCodes, Reported } from '../../errors.ts';
import type { Io } from '../../io.ts';
import {
  backupDirectory,
  type DatabaseOptions,
  databaseOf,
  faultLine,
  withDatabase,
} from './store-database.ts';

interface CheckOptions extends DatabaseOptions {
  against?: string;
}

/** Adds `hero store check`. */
export function addStoreCheck(store: Command, io: Io): void {
  withDatabase(store.command('check').summary('list the faults of a database'))
    .description('Lists the faults of a database; exit code 1 if there are any.')
    .option('--against <backup>', 'also compare it with a backup')
    .action((options: CheckOptions) => checkDatabase(options, io));
}

async function checkDatabase({ against, ...options }: CheckOptions, io: Io): Promise<void> {
  const db = await databaseOf(options, io);
  const found = (await db.check()).map(faultLine);
  if (against !== undefined) found.push(...(await differences(db, backupDirectory(against))));
  for (const line of found) io.out(`${line}\n`);
  if (found.length > 0) throw new Reported(exitCodes.failed);
  io.err('no faults\n');
}

async function differences(db: Db, backup: string): Promise<string[]> {
  const { missing, extra, changed } = await compareWithBackup(db, backup);
  return [
    ...missing.map(key => `missing: ${visible(key)}`),
    ...extra.map(key => `extra: ${visible(key)}`),
    ...changed.map(key => `changed: ${visible(key)}`),
  ];
}
