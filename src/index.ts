/** heroplay: play sessions for HeroScript. */
import { builtins } from './actors/index.ts';
import { openSession, type Session, type SessionArgs } from './play/index.ts';

/**
 * Opens a session, with the actors that are built in: a new one, or the kept one of that name with its playbook
 * replaced by what is given. Throws PLAY_BAD_ARGUMENTS for arguments that contradict each other, PLAY_BAD_NAME, and
 * what loading the playbook throws (PLAY_PATH_NOT_FOUND, PLAY_SCRIPT_ERRORS, GIT_*).
 */
export function newSession(args: SessionArgs = {}): Promise<Session> {
  return openSession(args, builtins);
}

export {
  type ActionDefinition,
  type Actor,
  type Ask,
  type CheckScope,
  check,
  type Outcome,
  ParamType,
  p,
  type Question,
  Registry,
  shapeToJsonSchema,
} from './action/index.ts';
export { type Code, codes, type Diagnostic, HeroError, isHeroError, Secret, Source } from './base/index.ts';
export { type Checkout, Coderoot, type GitUrl, parseGitUrl } from './git/index.ts';
export { Amount, encodeRecord, OurTime, Params, type ParamsJson, type PlainRecord } from './params/index.ts';
export {
  Action,
  type ActionContext,
  Context,
  defineActor,
  type Module,
  PlayBook,
  type PlayEvent,
  type PriorityMap,
  type Session,
  type SessionArgs,
} from './play/index.ts';
export {
  backupStore,
  checkBackup,
  compareWithBackup,
  type Db,
  FileStore,
  type KeyAccess,
  KeyRing,
  KeyValueStore,
  LmdbStore,
  MemoryStore,
  openDb,
  readOldCipher,
  restoreStore,
  SealedStore,
  type SealKeys,
  type StoreDriver,
} from './store/index.ts';
