import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { HeroError, isHeroError, show } from '../../../base/index.ts';
import { OurTime } from '../../../params/index.ts';
import type { KeptSession } from '../../../play/context/kept-sessions.ts';
import { readSessionFile } from '../../../play/context/session-file.ts';
import {
  type Context,
  journalPath,
  readJournal,
  requireContext,
  type SessionSummary,
} from '../../../play/index.ts';
import { remotesOf } from '../../../play/playbook/kept-playbook.ts';
import { errno, failure } from '../../../sys/file-failure.ts';
import type { Io } from '../../io.ts';
import type { ContextOptions } from '../session-options.ts';

/** The directories of the sessions of a context, sorted by name. STORE_FAILED. */
export async function sessionFolders(context: Context): Promise<KeptSession[]> {
  const folder = join(context.path, 'sessions');
  const entries = await readdir(folder, { withFileTypes: true }).catch(error => {
    if (errno(error) === 'ENOENT') return [];
    throw failure('list', folder, error);
  });
  return entries
    .filter(entry => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => ({ name, path: join(folder, name) }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/** A session by its name; the latest without a name. Throws PLAY_NO_CONTEXT, PLAY_NO_SESSION. */
export async function findSession(
  name: string | undefined,
  { context: contextName = 'default' }: ContextOptions,
  io: Io,
): Promise<KeptSession> {
  const context = await requireContext(contextName, io.env.HERO_HOME);
  const folders = await sessionFolders(context);
  const wanted = name === undefined ? await latest(folders) : name.toLowerCase();
  const found = folders.find(folder => folder.name === wanted);
  if (found) return found;
  const [what, hint] =
    name === undefined
      ? ['no session yet', 'run a script to make one']
      : [`no session ${show(name)}`, 'see `hero session list`'];
  throw new HeroError('PLAY_NO_SESSION', `the context ${show(context.name)} has ${what}`, { hint });
}

/** The session that started last; damaged ones are skipped. */
async function latest(folders: readonly KeptSession[]): Promise<string | undefined> {
  const summaries = await Promise.all(folders.map(summaryOf));
  const known = summaries.filter(summary => summary !== undefined && summary !== 'damaged');
  return known.sort((a, b) => a.start.compare(b.start)).at(-1)?.name;
}

/** The summary in the state file of a session; undefined when there is no such file. */
export async function summaryOf({
  name,
  path,
}: KeptSession): Promise<SessionSummary | 'damaged' | undefined> {
  try {
    const state = await readSessionFile(path);
    if (!state) return undefined;
    const end = state.end === undefined ? undefined : OurTime.fromEpoch(state.end);
    return { name, start: OurTime.fromEpoch(state.start), end, remotes: remotesOf(state.actions ?? []) };
  } catch (error) {
    if (isHeroError(error)) return 'damaged';
    throw error;
  }
}

/** The journal of a session. Throws PLAY_NO_SESSION when it was never played, PLAY_JOURNAL_CORRUPT. */
export async function journalOf(session: KeptSession): Promise<Awaited<ReturnType<typeof readJournal>>> {
  const content = await readJournal(journalPath(session.path));
  if (content.records.length > 0 || content.isTorn) return content;
  throw notPlayed(session);
}

/** The error for a session that has no journal. */
export function notPlayed({ name }: KeptSession): HeroError {
  return new HeroError('PLAY_NO_SESSION', `the session ${show(name)} has no journal: it was never played`, {
    hint: `see its script with \`hero show ${name}\``,
  });
}
