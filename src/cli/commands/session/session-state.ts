import { lstat, open } from 'node:fs/promises';
import { type JournalRecord, journalPath } from '../../../play/index.ts';
import type { State } from '../../../play/journal/timeline.ts';
import { errno } from '../../../sys/file-failure.ts';
import { isRunning, type KeptSession } from './kept-sessions.ts';

/** The size of the first piece that is read from the end of a journal, in bytes. */
const tailSize = 16_384;

/** The state of a session, as the end of its journal says. */
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

/** The state in the last lines of a journal; undefined when they hold no event of a run. */
function stateIn(text: string, isCut: boolean): State | undefined {
  // The text after the last line end is incomplete, and so is the first line of a piece.
  const lines = text.split('\n').slice(isCut ? 1 : 0, -1);
  for (const line of lines.reverse()) {
    const event = JSON.parse(line) as JournalRecord;
    if (event.type === 'ended') return event.status;
    if (event.type !== 'noted' && event.type !== 'noticed') return 'interrupted';
  }
  return undefined;
}
