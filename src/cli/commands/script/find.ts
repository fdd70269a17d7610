import type { Command } from 'commander';
import type { Registry } from '../../../action/index.ts';
import { builtins } from '../../../actors/index.ts';
import { HeroError, Mask, masked, show, visible } from '../../../base/index.ts';
import {
  type Action,
  type ActionContext,
  loadScripts,
  PlayBook,
  sessionPriorities,
} from '../../../play/index.ts';
import { HandlerResolver } from '../../../play/model/handler-resolver.ts';
import { SessionSecrets } from '../../../play/model/session-secrets.ts';
import { maskedText } from '../../../play/playbook/action-text.ts';
import { parse } from '../../../script/index.ts';
import { exitCodes, Reported, reportError } from '../../errors.ts';
import type { Io } from '../../io.ts';
import { examplesHelp } from '../help.ts';
import { configActors } from './config-actors.ts';

const examples = [
  ["hero find 'git.*' deploy.hero", 'list its actions on repositories'],
  ['hero find site. docs/', 'list all actions of an actor'],
  ["hero find '' deploy.hero", 'list all actions'],
] as const;

/** Adds `hero find`. */
export function addFindCommand(program: Command, io: Io): void {
  program
    .command('find')
    .summary('list the actions that match a filter')
    .description('Lists the actions of scripts that match a filter, in the order of play. Nothing is played.')
    .argument('<filter>', 'names of actions, such as git.* or site.define,site.page')
    .argument('[path]', 'a file or folder', '.')
    .option('--json', 'print one JSON object per line')
    .addHelpText('after', examplesHelp(examples, io))
    .action((filter: string, path: string, options: { json?: boolean }) =>
      find(filter, path, options.json ?? false, io),
    );
}

async function find(filter: string, path: string, json: boolean, io: Io): Promise<void> {
  const players = await configActors(io, path);
  const mask = new Mask();
  const handlers = new HandlerResolver(players, builtins);
  const secrets = new SessionSecrets(handlers, mask);
  const report = async (error: unknown) => void (await reportError(error, io, mask));
  const { playbook, broken } = await readPlaybook(path, secrets, report);
  const found = playbook.find({ filter });
  secrets.registerSecrets(playbook.find(), () => undefined);
  const draw = json ? actionJson : actionLine;
  for (const action of found) io.out(`${draw(action, handlers.registry, mask)}\n`);
  if (broken) throw new Reported(exitCodes.wrong);
  if (found.length > 0) return;
  throw new HeroError('PLAY_NOT_FOUND', `no action of ${show(path)} matches ${show(filter)}`, {
    hint: 'see all actions with the filter `""`',
  });
}

/** The actions of the scripts without errors; the errors of the other scripts are reported. */
async function readPlaybook(
  path: string,
  secrets: SessionSecrets,
  report: (error: unknown) => Promise<void>,
): Promise<{ playbook: PlayBook; broken: boolean }> {
  const playbook = new PlayBook(sessionPriorities);
  let broken = false;
  for (const { source } of await loadScripts(path)) {
    const document = parse(source);
    try {
      secrets.guardAdding([document], () => playbook.add(document));
    } catch (error) {
      await report(error);
      broken = true;
    }
  }
  // Priorities of a script take effect before its first action is played.
  for (const { params } of playbook.find({ filter: 'core.priorities_add' })) {
    playbook.addPriorities(Object.fromEntries(params.toMap()));
  }
  return { playbook, broken };
}

function actionLine(action: Action, registry: Registry<ActionContext>, mask: Mask): string {
  const shape = registry.find(action)?.params;
  return `${visible(action.place)}: ${maskedText(action, shape, mask)}`;
}

function actionJson(action: Action, registry: Registry<ActionContext>, mask: Mask): string {
  const { fullName: name, place, params } = action;
  const shape = registry.find(action)?.params;
  const pairs = [...params.toMap()].map(([key, value]) => [
    key,
    action.isSecret(key, shape) ? masked : mask.text(value),
  ]);
  return JSON.stringify({ name, place, params: Object.fromEntries(pairs), args: mask.data(params.args) });
}
