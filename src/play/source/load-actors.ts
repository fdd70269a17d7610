import { existsSync } from 'node:fs';
import { lstat, readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMap } from 'node:util/types';
import { p } from '../../action/index.ts';
import { HeroError, isHeroError, show, visible } from '../../base/index.ts';
import { type ActorOrModule, defineActor } from '../model/action-context.ts';

/** The argument of an exported function: everything that is needed to define actors. */
const kit = { defineActor, p, HeroError };

const configNames = ['hero.config.ts', 'hero.config.mts', 'hero.config.js', 'hero.config.mjs'];

const example = `export the actors by default:
    export default ({ defineActor, p }) => defineActor('greet', {
      hello: { summary: 'Says hello.', params: { who: p.text() }, run: ({ who }, { say }) => say(who) },
    });`;

/** The file of a folder that configures the command: the first of `hero.config.ts`, `.mts`, `.js` and `.mjs`. */
export async function findConfig(folder: string): Promise<string | undefined> {
  for (const name of configNames) {
    const path = join(folder, name);
    if ((await lstat(path).catch(() => undefined))?.isFile()) return path;
  }
  return undefined;
}

/**
 * The actors and modules that a JavaScript or TypeScript file exports by default: one, a list, `{ actors: […] }`, or a
 * function that returns one of these. Each call runs the file again. Throws PLAY_ACTORS_FILE.
 */
export async function loadActors(path: string): Promise<readonly ActorOrModule[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) {
    const what = found ? 'not a file' : 'missing';
    throw new HeroError('PLAY_ACTORS_FILE', `the file of actors ${show(path)} is ${what}`, {
      hint: 'check the path',
    });
  }
  const exported = await evaluate(path);
  const players = listOf(exported);
  const odd = players.findIndex(each => !isActorOrModule(each));
  if (odd < 0) return players as ActorOrModule[];
  const where = players.length > 1 ? ` at position ${odd + 1} of its list` : '';
  const what = `expected an actor or a module, but found ${nameOf(players[odd])}${where}`;
  throw new HeroError('PLAY_ACTORS_FILE', `${show(path)} exports no actors: ${what}`, {
    hint: example,
  });
}

/** The default export of a file; a function is called. */
async function evaluate(path: string): Promise<unknown> {
  const file = resolve(path);
  // Loaded late: it is large, and most runs have no such file.
  const { createJiti } = await import('jiti');
  try {
    const jiti = createJiti(file, {
      alias: ownName(file),
      debug: false,
      esmEvalTempFile: false,
      fsCache: false,
      moduleCache: false,
      // Keeps the line numbers of errors: without it they are those of the compiled text.
      transformOptions: { retainLines: true },
    });
    // Always compiled: Node would cache the file, and would run a failing one twice.
    const source = await readFile(file, 'utf8');
    const options = { filename: file, async: true, forceTranspile: true };
    const exported = defaultOf(await jiti.evalModule(source, options));
    return typeof exported === 'function' ? await exported(kit) : exported;
  } catch (cause) {
    throw unloadable(path, file, cause);
  }
}

/** The default export; in CommonJS the only one. */
function defaultOf(module: unknown): unknown {
  return isObject(module) || typeof module === 'function'
    ? (Reflect.get(module, 'default') ?? module)
    : module;
}

/** The path of `heroplay` for a file that has none next to it: this package. */
function ownName(file: string): Record<string, string> {
  try {
    createRequire(file).resolve('heroplay');
    return {};
  } catch {
    const entry = ownEntry();
    if (entry === undefined) return {};
    return {
      heroplay: entry,
      'heroplay/script': join(dirname(entry), 'script', basename(entry)),
      'heroplay/testing': join(dirname(entry), 'testing', basename(entry)),
      'heroplay/herolib': join(dirname(entry), basename(entry).replace('index', 'herolib')),
    };
  }
}

/** The entry of this package: one folder up in the library, next to the command in the bundle. */
function ownEntry(): string | undefined {
  const places = ['../../index.ts', '../../index.js', './index.js'];
  return places.map(place => fileURLToPath(new URL(place, import.meta.url))).find(place => existsSync(place));
}

function unloadable(path: string, file: string, cause: unknown): HeroError {
  const message = cause instanceof Error ? cause.message : String(cause);
  // The lines after the first have the place, which `lineOf` reports better, or the requiring files.
  const [problem = ''] = message.split('\n');
  const line = cause instanceof Error ? lineOf(file, `${message}\n${cause.stack ?? ''}`) : '';
  const hint = isHeroError(cause) && cause.hint !== undefined ? cause.hint : 'repair the file';
  const said = visible(problem.trim().replace(/\.$/, '')) || 'it gave no reason';
  return new HeroError('PLAY_ACTORS_FILE', `${visible(path)}${line} cannot be loaded: ${said}`, {
    hint,
    cause,
  });
}

/** `:LINE` of the first place in a file that an error names, or an empty text. */
function lineOf(file: string, told: string): string {
  const at = told.split(`${file}:`)[1];
  const [, line] = /^(\d+)/.exec(at ?? '') ?? [];
  return line === undefined ? '' : `:${line}`;
}

function listOf(exported: unknown): readonly unknown[] {
  if (Array.isArray(exported)) return exported;
  if (isActorOrModule(exported) || !isObject(exported) || !('actors' in exported)) return [exported];
  return Array.isArray(exported.actors) ? exported.actors : [exported.actors];
}

/** True for the shape of an actor or a module, because another copy of this package may have made it. */
function isActorOrModule(value: unknown): value is ActorOrModule {
  if (!isObject(value) || typeof value.name !== 'string') return false;
  return isMap(value.actions) || (typeof value.filter === 'string' && typeof value.play === 'function');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The kind of a value, for a person. */
function nameOf(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (!isObject(value)) return typeof value === 'function' ? 'a function' : `a ${typeof value}`;
  const keys = Object.keys(value)
    .slice(0, 5)
    .map(key => show(key));
  return keys.length > 0 ? `an object with ${keys.join(', ')}` : 'nothing';
}
