import type { Command } from 'commander';
import { HeroError, show } from '../../../base/index.ts';
import { newSession } from '../../../index.ts';
import { type Context, journalPath, readJournal, requireContext } from '../../../play/index.ts';
import type { Io } from '../../io.ts';
import { examplesHelp } from '../help.ts';
import { configActors } from '../script/config-actors.ts';
import { findSession } from '../session/find-session.ts';
import { withContext } from '../session-options.ts';
import { type PlayCommandOptions, withPlayOptions } from './play-options.ts';
import { playShown } from './play-shown.ts';
import { commonArguments, given } from './session-arguments.ts';

const examples = [
  ['hero resume', 'the latest that did not end'],
  ['hero resume nightly --resolve 4=done', 'count action 4 as done'],
] as const;

interface ResumeOptions extends PlayCommandOptions {
  resolve?: Record<number, 'done' | 'retry'>;
  acceptChanges?: boolean;
}

/** Adds `hero resume`. */
export function addResumeCommand(program: Command, io: Io): void {
  const command = program
    .command('resume')
    .summary('continue a session that did not end')
    .description('Continues a session that did not end. Finished actions are not played again.')
    .argument('[session]', 'the name (default: the latest that did not end)');
  withContext(command)
    .option('--resolve <n=done|retry>', 'decide about an action that is in doubt', readDecision)
    .option('--accept-changes', 'continue even if played actions have changed');
  withPlayOptions(command)
    .addHelpText('after', examplesHelp(examples, io))
    .action((name: string | undefined, options: ResumeOptions) => resume(name, options, io));
}

async function resume(name: string | undefined, options: ResumeOptions, io: Io): Promise<void> {
  const { resolve, acceptChanges } = options;
  const open = async () => {
    const context = await requireContext(options.context ?? 'default', io.env.HERO_HOME);
    const sessionName =
      name === undefined ? await latestOpen(context) : (await findSession(name, options, io)).name;
    const { sources } = await context.sessionSources(sessionName);
    const script = sources.find(({ path }) => path !== undefined)?.path;
    return newSession(
      given({
        ...(await commonArguments(options, io)),
        contextName: context.name,
        sessionName,
        resume: true,
        actors: await configActors(io, script),
      }),
    );
  };
  const play = { resume: true, ...(resolve && { resolve }), ...(acceptChanges && { acceptChanges }) };
  await playShown(open, play, { ...options, isNamed: name !== undefined }, io);
}

/** Throws PLAY_NOTHING_TO_RESUME when all sessions of the context ended. */
async function latestOpen(context: Context): Promise<string> {
  const open = (await context.sessions()).filter(({ end }) => end === undefined);
  for (const { name } of open.reverse()) {
    // A program may have opened a session without playing it.
    const { records } = await readJournal(journalPath(context.sessionPath(name)));
    if (records.length > 0) return name;
  }
  throw new HeroError('PLAY_NOTHING_TO_RESUME', `all sessions of the context ${show(context.name)} ended`, {
    hint: 'see `hero session list`',
  });
}

/** Collects `N=done` and `N=retry`. Throws CLI_USAGE. */
function readDecision(
  text: string,
  before: Record<number, 'done' | 'retry'> = {},
): Record<number, 'done' | 'retry'> {
  const [, number, decision] = /^(\d{1,9})=(done|retry)$/.exec(text) ?? [];
  if (number === undefined) {
    throw new HeroError(
      'CLI_USAGE',
      `expected \`--resolve N=done\` or \`N=retry\`, but found ${show(text)}`,
      {
        hint: 'write for example `--resolve 4=done`, with the number from the error about the action',
      },
    );
  }
  return { ...before, [Number(number)]: decision as 'done' | 'retry' };
}
