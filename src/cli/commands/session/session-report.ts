import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { failure } from '../../../sys/file-failure.ts';
import { reportPage } from '../../html-report/report-page.ts';
import type { Io } from '../../io.ts';
import { type ContextOptions, withContext } from '../session-options.ts';
import { findSession } from './find-session.ts';
import { timelineOf } from './session-show.ts';

interface ReportOptions extends ContextOptions {
  html: string;
}

/** Adds `hero session report`. */
export function addSessionReport(session: Command, io: Io): void {
  withContext(
    session
      .command('report')
      .summary('write an HTML report of a session')
      .description('Writes a report of a session as one HTML page, which loads nothing.')
      .argument('[session]', 'the name (default: the latest)'),
  )
    .requiredOption('--html <file>', 'the file, or `-` for standard output')
    .action(async (name: string | undefined, options: ReportOptions) => {
      const page = reportPage(await timelineOf(await findSession(name, options, io)));
      if (options.html === '-') return io.out(page);
      // The file is yours to choose: a link is followed, and a device may be written to.
      await writeFile(options.html, page).catch(error => {
        throw failure('write', options.html, error);
      });
    });
}
