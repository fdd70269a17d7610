import { resolve } from 'node:path';
import type { Command } from 'commander';
import { HeroError, isSecretName } from '../../../base/index.ts';
import type { Plan, Session } from '../../../play/index.ts';
import { keptSettings, type SavedPlan, writePlan } from '../../../play/plan/plan-file.ts';
import { writeFileAtomic } from '../../../sys/file.ts';
import { exitCodes, Reported } from '../../errors.ts';
import type { Io } from '../../io.ts';
import { examplesHelp } from '../help.ts';
import { collect, readPriority, readSetting, withContext } from '../session-options.ts';
import { rehearse } from './rehearse.ts';
import { given, type ScriptOptions } from './session-arguments.ts';

const examples = [
  ['hero plan deploy.hero', 'show its actions and changes'],
  ['hero plan deploy.hero --out p.json', 'keep the plan for `hero apply`'],
] as const;

interface PlanOptions extends ScriptOptions {
  out?: string;
  exitCode?: boolean;
}

/** Adds `hero plan`. */
export function addPlanCommand(program: Command, io: Io): void {
  withContext(
    program
      .command('plan')
      .summary('show the actions and changes of a script')
      .description(
        'Shows the actions of a script in order, and the changes that they would make. Nothing is written.',
      )
      .argument('[path]', 'a file, a folder, or `-` for standard input')
      .option('-t, --text <text>', 'plan this text')
      .option('-u, --url <url>', 'plan the scripts of a git repository that is checked out'),
    'as the script says',
  )
    .option('--coderoot <dir>', 'the folder for checkouts of the context')
    .option('--priority <n=filter>', 'play matching actions earlier, 0 first', readPriority)
    .option('--set <key=value>', 'set a param of the session, or answer a question', readSetting)
    .option('--answers <file>', 'answer questions from a file')
    .option('--allow-include <host/account>', 'let scripts of repositories include from there', collect)
    .option('--out <file>', 'keep the plan, for `hero apply`')
    .option('--exit-code', 'exit 5 when something would change')
    .option('--json', 'print the plan as one JSON object')
    .option('-v, --verbose', 'print all values, and whole texts')
    .addHelpText('after', examplesHelp(examples, io))
    .action((path: string | undefined, options: PlanOptions) => plan(path, options, io));
}

async function plan(path: string | undefined, options: PlanOptions, io: Io): Promise<void> {
  if (options.out !== undefined && (options.text !== undefined || path === '-')) {
    throw new HeroError(
      'CLI_USAGE',
      'a plan of a text cannot be kept, because the text cannot be read again',
      {
        hint: 'write the text to a file',
      },
    );
  }
  // A kept plan names its scripts by absolute paths, so that the names are the same in each working directory.
  const source = options.out === undefined || path === undefined ? path : resolve(path);
  const { session, made } = await rehearse(source, options, io);
  io.out(`${options.json ? JSON.stringify(made) : await textOf(made, options, io)}\n`);
  if (options.out !== undefined)
    await keep(options.out, { request: requestOf(path, options, session), plan: made });
  if (options.exitCode && made.isChange) throw new Reported(exitCodes.changes);
}

async function textOf(made: Plan, { verbose = false }: PlanOptions, io: Io): Promise<string> {
  const { drawPlan } = await import('./plan-view.ts');
  return drawPlan(made, { color: io.color, width: io.width, verbose, folder: resolve('.') });
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
