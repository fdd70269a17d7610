import { join } from 'node:path';
import { HeroError, show } from '../../base/index.ts';
import { type Db, driverFolder, openDb, ReadOnlyStore, type StoreDriver } from '../../store/index.ts';
import { placeName } from './place-name.ts';

/** How databases are kept: now, and as the disk says. */
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
    const message = `a rehearsal writes nothing, also not to ${show(safe)}`;
    return new HeroError('PLAY_BAD_ARGUMENTS', message, {
      hint: 'write when the session is played, not when it is planned',
    });
  });
}

/** What is written to where a database was would be lost. */
function moved(name: string): HeroError {
  return new HeroError(
    'STORE_OTHER_DRIVER',
    `the database ${show(name)} was moved to another driver meanwhile`,
    {
      hint: 'nothing was written; start again',
    },
  );
}
