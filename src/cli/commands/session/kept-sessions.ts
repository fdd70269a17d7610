import { lstat, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { HeroError, isHeroError, show } from '../../../base/index.ts';
import { OurTime } from '../../../params/index.ts';
import { readSessionFile, runLock } from '../../../play/context/session-file.ts';
import {
  type Context,
  type JournalRecord,
  journalPath,
  readJournal as readWhole,
  requireContext,
  type SessionSummary,
} from '../../../play/index.ts';
import type { State } from '../../../play/journal/timeline.ts';
import { remotesOf } from '../../../play/playbook/kept-playbook.ts';
import { errno, failure } from '../../../sys/file-failure.ts';
import { readLock } from '../../../sys/lock.ts';
import type { Io } from '../../io.ts';
import type { PlaceOptions } from '../session-options.ts';

/** The directory of a session, and what is known without reading all of it. */
export interface KeptSession {
  readonly name: string;
  readonly path: string;
}

/** How much is read at first from the end of a journal, in bytes. */
const tailSize = 16_384;

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

/** A session by its name, the latest when none is named. Throws PLAY_NO_CONTEXT, PLAY_NO_SESSION. */
export async function findSession(
  name: string | undefined,
  { context: contextName = 'default' }: PlaceOptions,
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

/** The session that started last; those that cannot be read are passed over. */
async function latest(folders: readonly KeptSession[]): Promise<string | undefined> {
  const summaries = await Promise.all(folders.map(summaryOf));
  const known = summaries.filter(summary => summary !== undefined && summary !== 'damaged');
  return known.sort((a, b) => a.start.compare(b.start)).at(-1)?.name;
}

/** What the state file of a session says; undefined when it has none yet. */
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

/** Whether somebody plays a session at this moment. */
export async function isRunning({ path }: KeptSession): Promise<boolean> {
  const lock = await readLock(path, runLock);
  return lock?.alive === true && !lock.released;
}

/** The journal of a session. Throws PLAY_NO_SESSION when it was never played, PLAY_JOURNAL_CORRUPT. */
export async function readJournal(session: KeptSession): Promise<Awaited<ReturnType<typeof readWhole>>> {
  const content = await readWhole(journalPath(session.path));
  if (content.records.length > 0 || content.isTorn) return content;
  throw notPlayed(session);
}

/** The error for a session that has no journal. */
export function notPlayed({ name }: KeptSession): HeroError {
  return new HeroError('PLAY_NO_SESSION', `the session ${show(name)} has no journal: it was never played`, {
    hint: `see its script with \`hero show ${name}\``,
  });
}

/** How a session stands, by the end of its journal. */
export async function stateOfSession(session: KeptSession): Promise<State | 'damaged'> {
  if (await isRunning(session)) return 'running';
  try {
    return await lastState(journalPath(session.path));
  } catch {
    return 'damaged';
  }
}

async function lastState(path: string): Promise<State> {
  const kind = await lstat(path).catch(error => {
    if (errno(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (!kind) return 'not played';
  if (!kind.isFile()) throw new Error('not a file');
  for (let size = tailSize; ; size *= 8) {
    const start = Math.max(0, kind.size - size);
    const state = stateIn(await tail(path, start, kind.size - start), start > 0);
    if (state) return state;
    if (start === 0) return 'not played';
  }
}

async function tail(path: string, start: number, length: number): Promise<string> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, start);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** What the last lines of a journal say; undefined when they say nothing of a run. */
function stateIn(text: string, isCut: boolean): State | undefined {
  // What follows the last line end was cut off, and so was the beginning of a piece.
  const lines = text.split('\n').slice(isCut ? 1 : 0, -1);
  for (const line of lines.reverse()) {
    const event = JSON.parse(line) as JournalRecord;
    if (event.type === 'ended') return event.status;
    if (event.type !== 'noted' && event.type !== 'noticed') return 'interrupted';
  }
  return undefined;
}
