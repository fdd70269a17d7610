import type { Command } from 'commander';
import { visible } from '../../../base/index.ts';
import { type KeptSession, stateOfSession } from '../../../play/context/kept-sessions.ts';
import { requireContext } from '../../../play/index.ts';
import type { Io } from '../../io.ts';
import { type ContextOptions, withContext } from '../session-options.ts';
import { sessionFolders, summaryOf } from './find-session.ts';

/** Adds `hero session list`. */
export function addSessionList(session: Command, io: Io): void {
  withContext(
    session
      .command('list')
      .summary('list the sessions')
      .description('Lists the sessions of a context and their states, the latest last.'),
  ).action((options: ContextOptions) => listSessions(options, io));
}

async function listSessions({ context: name = 'default' }: ContextOptions, io: Io): Promise<void> {
  const context = await requireContext(name, io.env.HERO_HOME);
  const found = await Promise.all((await sessionFolders(context)).map(lineOf));
  const lines = found.filter(line => line !== undefined).sort((a, b) => a.start - b.start);
  for (const { text } of lines) io.out(`${text}\n`);
}

/** The line of a session and its start; undefined for a directory without a state. */
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
