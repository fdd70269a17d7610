import type { Command } from 'commander';
import type { Actor } from '../../../action/index.ts';
import { builtins } from '../../../actors/index.ts';
import { HeroError, nearest, show } from '../../../base/index.ts';
import { type ActionContext, isModule, type Module } from '../../../play/index.ts';
import type { Io } from '../../io.ts';
import { examplesHelp } from '../help.ts';
import type { ActorListing } from './actors-view.ts';
import { configActors } from './config-actors.ts';

const examples = [
  ['hero actors', 'all actors and their actions'],
  ['hero actors git', 'the actions of an actor'],
  ['hero actors git.clone', 'the params of an action'],
] as const;

/** Adds `hero actors`. */
export function addActorsCommand(program: Command, io: Io): void {
  program
    .command('actors')
    .summary('list actors, their actions and params')
    .description(
      'Lists actors with their actions, the actions of an actor, or the params of an action. It includes the built-in actors, and those of hero.config.* here and in the home.',
    )
    .argument('[actor]', 'an actor such as git, or an action such as git.clone')
    .option('--json', 'print one JSON object per line')
    .addHelpText('after', examplesHelp(examples, io))
    .action((word: string | undefined, { json = false }: { json?: boolean }) => listActors(word, json, io));
}

async function listActors(word: string | undefined, json: boolean, io: Io): Promise<void> {
  const { jsonLines, textLines } = await import('./actors-view.ts');
  const all = listingsOf([...(await configActors(io)), ...builtins]);
  const chosen = word === undefined ? all : choose(word.toLowerCase(), all);
  for (const line of json ? chosen.flatMap(jsonLines) : textLines(word, chosen, io.width))
    io.out(`${line}\n`);
}

/** The listings by name. Of two actions with the same name, the first is listed, because it is played. */
function listingsOf(all: readonly (Module | Actor<ActionContext>)[]): ActorListing[] {
  const byName = new Map<string, ActorListing>();
  for (const each of all) {
    const listing: ActorListing = byName.get(each.name) ?? { name: each.name, actions: new Map() };
    byName.set(each.name, listing);
    if (isModule(each)) listing.filter ??= each.filter;
    else addActions(each, listing);
  }
  return [...byName.values()];
}

function addActions({ name, actions }: Actor<ActionContext>, listing: ActorListing): void {
  for (const [action, definition] of actions) {
    const fullName = `${name}.${action}`;
    if (!listing.actions.has(fullName)) listing.actions.set(fullName, definition);
  }
}

/** The actor, or the one action, of that name. Throws ACTION_UNKNOWN. */
function choose(word: string, all: readonly ActorListing[]): ActorListing[] {
  const actor = all.find(({ name }) => name === word);
  if (actor) return [actor];
  for (const { name, actions } of all) {
    const definition = actions.get(word);
    if (definition) return [{ name, actions: new Map([[word, definition]]) }];
  }
  const known = all.flatMap(({ name, actions }) => [name, ...actions.keys()]);
  const near = nearest(word, known);
  throw new HeroError('ACTION_UNKNOWN', `there is no actor or action ${show(word)}`, {
    hint: near === undefined ? 'see `hero actors`' : `did you mean ${show(near)}?`,
  });
}
