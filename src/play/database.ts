import { join } from 'node:path';
import { HeroError, show } from '../base/index.ts';
import { type Db, driverFolder, openDb, ReadOnlyStore, type StoreDriver } from '../store/index.ts';
import { placeName } from './place-name.ts';

/** A named database below the directory of a context or session; a rehearsal can only read it. Throws PLAY_BAD_NAME. */
export function databaseIn(path: string, name: string, driver: StoreDriver, isRehearsal: boolean): Db {
  const safe = placeName(name, 'database');
  const db = openDb(join(driverFolder(path, driver), safe), { driver, name: safe });
  if (!isRehearsal) return db;
  return new ReadOnlyStore(db, () => {
    const message = `a rehearsal writes nothing, also not to ${show(safe)}`;
    return new HeroError('PLAY_BAD_ARGUMENTS', message, {
      hint: 'write when the session is played, not when it is planned',
    });
  });
}
