import { isAbsolute, relative, resolve } from 'node:path';
import { HeroError, Source } from '../../base/index.ts';
import type { Coderoot } from '../../git/index.ts';
import { parse } from '../../script/index.ts';
import type { LoadedScript, PlaybookSource } from '../playbook/playbook-source.ts';
import { loadScripts, originOf } from './load-scripts.ts';

export interface LoadOptions {
  /** The folder for checkouts. */
  readonly code: Coderoot;
  /** True when nothing is fetched: an existing checkout is used as it is. */
  readonly isRehearsal?: boolean;
  /** Ends a running clone. */
  readonly signal?: AbortSignal | undefined;
}

/** A source that can be read again later, from any working directory. */
export function lastingSource(source: PlaybookSource): PlaybookSource {
  const { path, text, folder = '.' } = source;
  if (path !== undefined) return { ...source, path: resolve(path) };
  return text === undefined ? source : { ...source, folder: resolve(folder), isKept: true };
}

/** A path as messages show it: relative when it is below the working directory. */
export function pathFromHere(path: string): string {
  const short = relative('.', path);
  return short === '' || short.startsWith('..') || isAbsolute(short) ? path : short;
}

/** Reads and parses the scripts of a source. Throws PLAY_BAD_ARGUMENTS, PLAY_PATH_NOT_FOUND, SCRIPT_NOT_UTF8, GIT_*. */
export async function loadSource(
  source: PlaybookSource,
  { code, isRehearsal = false, signal }: LoadOptions,
): Promise<LoadedScript[]> {
  const given = [source.text, source.path, source.url].filter(value => value !== undefined);
  if (given.length !== 1) {
    throw new HeroError(
      'PLAY_BAD_ARGUMENTS',
      `expected one of text, path and url, but found ${given.length}`,
    );
  }
  if (source.text !== undefined) return [loadText(source.text, source)];
  if (source.path !== undefined) return loadPath(source.path);
  const { url = '', gitPull: pull = false, gitReset: reset = false } = source;
  const { path, checkout } = isRehearsal
    ? await code.present({ url })
    : await code.code({ url, pull, reset, ...(signal && { signal }) });
  return loadPath(path, [], { url, root: checkout.path });
}

/** The scripts of a file or folder; `chain` holds the files that included each other before them. */
export async function loadPath(
  path: string,
  chain: readonly string[] = [],
  remote?: LoadedScript['origin']['remote'],
): Promise<LoadedScript[]> {
  const files = await loadScripts(path);
  return files.map(file => ({ document: parse(file.source), origin: originOf(file, chain, remote) }));
}

function loadText(text: string, { name, folder = '.', isKept }: PlaybookSource): LoadedScript {
  const origin = { folder: resolve(folder), chain: [], ...(isKept && { isKept: true as const }) };
  return { document: parse(new Source(text, name)), origin };
}
