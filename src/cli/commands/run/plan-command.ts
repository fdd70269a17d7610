import { resolve } from 'node:path';
import type { Command } from 'commander';
import { sha256 } from '../../../base/hash.ts';
import { HeroError, isSecretName, masked, show } from '../../../base/index.ts';
import { newSession } from '../../../index.ts';
import { decodeText, type Plan, type RunOptions as PlayOptions, type Session } from '../../../play/index.ts';
import {
  comparePlans,
  keptSettings,
  readPlan,
  type SavedPlan,
  writePlan,
} from '../../../play/plan/plan-file.ts';
import { readRegularFile, writeFileAtomic } from '../../../sys/file.ts';
import { exitCodes, Reported } from '../../errors.ts';
import type { Io } from '../../io.ts';
import { examplesHelp } from '../help.ts';
import { configFiles } from '../script/config-actors.ts';
import { collect, readPriority, readSetting, withContext } from '../session-options.ts';
import { drawPlan } from './plan-view.ts';
import { withPlayOptions } from './play-options.ts';
import { given, openArgs, type PlaySettings, playShown, type RunOptions } from './run-script.ts';

const examples = [
  ['hero plan deploy.hero', 'what would happen'],
  ['hero plan deploy.hero --out p.json', 'and keep it, to apply exactly that'],
] as const;

interface PlanOptions extends RunOptions {
  out?: string;
  exitCode?: boolean;
}

/** Adds `hero plan` and `hero apply`. */
export function addPlanCommands(program: Command, io: Io): void {
  withContext(
    program
      .command('plan')
      .summary('say what a script would do')
      .description('Says what a script would do, in order, and what that would change. Nothing is written.')
      .argument('[path]', 'a file, a folder, or `-` for standard input')
      .option('-t, --text <text>', 'plan this text')
      .option('-u, --url <url>', 'plan what stands in a git repository that is checked out'),
    'as the script says',
  )
    .option('--coderoot <dir>', 'where the context would check code out')
    .option('--priority <n=filter>', 'play what matches earlier, 0 first', readPriority)
    .option('--set <key=value>', 'set a param of the session, or answer a question', readSetting)
    .option('--answers <file>', 'answer questions from a file')
    .option('--allow-include <host/account>', 'let scripts of repositories include from there', collect)
    .option('--out <file>', 'keep the plan, for `hero apply`')
    .option('--exit-code', 'exit 5 when something would change')
    .option('--json', 'print the plan as one JSON object')
    .option('-v, --verbose', 'print all values, and whole texts')
    .addHelpText('after', examplesHelp(examples, io))
    .action((path: string | undefined, options: PlanOptions) => plan(path, options, io));
  withPlayOptions(
    program
      .command('apply')
      .summary('play a plan that was kept')
      .description('Plays exactly what a kept plan says, or refuses and says what has changed since.')
      .argument('<file>', 'what `hero plan --out` wrote'),
  ).action((file: string, options: PlaySettings) => apply(file, options, io));
}

async function plan(path: string | undefined, options: PlanOptions, io: Io): Promise<void> {
  if (options.out !== undefined && (options.text !== undefined || path === '-')) {
    throw new HeroError('CLI_USAGE', 'a plan of a text cannot be kept: it could not be read again', {
      hint: 'write the text to a file',
    });
  }
  // A kept plan names its scripts so that they have the same names wherever it is applied.
  const place = options.out === undefined || path === undefined ? path : resolve(path);
  const { session, made } = await rehearse(place, options, io);
  if (options.json) io.out(`${JSON.stringify(made)}\n`);
  else
    io.out(
      `${await drawPlan(made, { color: io.color, width: io.width, verbose: options.verbose === true, folder: resolve('.') })}\n`,
    );
  if (options.out !== undefined)
    await keep(options.out, { request: requestOf(path, options, session), plan: made });
  if (options.exitCode && made.isChange) throw new Reported(exitCodes.changes);
}

async function rehearse(
  path: string | undefined,
  options: PlanOptions,
  io: Io,
): Promise<{ session: Session; made: Plan }> {
  const args = await openArgs(path, { ...options, script: true }, io);
  const session = await newSession({ ...args, rehearsal: true });
  for (const [key, value] of Object.entries(options.set ?? {})) session.params.set(key, value);
  return { session, made: withConfig(await session.plan(), await hashConfig(path, options, io)) };
}

/** A plan that was made of files of actors, too. */
function withConfig(plan: Plan, hashes: Readonly<Record<string, string>>): Plan {
  const { basis } = plan;
  return { ...plan, basis: { ...basis, state: { ...basis.state, ...hashes } } };
}

async function hashConfig(
  path: string | undefined,
  { url }: PlanOptions,
  io: Io,
): Promise<Record<string, string>> {
  const files = await configFiles(io, url === undefined ? path : undefined);
  const read = async (file: string) => [resolve(file), sha256((await readRegularFile(file)) ?? '')] as const;
  return Object.fromEntries(await Promise.all(files.map(read)));
}

async function keep(file: string, saved: SavedPlan): Promise<void> {
  await writeFileAtomic(file, writePlan(saved));
}

function requestOf(path: string | undefined, options: PlanOptions, session: Session) {
  const { url, context, coderoot, priority, set = {}, allowInclude } = options;
  const kept = keptSettings(set, text => session.mask(text), isSecretName);
  const paths = {
    ...(path !== undefined && { path: resolve(path) }),
    ...(coderoot && { coderoot: resolve(coderoot) }),
  };
  return given<SavedPlan['request']>({ ...paths, url, context, priority, allowInclude, set: kept });
}

async function apply(file: string, options: PlaySettings, io: Io): Promise<void> {
  const bytes = await readRegularFile(file);
  if (!bytes)
    throw new HeroError('PLAY_PLAN_BAD', `there is no file ${show(file)}`, { hint: 'check the path' });
  const saved = readPlan(decodeText(bytes, file), file);
  const settings = mergeSettings(saved, options);
  const { path, set: _set, ...request } = saved.request;
  const asked: PlanOptions = { ...(request as RunOptions), ...options, set: settings };
  const { made } = await rehearse(path, asked, io);
  refuseStale(comparePlans(saved.plan, made));
  const keys = made.actions.map(({ key }) => key);
  // Where nothing is open nobody is asked, so that defaults stay the answers they were.
  const script = options.script === true || made.questions.length === 0;
  const open = async () => newSession(await openArgs(path, { ...asked, script }, io));
  const play: PlayOptions = { expect: keys };
  await playShown(open, play, { ...options, set: settings }, io);
}

/** The settings of the plan; secret ones were not kept, and are given again. Throws PLAY_PLAN_STALE. */
function mergeSettings(
  { request: { set = {} } }: SavedPlan,
  { set: again = {} }: PlaySettings,
): Record<string, string> {
  const other = Object.keys(again).find(key => set[key] !== masked && set[key] !== again[key]);
  if (other !== undefined) {
    throw new HeroError('PLAY_PLAN_STALE', `the plan was made with another \`--set ${other}\``, {
      hint: 'apply it with the settings that it has, or make another plan',
    });
  }
  const known = { ...set, ...again };
  const missing = Object.keys(known).find(key => known[key] === masked);
  if (missing === undefined) return known;
  throw new HeroError('PLAY_PLAN_STALE', `the plan does not hold ${show(missing)}, because it is a secret`, {
    hint: `give it again with \`--set ${missing}=…\``,
  });
}

function refuseStale(differences: readonly string[]): void {
  if (differences.length === 0) return;
  const told = differences.join('; ').replaceAll(`${resolve('.')}/`, '');
  throw new HeroError('PLAY_PLAN_STALE', `the plan does not hold any more: ${told}`, {
    hint: 'look at it again with `hero plan`',
  });
}
