import type { Command } from 'commander';
import { visible } from '../../../base/index.ts';
import { newSession } from '../../../index.ts';
import { Context, requireContext, type Session } from '../../../play/index.ts';
import type { Io } from '../../io.ts';
import { homeOf, type PlaceOptions, withContext } from '../session-options.ts';
import { findSession, type KeptSession, sessionFolders, stateOfSession, summaryOf } from './kept-sessions.ts';
import { addSessionLog } from './session-log.ts';
import { addSessionReport } from './session-report.ts';
import { addSessionRm } from './session-rm.ts';
import { addSessionShow } from './session-show.ts';

/** Adds `hero show`, `hero session …` and `hero context …`. */
export function addSessionCommands(program: Command, io: Io): void {
  withContext(
    program
      .command('show')
      .summary('print a session as a script')
      .description('Prints a session as a script that plays the same.')
      .argument('[session]', 'its name (default: the latest)'),
  ).action(async (name: string | undefined, options: PlaceOptions) => {
    io.out((await keptSession(name, options, io)).heroscript());
  });
  const session = program
    .command('session')
    .summary('list, show and remove sessions')
    .description('Sessions of a context.');
  withContext(
    session
      .command('list')
      .summary('list the sessions')
      .description('Lists the sessions of a context and how they stand, the latest last.'),
  ).action((options: PlaceOptions) => listSessions(options, io));
  addSessionShow(session, io);
  addSessionLog(session, io);
  addSessionReport(session, io);
  addSessionRm(session, io);
  addContextCommands(program, io);
}

function addContextCommands(program: Command, io: Io): void {
  const context = program
    .command('context')
    .summary('list contexts')
    .description('Contexts: each has its own sessions, configuration and checkouts.');
  context
    .command('list')
    .summary('list the contexts')
    .description('Lists the contexts.')
    .action(async () => {
      for (const name of await Context.list(homeOf(io))) io.out(`${name}\n`);
    });
}

async function listSessions({ context: name = 'default' }: PlaceOptions, io: Io): Promise<void> {
  const context = await requireContext(name, io.env.HERO_HOME);
  const found = await Promise.all((await sessionFolders(context)).map(lineOf));
  const lines = found.filter(line => line !== undefined).sort((a, b) => a.start - b.start);
  for (const { text } of lines) io.out(`${text}\n`);
}

/** The line of a session, and when it started; undefined for a directory that holds nothing yet. */
async function lineOf(folder: KeptSession): Promise<{ start: number; text: string } | undefined> {
  const [summary, state] = await Promise.all([summaryOf(folder), stateOfSession(folder)]);
  if (!summary && state === 'not played') return undefined;
  if (!summary) return { start: 0, text: `${visible(folder.name)}  -  ${state}` };
  if (summary === 'damaged') return { start: 0, text: `${visible(folder.name)}  -  damaged` };
  const { name, start, end, remotes } = summary;
  const ended = state === 'done' && end ? `  ended ${end.full()}` : '';
  const from = remotes.length > 0 ? `  from ${remotes.map(visible).join(', ')}` : '';
  return { start: start.unix(), text: `${visible(name)}  ${start.full()}  ${state}${ended}${from}` };
}

/** Opens a kept session, the latest when none is named. Throws PLAY_NO_CONTEXT and PLAY_NO_SESSION. */
async function keptSession(
  name: string | undefined,
  { context: contextName = 'default' }: PlaceOptions,
  io: Io,
): Promise<Session> {
  const context = await requireContext(contextName, io.env.HERO_HOME);
  const { name: sessionName } = await findSession(name, { context: contextName }, io);
  return newSession({ context, sessionName });
}
