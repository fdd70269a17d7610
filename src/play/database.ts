import { join } from 'node:path';
import { HeroError, show } from '../base/index.ts';
import { type Db, FileStore } from '../store/index.ts';
import { placeName } from './place-name.ts';

/** A named database below a path; a rehearsal can only read it. Throws PLAY_BAD_NAME. */
export function databaseIn(path: string, name: string, isRehearsal: boolean): Db {
  const safe = placeName(name, 'database');
  const directory = join(path, 'db', safe);
  return isRehearsal ? new ReadOnlyStore(directory, safe) : new FileStore(directory, safe);
}

/** The database of a rehearsal: it is read as it stands, and every write throws PLAY_BAD_ARGUMENTS. */
class ReadOnlyStore extends FileStore {
  protected override async write(): Promise<never> {
    throw this.#refused();
  }

  protected override async remove(): Promise<never> {
    throw this.#refused();
  }

  override async clear(): Promise<never> {
    throw this.#refused();
  }

  override async destroy(): Promise<never> {
    throw this.#refused();
  }

  #refused(): HeroError {
    return new HeroError('PLAY_BAD_ARGUMENTS', `a rehearsal writes nothing, also not to ${show(this.name)}`);
  }
}
