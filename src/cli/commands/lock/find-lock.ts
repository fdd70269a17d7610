import { resolve } from 'node:path';
import { HeroError, show, visible } from '../../../base/index.ts';
import { type KeptLock, keptLocks } from '../../../play/context/kept-locks.ts';
import { ownerText } from '../../../sys/owner.ts';
import type { Io } from '../../io.ts';
import { homeOf } from '../session-options.ts';

/** Held by a live process, released, or left by a process that ended. */
export type LockStatus = 'held' | 'free' | 'dead';

export function statusOf({ state }: KeptLock): LockStatus {
  if (state.released) return 'free';
  return state.alive ? 'held' : 'dead';
}

/** The owner of a lock in words; empty for a free lock. */
export function ownerOf(lock: KeptLock): string {
  if (statusOf(lock) === 'free') return '';
  const { owner } = lock.state;
  return owner ? visible(ownerText(owner)) : 'by an unknown process, because its file is damaged';
}

/** A lock by its name or path. Only listed locks are found, so it is always in the home. Throws CLI_USAGE. */
export async function findLock(name: string, io: Io): Promise<KeptLock> {
  const locks = await keptLocks(homeOf(io).home);
  const found = locks.find(lock => lock.name === name) ?? locks.find(({ path }) => path === resolve(name));
  if (found) return found;
  throw new HeroError('CLI_USAGE', `there is no lock ${show(name)}`, { hint: 'see `hero lock list`' });
}
