import type { Command } from 'commander';
import type { Io } from '../../io.ts';
import { addSessionList } from './session-list.ts';
import { addSessionLog } from './session-log.ts';
import { addSessionReport } from './session-report.ts';
import { addSessionRm } from './session-rm.ts';
import { addSessionShow } from './session-show.ts';

/** Adds `hero session list|show|log|report|rm`. */
export function addSessionCommands(program: Command, io: Io): void {
  const session = program
    .command('session')
    .summary('list, show and remove sessions')
    .description('Lists, shows and removes the sessions of a context.');
  addSessionList(session, io);
  addSessionShow(session, io);
  addSessionLog(session, io);
  addSessionReport(session, io);
  addSessionRm(session, io);
}
