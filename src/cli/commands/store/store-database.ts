import type { Command } from 'commander';
import { HeroError, visible } from '../../../base/index.ts';
import { sealedName } from '../../../play/context/databases.ts';
import { typedPath } from '../../../play/context/home.ts';
import type { Db, StoreFault } from '../../../store/index.ts';
import type { Io } from '../../io.ts';
import { type ContextOptions, namedContext, withContext } from '../session-options.ts';

/** The options of a command about one database. */
export interface DatabaseOptions extends ContextOptions {
  db?: string;
}

/** Adds `--context` and `--db` to a command. */
export function withDatabase(command: Command): Command {
  return withContext(command).option('--db <name>', 'the database (default: `config`)');
}

/** Opens the database that the options name. */
export async function databaseOf({ db, ...options }: DatabaseOptions, io: Io): Promise<Db> {
  const context = await namedContext(options, io);
  if (db === sealedName) return context.sealedFiles();
  return db === undefined ? context.configDb() : context.db(db);
}

/** The directory of a backup. An empty word is an unset variable, not the working directory. Throws CLI_USAGE. */
export function backupDirectory(directory: string): string {
  if (directory !== '') return typedPath(directory);
  throw new HeroError('CLI_USAGE', 'the directory of the backup is empty', { hint: 'name a directory' });
}

/** A fault of a database as one line. */
export function faultLine({ what, key }: StoreFault): string {
  return key === undefined ? visible(what) : `${visible(key)}: ${visible(what)}`;
}

/** `1 key`, `2 keys`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
