import type { Command } from 'commander';
import { HeroError, show, visible } from '../../../base/index.ts';
import { sealedName } from '../../../play/context/databases.ts';
import { typedPath } from '../../../play/context/home.ts';
import { type Context, migrateStore } from '../../../play/index.ts';
import {
  backupStore,
  checkBackup,
  compareWithBackup,
  type Db,
  isStoreDriver,
  restoreStore,
  type StoreFault,
} from '../../../store/index.ts';
import { exitCodes, Reported } from '../../errors.ts';
import type { Io } from '../../io.ts';
import { openContext, type PlaceOptions, withContext } from '../session-options.ts';

interface StoreOptions extends PlaceOptions {
  db?: string;
}

/** Adds `hero store check|stats|backup|restore|repair|migrate`. */
export function addStoreCommands(program: Command, io: Io): void {
  const store = program
    .command('store')
    .summary('check, back up and move databases')
    .description(
      'Checks, backs up, restores and moves the databases of a context. Values are never printed.',
    );
  addCheck(store, io);
  addStats(store, io);
  addBackup(store, io);
  addRestore(store, io);
  addRepair(store, io);
  addMigrate(store, io);
}

function addCheck(store: Command, io: Io): void {
  withDatabase(store.command('check').summary('say what is wrong in a database'))
    .description('Says what is not as it was written; exit code 1 when there is something.')
    .option('--against <backup>', 'compare it with a backup, too')
    .action(async ({ against, ...options }: StoreOptions & { against?: string }) => {
      const db = await databaseOf(options, io);
      const found = (await db.check()).map(faultLine);
      if (against !== undefined) found.push(...(await differences(db, typedPath(against))));
      for (const line of found) io.out(`${line}\n`);
      if (found.length > 0) throw new Reported(exitCodes.failed);
      io.err('nothing is wrong\n');
    });
}

function addBackup(store: Command, io: Io): void {
  withDatabase(store.command('backup').summary('write a database to a new directory'))
    .description('Writes all keys and values of a database to a new directory, with their hashes.')
    .argument('<dir>', 'where it is written')
    .action(async (directory: string, options: StoreOptions) => {
      const { signal } = io;
      const writing = backupStore(await databaseOf(options, io), placed(directory), { signal });
      const { keys } = await writing.catch(error => {
        throw signal.aborted
          ? new HeroError('PLAY_INTERRUPTED', 'no backup was written', { cause: error })
          : error;
      });
      io.err(`${count(keys, 'key')} written\n`);
    });
}

function addRestore(store: Command, io: Io): void {
  withDatabase(store.command('restore').summary('put a backup in the place of a database'))
    .description('Puts the content of a backup in the place of all that a database has, once it is verified.')
    .argument('<dir>', 'the backup')
    .option('--yes', 'also when the database has keys, which are lost')
    .action(async (directory: string, { yes, ...options }: StoreOptions & { yes?: true }) => {
      const db = await databaseOf(options, io);
      await checkBackup(placed(directory));
      const keys = (await db.keys()).length;
      if (keys > 0 && !yes) throw notEmpty(db, keys);
      io.err(`${count(await restoreStore(db, placed(directory)), 'key')} restored\n`);
    });
}

function addRepair(store: Command, io: Io): void {
  withDatabase(store.command('repair').summary('take away what killed writers left'))
    .description('Mends what can be mended without a loss; exit code 1 when something else is wrong.')
    .action(async (options: StoreOptions) => {
      const db = await databaseOf(options, io);
      for (const fault of await db.repair()) io.err(`mended: ${faultLine(fault)}\n`);
      const left = await db.check();
      for (const fault of left) io.out(`${faultLine(fault)}\n`);
      if (left.length > 0) throw new Reported(exitCodes.failed);
    });
}

function addMigrate(store: Command, io: Io): void {
  withContext(store.command('migrate').summary('keep all databases of a context in another way'))
    .description('Moves all databases of a context and its sessions: a file for each key, or LMDB.')
    .argument('<driver>', '`files` or `lmdb`')
    .action(async (driver: string, options: PlaceOptions) => {
      if (!isStoreDriver(driver))
        throw new HeroError('CLI_USAGE', `expected \`files\` or \`lmdb\`, but found ${show(driver)}`, {
          hint: 'see `hero store migrate --help`',
        });
      const { databases, keys } = await migrateStore(await openContext(options, io), driver);
      io.err(`${count(databases, 'database')} with ${count(keys, 'key')} moved\n`);
    });
}

function addStats(store: Command, io: Io): void {
  withDatabase(store.command('stats').summary('say how large a database is'))
    .description('Says how a database is kept, and how large it is.')
    .action(async (options: StoreOptions) => {
      const { driver, keys, bytes } = await (await databaseOf(options, io)).stats();
      io.out(`driver  ${driver}\nkeys    ${keys}\nbytes   ${bytes}\n`);
    });
}

function withDatabase(command: Command): Command {
  return withContext(command).option('--db <name>', 'the database (default: `config`)');
}

async function databaseOf({ db, ...place }: StoreOptions, io: Io): Promise<Db> {
  const context: Context = await openContext(place, io);
  if (db === sealedName) return context.sealedFiles();
  return db === undefined ? context.configDb() : context.db(db);
}

/** An empty word is a variable that was not set, and not the working directory. */
function placed(directory: string): string {
  if (directory !== '') return typedPath(directory);
  throw new HeroError('CLI_USAGE', 'the directory of the backup is empty', { hint: 'name one' });
}

async function differences(db: Db, backup: string): Promise<string[]> {
  const { missing, extra, changed } = await compareWithBackup(db, backup);
  return [
    ...missing.map(key => `missing: ${visible(key)}`),
    ...extra.map(key => `extra: ${visible(key)}`),
    ...changed.map(key => `changed: ${visible(key)}`),
  ];
}

function faultLine({ what, key }: StoreFault): string {
  return key === undefined ? visible(what) : `${visible(key)}: ${visible(what)}`;
}

function notEmpty({ name }: Db, keys: number): HeroError {
  const message = `the database ${show(name)} has ${count(keys, 'key')}, which a restore replaces`;
  return new HeroError('CLI_USAGE', message, {
    hint: 'say `--yes` when they may go; `hero store backup` keeps them',
  });
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
