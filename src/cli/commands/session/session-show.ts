import type { Command } from 'commander';
import { isPlayed, type KeptSession } from '../../../play/context/kept-sessions.ts';
import type { Timeline } from '../../../play/journal/timeline.ts';
import { readTimeline } from '../../../play/journal/timeline-reader.ts';
import type { Io } from '../../io.ts';
import { type ContextOptions, withContext } from '../session-options.ts';
import { findSession, journalOf } from './find-session.ts';

interface ShowOptions extends ContextOptions {
  json?: boolean;
  verbose?: boolean;
}

/** Adds `hero session show`. */
export function addSessionShow(session: Command, io: Io): void {
  withContext(
    session
      .command('show')
      .summary('show the actions of a session')
      .description('Shows the actions of a session with their results and output.')
      .argument('[session]', 'the name (default: the latest)'),
  )
    .option('--json', 'print one JSON object')
    .option('-v, --verbose', 'show all runs, and all output')
    .action(async (name: string | undefined, options: ShowOptions) => {
      const timeline = await timelineOf(await findSession(name, options, io));
      if (options.json) return io.out(`${JSON.stringify(timeline)}\n`);
      const { timelineText } = await import('./timeline-text.ts');
      // `io.color` is about stderr; stdout may be a file.
      const color = io.color && io.isTerminal;
      io.out(timelineText(timeline, { width: io.width, color, verbose: options.verbose ?? false }));
    });
}

/** The timeline of a session, from its journal. Throws PLAY_NO_SESSION when it has none, PLAY_JOURNAL_CORRUPT. */
export async function timelineOf(session: KeptSession): Promise<Timeline> {
  const running = await isPlayed(session);
  const { records, isTorn } = await journalOf(session);
  const timeline = readTimeline(records, { isRunning: running });
  const named = { ...timeline, session: timeline.session || session.name };
  // The last line may be incomplete while a run writes.
  if (!isTorn || running) return named;
  const text = 'the last line of the journal was cut off; it was never confirmed';
  return { ...named, notes: [...timeline.notes, { time: records.at(-1)?.time ?? '', text }] };
}
