import type { Command } from 'commander';
import { newSession } from '../../../index.ts';
import { requireContext } from '../../../play/index.ts';
import type { Io } from '../../io.ts';
import { type ContextOptions, withContext } from '../session-options.ts';
import { findSession } from './find-session.ts';

/** Adds `hero show`. */
export function addShowCommand(program: Command, io: Io): void {
  withContext(
    program
      .command('show')
      .summary('print a session as a script')
      .description('Prints a session as a script that plays the same actions.')
      .argument('[session]', 'the name (default: the latest)'),
  ).action((name: string | undefined, options: ContextOptions) => showScript(name, options, io));
}

async function showScript(name: string | undefined, options: ContextOptions, io: Io): Promise<void> {
  const context = await requireContext(options.context ?? 'default', io.env.HERO_HOME);
  const { name: sessionName } = await findSession(name, options, io);
  io.out((await newSession({ context, sessionName })).heroscript());
}
