import type { Command } from 'commander';
import { describeAction, effectOf, paramRows } from '../../../action/describe.ts';
import type { ActionDefinition, Actor } from '../../../action/index.ts';
import { builtins } from '../../../actors/index.ts';
import { HeroError, nearest, show, visible } from '../../../base/index.ts';
import type { Module, Stage } from '../../../play/index.ts';
import type { Io } from '../../io.ts';
import { table, wrap } from '../../terminal/table.ts';
import { examplesHelp } from '../help.ts';
import { configActors } from './config-actors.ts';

const examples = [
  ['hero actors', 'all actors and their actions'],
  ['hero actors git', 'the actions of an actor'],
  ['hero actors git.clone', 'the params of an action'],
] as const;

type Definition = ActionDefinition<Stage>;

/** Somebody who plays: the actions of an actor by full name, or the filter of a module. */
interface Player {
  readonly name: string;
  readonly actions: Map<string, Definition>;
  filter?: string;
}

/** Adds `hero actors`. */
export function addActorsCommand(program: Command, io: Io): void {
  program
    .command('actors')
    .summary('list actors, their actions and params')
    .description(
      'Lists actors with their actions, the actions of an actor, or the params of an action: those that are built in, and those of hero.config.* here and in the home.',
    )
    .argument('[actor]', 'an actor such as git, or an action such as git.clone')
    .option('--json', 'print one JSON object a line')
    .addHelpText('after', examplesHelp(examples, io))
    .action((word: string | undefined, { json = false }: { json?: boolean }) => listActors(word, json, io));
}

async function listActors(word: string | undefined, json: boolean, io: Io): Promise<void> {
  const players = playersOf([...(await configActors(io)), ...builtins]);
  const chosen = word === undefined ? players : choose(word.toLowerCase(), players);
  for (const line of json ? chosen.flatMap(jsonLines) : textLines(word, chosen, io.width))
    io.out(`${line}\n`);
}

/** By name; of two actions of the same name the first one is played, so it is the one to tell of. */
function playersOf(all: readonly (Module | Actor<Stage>)[]): Player[] {
  const byName = new Map<string, Player>();
  for (const each of all) {
    const player: Player = byName.get(each.name) ?? { name: each.name, actions: new Map() };
    byName.set(each.name, player);
    if ('play' in each) player.filter ??= each.filter;
    else
      for (const [action, definition] of each.actions) {
        const fullName = `${each.name}.${action}`;
        if (!player.actions.has(fullName)) player.actions.set(fullName, definition);
      }
  }
  return [...byName.values()];
}

/** The player, or the one action, of that name. Throws ACTION_UNKNOWN. */
function choose(word: string, players: readonly Player[]): Player[] {
  const player = players.find(({ name }) => name === word);
  if (player) return [player];
  for (const { name, actions } of players) {
    const definition = actions.get(word);
    if (definition) return [{ name, actions: new Map([[word, definition]]) }];
  }
  const known = players.flatMap(({ name, actions }) => [name, ...actions.keys()]);
  const near = nearest(word, known);
  throw new HeroError('ACTION_UNKNOWN', `there is no actor or action ${show(word)}`, {
    hint: near === undefined ? 'see `hero actors`' : `did you mean ${show(near)}?`,
  });
}

function textLines(word: string | undefined, players: readonly Player[], width: number): string[] {
  if (word === undefined) return table(players.map(playerRow), width);
  const [player] = players;
  if (!player) return [];
  const [action, ...others] = player.actions;
  if (action && others.length === 0 && action[0] === word.toLowerCase()) return actionPage(...action, width);
  const rows = [...player.actions].map(([name, { summary }]) => [[name], visible(summary)] as const);
  const filter =
    player.filter === undefined ? [] : [[[visible(player.filter)], 'Played by a module.'] as const];
  return table([...filter, ...rows], width);
}

function playerRow({ name, actions, filter }: Player): [string[], string] {
  const words = [...actions.keys()].map(action => action.slice(name.length + 1));
  const list = [...(filter === undefined ? [] : [`plays ${filter}`]), ...words];
  return [[visible(name)], visible(list.join(', '))];
}

/** All that there is to say of an action. */
function actionPage(name: string, definition: Definition, width: number): string[] {
  const { summary, prepares, examples: scripts = [] } = definition;
  const effect = effectOf(definition);
  const params = paramTable(definition, width);
  return [
    name,
    ...wrap(visible(summary), width),
    ...(prepares ? wrap('Takes effect while the script is read, before anything else runs.', width) : []),
    ...(params.length > 0 ? ['', 'Params:', ...params] : []),
    ...(effect ? ['', `Effect: ${visible(effect)}`] : []),
    ...(scripts.length > 0 ? ['', scripts.length > 1 ? 'Examples:' : 'Example:'] : []),
    ...scripts.flatMap(script => script.split('\n').map(line => `  ${visible(line)}`)),
  ];
}

function paramTable(definition: Definition, width: number): string[] {
  const rows = paramRows(definition).map(({ name, kind, isRequired, fallback, description }) => {
    const need = isRequired ? 'required' : fallback && `default ${fallback}`;
    return [[name, kind, need].map(visible), visible(description)] as const;
  });
  return [...table(rows, width, '  '), ...(definition.open ? ['  any other param'] : [])];
}

function jsonLines({ name, actions, filter }: Player): string[] {
  const lines = [...actions].map(([action, definition]) =>
    JSON.stringify(describeAction(action, definition)),
  );
  return filter === undefined ? lines : [JSON.stringify({ name, filter }), ...lines];
}
