import type { Command } from 'commander';
import { HeroError, show, visible } from '../base/index.ts';
import { newSession } from '../index.ts';
import { Context, requireContext, type Session } from '../play/index.ts';
import type { Io } from './io.ts';
import { homeOf, type PlaceOptions, withContext } from './session-options.ts';

const showing = 'Prints a session as a script that plays the same.';
const latest = 'its name (default: the latest)';

/** Adds `hero show`, `hero session …` and `hero context …`. */
export function addSessionCommands(program: Command, io: Io): void {
  const print = async (name: string | undefined, options: PlaceOptions) => {
    io.out((await keptSession(name, options, io)).heroscript());
  };
  withContext(
    program
      .command('show')
      .summary('print a session as a script')
      .description(showing)
      .argument('[session]', latest),
  ).action(print);

  const session = program
    .command('session')
    .summary('list sessions, or print one')
    .description('Sessions of a context.');
  withContext(
    session
      .command('list')
      .summary('list the sessions')
      .description('Lists the sessions of a context, the latest last.'),
  ).action((options: PlaceOptions) => listSessions(options, io));
  withContext(
    session
      .command('show')
      .summary('print a session as a script')
      .description(showing)
      .argument('[session]', latest),
  ).action(print);

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
  for (const { name: session, start, end, remotes } of await context.sessions()) {
    const from = remotes.length > 0 ? `  from ${remotes.map(visible).join(', ')}` : '';
    io.out(`${session}  ${start.full()}  ${end ? `ended ${end.full()}` : 'not ended'}${from}\n`);
  }
}

/** Opens a kept session, the latest when none is named. Throws PLAY_NO_CONTEXT and PLAY_NO_SESSION. */
async function keptSession(
  name: string | undefined,
  { context: contextName = 'default' }: PlaceOptions,
  io: Io,
): Promise<Session> {
  const context = await requireContext(contextName, io.env.HERO_HOME);
  const known = await context.sessions();
  const found =
    name === undefined ? known.at(-1) : known.find(session => session.name === name.toLowerCase());
  if (found) return newSession({ context, sessionName: found.name });
  const [what, hint] =
    name === undefined
      ? ['no session yet', 'run a script to make one']
      : [`no session ${show(name)}`, 'see `hero session list`'];
  throw new HeroError('PLAY_NO_SESSION', `the context ${show(context.name)} has ${what}`, { hint });
}
