import { lstat, open } from 'node:fs/promises';
import { HeroError, json, parseJson, show } from '../../base/index.ts';
import { errno } from '../../sys/file-failure.ts';
import type { RunState } from './timeline.ts';

/** The size of the first piece that is read from the end of a journal, in bytes. */
const firstPiece = 16_384;

const endShape = json.object({ type: json.text, status: json.optional(json.literal('done', 'failed')) });

/**
 * The end of the last run in a journal, read from the end of the file, so that a list of many sessions is fast. Checksums
 * are not checked. Throws PLAY_JOURNAL_CORRUPT for a line that is not an event.
 */
export async function lastState(path: string): Promise<RunState> {
  const kind = await lstat(path).catch(error => {
    if (errno(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (!kind) return 'not played';
  if (!kind.isFile()) throw corrupt(path, 'it is not a file');
  for (let size = firstPiece; ; size *= 8) {
    const start = Math.max(0, kind.size - size);
    const state = stateIn(path, await readPiece(path, start, kind.size - start), start > 0);
    if (state) return state;
    if (start === 0) return 'not played';
  }
}

async function readPiece(path: string, start: number, length: number): Promise<string> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, start);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The state in the last lines of a journal; undefined when they hold no event of a run. */
function stateIn(path: string, text: string, isCut: boolean): RunState | undefined {
  // The text after the last line end is incomplete, and so is the first line of a piece.
  const lines = text.split('\n').slice(isCut ? 1 : 0, -1);
  for (const line of lines.reverse()) {
    const event = parseJson(line, endShape, problem => corrupt(path, problem));
    if (event.type === 'ended') return event.status ?? 'failed';
    if (event.type !== 'noted' && event.type !== 'noticed') return 'interrupted';
  }
  return undefined;
}

function corrupt(path: string, problem: string): HeroError {
  return new HeroError(
    'PLAY_JOURNAL_CORRUPT',
    `the last line of ${show(path, 1000)} cannot be read: ${problem}`,
    {
      hint: 'restore the journal from a backup',
    },
  );
}
