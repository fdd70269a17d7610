import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { journalPath } from '../../../play/index.ts';
import { type JournalLine, JournalReader } from '../../../play/journal/journal-reader.ts';
import type { Io } from '../../io.ts';
import { type PlaceOptions, withContext } from '../session-options.ts';
import { eventLine } from './event-line.ts';
import { findSession, isRunning, type KeptSession, notPlayed, readJournal } from './kept-sessions.ts';
import { fit } from './timeline-text.ts';

interface LogOptions extends PlaceOptions {
  follow?: boolean;
  json?: boolean;
}

/** How often it looks for what is new, in milliseconds. */
const pace = 200;

/** Adds `hero session log`. */
export function addSessionLog(session: Command, io: Io): void {
  withContext(
    session
      .command('log')
      .summary('print the journal of a session')
      .description('Prints the journal of a session, one event a line.')
      .argument('[session]', 'its name (default: the latest)'),
  )
    .option('-f, --follow', 'go on with what is written, until the run ends')
    .option('--json', 'print the lines as they are kept')
    .action(async (name: string | undefined, options: LogOptions) => {
      const kept = await findSession(name, options, io);
      const print = (lines: readonly JournalLine[]) => {
        for (const line of lines) io.out(`${options.json ? line.text : shown(line, io)}\n`);
      };
      if (options.follow) return follow(kept, print, io.signal);
      const lines = await new JournalReader(journalPath(kept.path)).read();
      if (lines.length === 0) await readJournal(kept);
      print(lines);
    });
}

/** Prints what is there and what comes, as long as somebody plays the session and the person waits. */
async function follow(
  kept: KeptSession,
  print: (lines: readonly JournalLine[]) => void,
  signal: AbortSignal,
): Promise<void> {
  const tail = new JournalReader(journalPath(kept.path));
  let count = 0;
  for (let turn = 0; !signal.aborted; turn++) {
    // Asked first: what is written before the end of a run is read after it.
    const isPlayed = await isRunning(kept);
    const lines = await tail.read();
    print(lines);
    count += lines.length;
    // What is there at first may end with a run before, which is just taken up again.
    if (!isPlayed || (turn > 0 && isEnd(lines.at(-1)))) break;
    await sleep(pace, undefined, { signal }).catch(() => undefined);
  }
  if (count === 0 && !signal.aborted) throw notPlayed(kept);
}

function isEnd(line: JournalLine | undefined): boolean {
  return line?.record.type === 'ended' || line?.record.type === 'interrupted';
}

function shown({ record }: JournalLine, { width }: Io): string {
  return `${record.time.slice(11, 19)}  ${fit(eventLine(record), Math.max(20, width - 10))}`;
}
