import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import type { KeptSession } from '../../../play/context/kept-sessions.ts';
import { runLock } from '../../../play/context/session-file.ts';
import { failure } from '../../../sys/file-failure.ts';
import { Lock } from '../../../sys/lock.ts';
import { uniqueId } from '../../../sys/lock-files.ts';
import type { Io } from '../../io.ts';
import { type ContextOptions, withContext } from '../session-options.ts';
import { findSession } from './find-session.ts';

/** Adds `hero session rm`. */
export function addSessionRm(session: Command, io: Io): void {
  withContext(
    session
      .command('rm')
      .summary('remove sessions')
      .description('Removes sessions with all their files. A session that is being played is not removed.')
      .argument('<session...>', 'the names'),
  ).action(async (names: string[], options: ContextOptions) => {
    // All names are checked before the first removal, so a wrong name removes nothing.
    const found = new Map<string, KeptSession>();
    for (const name of names) {
      const kept = await findSession(name, options, io);
      found.set(kept.name, kept);
    }
    for (const kept of found.values()) await removeSession(kept);
  });
}

/** Throws SYS_LOCKED while the session is played, and STORE_FAILED. */
async function removeSession({ path }: KeptSession): Promise<void> {
  const lock = await Lock.acquire(path, { name: runLock });
  // Renamed first: another process finds the session whole or not at all.
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
