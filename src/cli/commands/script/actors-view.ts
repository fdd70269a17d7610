import { describeAction, effectOf, paramRows } from '../../../action/describe.ts';
import type { ActionDefinition } from '../../../action/index.ts';
import { visible } from '../../../base/index.ts';
import type { ActionContext } from '../../../play/index.ts';
import { table } from '../../terminal/table.ts';
import { wrap } from '../../terminal/text-width.ts';

type Definition = ActionDefinition<ActionContext>;

/** The actions of an actor by full name, and the filter of a module of that name. */
export interface ActorListing {
  readonly name: string;
  readonly actions: Map<string, Definition>;
  filter?: string;
}

/** The lines for a terminal: all actors, the actions of one, or the params of one action. */
export function textLines(word: string | undefined, all: readonly ActorListing[], width: number): string[] {
  if (word === undefined) return table(all.map(actorRow), width);
  const [actor] = all;
  if (!actor) return [];
  const [action, ...others] = actor.actions;
  if (action && others.length === 0 && action[0] === word.toLowerCase()) return actionPage(...action, width);
  const rows = [...actor.actions].map(([name, { summary }]) => [[name], visible(summary)] as const);
  const filter =
    actor.filter === undefined ? [] : [[[visible(actor.filter)], 'Played by a module.'] as const];
  return table([...filter, ...rows], width);
}

function actorRow({ name, actions, filter }: ActorListing): [string[], string] {
  const words = [...actions.keys()].map(action => action.slice(name.length + 1));
  const list = [...(filter === undefined ? [] : [`plays ${filter}`]), ...words];
  return [[visible(name)], visible(list.join(', '))];
}

/** An action with its params, effect and examples. */
function actionPage(name: string, definition: Definition, width: number): string[] {
  const { summary, prepares, examples: scripts = [] } = definition;
  const effect = effectOf(definition);
  const params = paramTable(definition, width);
  return [
    name,
    ...wrap(visible(summary), width),
    ...(prepares ? wrap('Takes effect while the script is read, before any other action runs.', width) : []),
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

/** The lines of `--json`: an object for each action, and one for a filter. */
export function jsonLines({ name, actions, filter }: ActorListing): string[] {
  const lines = [...actions].map(([action, definition]) =>
    JSON.stringify(describeAction(action, definition)),
  );
  return filter === undefined ? lines : [JSON.stringify({ name, filter }), ...lines];
}
