import { resolve } from 'node:path';
import { HeroError, Source } from '../../base/index.ts';
import { keyName } from '../../script/index.ts';
import type { Context } from '../context/context.ts';
import type { Action, Origin } from '../playbook/action.ts';
import type { PlayBook } from '../playbook/playbook.ts';
import { folderOf, type LoadedScript, loadScripts } from './load-scripts.ts';

/** Where scripts come from: exactly one of text, path and url. */
export interface PlaybookSource {
  text?: string;
  /** A file, or a directory of `.md`, `.hero` and `.heroscript` files. */
  path?: string;
  /** A git URL; with a path inside the repository, or its root. */
  url?: string;
  /** Order among texts within a priority, 0 to 99, smallest first. Default 99. */
  prio?: number;
  /** Fetch what is new when the checkout is there already. */
  gitPull?: boolean;
  /** Throw away local changes of the checkout first. */
  gitReset?: boolean;
  /** Values for `{NAME}` in values of the added actions. */
  replace?: Readonly<Record<string, string>>;
  /** What a text is called in messages. */
  name?: string;
  /** The folder that relative paths in a text start at; default the working directory. */
  folder?: string;
  /** Whether the text is one that a session kept, which is without its secrets. */
  isKept?: boolean;
}

/** A source as it can be read again later, from wherever that is done. */
export function lastingSource(source: PlaybookSource): PlaybookSource {
  const { path, text, folder = '.' } = source;
  if (path !== undefined) return { ...source, path: resolve(path) };
  return text === undefined ? source : { ...source, folder: resolve(folder), isKept: true };
}

/** A script with what is known of where it came from. */
export interface PlacedScript {
  readonly source: Source;
  readonly origin: Origin;
}

/** Loads scripts and adds their actions. Throws PLAY_BAD_ARGUMENTS, PLAY_PATH_NOT_FOUND, PLAY_SCRIPT_ERRORS, GIT_*. */
export async function addSources(
  playbook: PlayBook,
  context: Context,
  source: PlaybookSource,
  signal?: AbortSignal,
): Promise<Action[]> {
  return addScripts(playbook, await loadSource(context, source, false, signal), source);
}

/** Adds the actions of scripts that were loaded. Throws PLAY_BAD_ARGUMENTS and PLAY_SCRIPT_ERRORS. */
export function addScripts(
  playbook: PlayBook,
  scripts: readonly PlacedScript[],
  { prio = 99, replace }: PlaybookSource,
): Action[] {
  if (!Number.isInteger(prio) || prio < 0 || prio > 99) {
    throw new HeroError('PLAY_BAD_ARGUMENTS', `expected a \`prio\` from 0 to 99, but found ${prio}`);
  }
  const added = scripts.flatMap(({ source, origin }) => playbook.add(source, { prio, origin }));
  if (replace) replaceIn(added, replace);
  return added;
}

/** Reads the scripts of a source. A URL is checked out below the coderoot of the context; `signal` ends that. */
export async function loadSource(
  context: Context,
  source: PlaybookSource,
  isRehearsal = false,
  signal?: AbortSignal,
): Promise<PlacedScript[]> {
  const given = [source.text, source.path, source.url].filter(value => value !== undefined);
  if (given.length !== 1) {
    throw new HeroError(
      'PLAY_BAD_ARGUMENTS',
      `expected one of text, path and url, but found ${given.length}`,
    );
  }
  if (source.text !== undefined) {
    const origin = {
      folder: resolve(source.folder ?? '.'),
      chain: [],
      ...(source.isKept && { isKept: true as const }),
    };
    return [{ source: new Source(source.text, source.name), origin }];
  }
  if (source.path !== undefined) return (await loadScripts(source.path)).map(script => place(script, []));
  const { url = '', gitPull: pull = false, gitReset: reset = false } = source;
  const { path, checkout } = isRehearsal
    ? await context.code.present({ url })
    : await context.code.code({ url, pull, reset, ...(signal && { signal }) });
  return (await loadScripts(path)).map(script => place(script, [], { url, root: checkout.path }));
}

/** A loaded script with its origin; `chain` holds the files that included each other before it. */
export function place(
  script: LoadedScript,
  chain: readonly string[],
  remote?: Origin['remote'],
): PlacedScript {
  const origin = { folder: folderOf(script), chain: [...chain, script.path], ...(remote && { remote }) };
  return { source: script.source, origin };
}

/** Puts values in the place of `{NAME}` in the values of actions. It cannot add or change an action. */
export function replaceIn(actions: readonly Action[], replace: Readonly<Record<string, string>>): void {
  const known = new Map(Object.entries(replace).map(([name, value]) => [keyName(name), value]));
  for (const action of actions) action.written.fill(name => known.get(keyName(name)));
}
