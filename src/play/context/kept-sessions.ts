import { readLock } from '../../sys/lock.ts';
import { lastState } from '../journal/last-state.ts';
import type { RunState } from '../journal/timeline.ts';
import { journalPath, runLock } from './session-file.ts';

/** A session by its name and directory. */
export interface KeptSession {
  readonly name: string;
  readonly path: string;
}

/** True when a live process plays a session. */
export async function isPlayed({ path }: KeptSession): Promise<boolean> {
  const lock = await readLock(path, runLock);
  return lock?.alive === true && !lock.released;
}

/** The state of a session, from its lock and the end of its journal. */
export async function stateOfSession(session: KeptSession): Promise<RunState | 'damaged'> {
  if (await isPlayed(session)) return 'running';
  return lastState(journalPath(session.path)).catch(() => 'damaged' as const);
}
