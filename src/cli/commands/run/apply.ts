import { resolve } from 'node:path';
import type { Command } from 'commander';
import { HeroError, masked, show } from '../../../base/index.ts';
import { newSession } from '../../../index.ts';
import { decodeText } from '../../../play/index.ts';
import { comparePlans, readPlan, type SavedPlan } from '../../../play/plan/plan-file.ts';
import { readRegularFile } from '../../../sys/file.ts';
import type { Io } from '../../io.ts';
import { type PlayCommandOptions, withPlayOptions } from './play-options.ts';
import { playShown } from './play-shown.ts';
import { rehearse } from './rehearse.ts';
import { type ScriptOptions, sessionArguments } from './session-arguments.ts';

/** Adds `hero apply`. */
export function addApplyCommand(program: Command, io: Io): void {
  withPlayOptions(
    program
      .command('apply')
      .summary('play a kept plan')
      .description('Plays exactly the actions of a kept plan, or refuses and lists the changes since then.')
      .argument('<file>', 'the file from `hero plan --out`'),
  ).action((file: string, options: PlayCommandOptions) => apply(file, options, io));
}

async function apply(file: string, options: PlayCommandOptions, io: Io): Promise<void> {
  const bytes = await readRegularFile(file);
  if (!bytes)
    throw new HeroError('PLAY_PLAN_BAD', `there is no file ${show(file)}`, { hint: 'check the path' });
  const saved = readPlan(decodeText(bytes, file), file);
  const settings = mergeSettings(saved, options);
  const { path, set: _set, ...request } = saved.request;
  const asked: ScriptOptions = { ...(request as ScriptOptions), ...options, set: settings };
  const { made } = await rehearse(path, asked, io);
  refuseStale(comparePlans(saved.plan, made));
  const keys = made.actions.map(({ key }) => key);
  // Without open questions nothing is asked, so that defaults stay the answers.
  const script = options.script === true || made.questions.length === 0;
  const open = async () => newSession(await sessionArguments(path, { ...asked, script }, io));
  await playShown(open, { expect: keys }, { ...options, set: settings }, io);
}

/** The settings of the plan. Secret ones were not kept and must be given again. Throws PLAY_PLAN_STALE. */
function mergeSettings(
  { request: { set = {} } }: SavedPlan,
  { set: again = {} }: PlayCommandOptions,
): Record<string, string> {
  const other = Object.keys(again).find(key => set[key] !== masked && set[key] !== again[key]);
  if (other !== undefined) {
    throw new HeroError('PLAY_PLAN_STALE', `the plan was made with another \`--set ${other}\``, {
      hint: 'apply the plan with its own settings, or make another plan',
    });
  }
  const known = { ...set, ...again };
  const missing = Object.keys(known).find(key => known[key] === masked);
  if (missing === undefined) return known;
  throw new HeroError(
    'PLAY_PLAN_STALE',
    `the plan does not contain ${show(missing)}, because it is a secret`,
    {
      hint: `pass it again with \`--set ${missing}=…\``,
    },
  );
}

function refuseStale(differences: readonly string[]): void {
  if (differences.length === 0) return;
  const changes = differences.join('; ').replaceAll(`${resolve('.')}/`, '');
  throw new HeroError('PLAY_PLAN_STALE', `the plan is out of date: ${changes}`, {
    hint: 'make another plan with `hero plan`',
  });
}
