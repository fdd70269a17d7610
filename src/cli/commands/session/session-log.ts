import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { isPlayed, type KeptSession } from '../../../play/context/kept-sessions.ts';
import { journalPath } from '../../../play/index.ts';
import { type JournalLine, JournalReader } from '../../../play/journal/journal-reader.ts';
import type { Io } from '../../io.ts';
import { type ContextOptions, withContext } from '../session-options.ts';
import { eventLine } from './event-line.ts';
import { findSession, journalOf, notPlayed } from './find-session.ts';

interface LogOptions extends ContextOptions {
  follow?: boolean;
  json?: boolean;
}

/** The time between two reads of a journal that is followed, in milliseconds. */
const pollInterval = 200;

/** Adds `hero session log`. */
export function addSessionLog(session: Command, io: Io): void {
  withContext(
    session
      .command('log')
      .summary('print the journal of a session')
      .description('Prints the journal of a session, one event per line.')
      .argument('[session]', 'the name (default: the latest)'),
  )
    .option('-f, --follow', 'wait for new events until the run ends')
    .option('--json', 'print the lines of the file')
    .action(async (name: string | undefined, options: LogOptions) => {
      const kept = await findSession(name, options, io);
      const { fit } = await import('../../terminal/text-width.ts');
      const text = ({ record }: JournalLine) =>
        `${record.time.slice(11, 19)}  ${fit(eventLine(record), Math.max(20, io.width - 10))}`;
      const print = (lines: readonly JournalLine[]) => {
        for (const line of lines) io.out(`${options.json ? line.text : text(line)}\n`);
      };
      if (options.follow) return follow(kept, print, io.signal);
      const lines = await new JournalReader(journalPath(kept.path)).read();
      if (lines.length === 0) await journalOf(kept);
      print(lines);
    });
}

/** Prints the journal and each new event, until the run ends or an interrupt comes. */
async function follow(
  kept: KeptSession,
  print: (lines: readonly JournalLine[]) => void,
  signal: AbortSignal,
): Promise<void> {
  const tail = new JournalReader(journalPath(kept.path));
  let count = 0;
  for (let turn = 0; !signal.aborted; turn++) {
    // Checked before the read, so that events until the end of a run are read.
    const wasPlayed = await isPlayed(kept);
    const lines = await tail.read();
    print(lines);
    count += lines.length;
    // The journal may still end with an earlier run, which is being resumed.
    if (!wasPlayed || (turn > 0 && isEnd(lines.at(-1)))) break;
    await sleep(pollInterval, undefined, { signal }).catch(() => undefined);
  }
  if (count === 0 && !signal.aborted) throw notPlayed(kept);
}

function isEnd(line: JournalLine | undefined): boolean {
  return line?.record.type === 'ended' || line?.record.type === 'interrupted';
}
