import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { runLock } from '../../../play/context/session-file.ts';
import { failure } from '../../../sys/file-failure.ts';
import { Lock } from '../../../sys/lock.ts';
import { uniqueId } from '../../../sys/lock-files.ts';
import type { Io } from '../../io.ts';
import { type PlaceOptions, withContext } from '../session-options.ts';
import { findSession, type KeptSession } from './kept-sessions.ts';

/** Adds `hero session rm`. */
export function addSessionRm(session: Command, io: Io): void {
  withContext(
    session
      .command('rm')
      .summary('remove sessions')
      .description('Removes sessions with all that is kept of them; one that is played at this moment stays.')
      .argument('<session...>', 'their names'),
  ).action(async (names: string[], options: PlaceOptions) => {
    // A name that is wrong removes nothing.
    const found = new Map<string, KeptSession>();
    for (const name of names) {
      const kept = await findSession(name, options, io);
      found.set(kept.name, kept);
    }
    for (const kept of found.values()) await removeSession(kept);
  });
}

/** Throws SYS_LOCKED when somebody plays the session, STORE_FAILED. */
async function removeSession({ path }: KeptSession): Promise<void> {
  const lock = await Lock.acquire(path, { name: runLock });
  // Out of sight in one step: whoever wants to play meets it whole or not at all.
  const away = join(dirname(path), `.removed-${uniqueId()}`);
  try {
    await rename(path, away);
    await rm(away, { recursive: true });
  } catch (error) {
    throw failure('remove', path, error);
  } finally {
    await lock.release().catch(() => undefined);
  }
}
