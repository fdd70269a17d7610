import { join } from 'node:path';
import { HeroError, show } from '../../base/index.ts';
import { type Db, driverFolder, openDb, ReadOnlyStore, type StoreDriver } from '../../store/index.ts';
import { placeName } from './place-name.ts';

/** The driver of databases: now, and in the file. */
interface Keeping {
  readonly store: StoreDriver;
  keptStore(): StoreDriver;
}

/** A named database below the directory of a context or session; a rehearsal can only read it. Throws PLAY_BAD_NAME. */
export function databaseIn(path: string, name: string, keeping: Keeping, isRehearsal: boolean): Db {
  const safe = placeName(name, 'database');
  const driver = keeping.store;
  const guard = () => {
    if (keeping.keptStore() !== driver) throw moved(safe);
  };
  const db = openDb(join(driverFolder(path, driver), safe), { driver, name: safe, guard });
  if (!isRehearsal) return db;
  return new ReadOnlyStore(db, () => {
    const message = `a rehearsal cannot write to the database ${show(safe)}`;
    return new HeroError('PLAY_BAD_ARGUMENTS', message, {
      hint: 'write only when the session is played',
    });
  });
}

/** The error for a database that was moved: a write to its old place would be lost. */
function moved(name: string): HeroError {
  return new HeroError(
    'STORE_OTHER_DRIVER',
    `the database ${show(name)} was moved to another driver by another process`,
    {
      hint: 'start over; nothing was written',
    },
  );
}
