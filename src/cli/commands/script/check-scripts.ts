import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, resolve } from 'node:path';
import { type Actor, check, maskOf, Registry } from '../../../action/index.ts';
import { builtins } from '../../../actors/index.ts';
import { type Diagnostic, type Mask, show } from '../../../base/index.ts';
import { resolvePath, templateNames } from '../../../params/index.ts';
import { type ActionContext, Filter, isModule, type Module, openContext } from '../../../play/index.ts';
import type { ActionNode, Document, ParamNode } from '../../../script/index.ts';
import { systemClock } from '../../../sys/clock.ts';
import type { Io } from '../../io.ts';
import { homeOf } from '../session-options.ts';
import { configActors } from './config-actors.ts';

/** The diagnostics of scripts that are not played, file by file in the order of each, and a mask of their secrets. */
export async function checkScripts(
  documents: readonly Document[],
  io: Io,
): Promise<{ diagnostics: Diagnostic[]; mask: Mask }> {
  const players = await configActors(io);
  const registry = new Registry([
    ...players.filter((each): each is Actor<ActionContext> => !isModule(each)),
    ...builtins,
  ]);
  const context = await openContext('default', homeOf(io));
  const names = context.params.toMap().keys();
  const environment = { places: { base: process.cwd(), home: homedir() }, now: Math.floor(systemClock()) };
  const plays = playedElsewhere(documents, players.filter(isModule), registry);
  const found = check(documents, { registry, environment, names, plays });
  const placed = documents.flatMap(document => {
    const here = [
      ...document.diagnostics,
      ...found.filter(({ span }) => span?.source === document.source),
      ...unreachable(document),
    ];
    return here.sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
  });
  const placeless = found.filter(({ span }) => !span);
  return { diagnostics: [...placed, ...placeless], mask: maskOf(documents, registry) };
}

/** Actions that modules play. Actors of `play.use` are not known here, because it is not run. */
function playedElsewhere(
  documents: readonly Document[],
  modules: readonly Module[],
  registry: Registry<ActionContext>,
): (action: ActionNode) => boolean {
  const filters = modules.map(({ filter }) => new Filter(filter));
  const isUsed = documents.some(({ actions }) => actions.some(({ fullName }) => fullName === 'play.use'));
  return action =>
    filters.some(filter => filter.matches(action)) ||
    (isUsed && registry.actionsOf(action.actor).length === 0);
}

/** Errors for includes of missing files. */
function unreachable(document: Document): Diagnostic[] {
  const folder = dirname(resolve(document.source.name));
  return document.actions.filter(isInclude).flatMap(action => {
    const path = action.items.findLast(
      (item): item is ParamNode => item.kind === 'param' && item.key === 'path',
    );
    if (
      !path ||
      templateNames(path.value).length > 0 ||
      existsSync(resolvePath(path.value, { base: folder, home: homedir() }))
    )
      return [];
    const span = { source: path.source, start: path.valueStart, end: path.end };
    const message = `the include ${show(path.value)} leads to neither a file nor a folder`;
    return [
      {
        code: 'PLAY_PATH_NOT_FOUND' as const,
        severity: 'error' as const,
        message,
        span,
        hint: 'write the path relative to the including file',
      },
    ];
  });
}

function isInclude({ broken, actor, name }: ActionNode): boolean {
  return !broken && name === 'include' && (actor === 'play' || actor === 'core');
}
