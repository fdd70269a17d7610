import { stat } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import type { Actor } from '../../../action/index.ts';
import { type ActionContext, heroHome, type Module } from '../../../play/index.ts';
import { findConfig, loadActors } from '../../../play/source/load-actors.ts';
import type { Io } from '../../io.ts';

/**
 * The actors and modules of the `hero.config.*` next to a script (without a script, of the working directory), then
 * those of the home. Both files are programs, and are run. Throws PLAY_ACTORS_FILE.
 */
export async function configActors(
  io: Io,
  script?: string,
): Promise<readonly (Module | Actor<ActionContext>)[]> {
  const found: (Module | Actor<ActionContext>)[] = [];
  for (const path of await configFiles(io, script)) found.push(...(await loadActors(path)));
  return found;
}

/** The `hero.config.*` files for a script; without a script, those of the working directory. */
export async function configFiles(io: Io, script?: string): Promise<string[]> {
  const folders = new Set([await folderOf(script), heroHome(io.env.HERO_HOME)]);
  const found = await Promise.all([...folders].map(folder => findConfig(near(folder))));
  return found.filter(path => path !== undefined);
}

/** The folder of a script, which may be a folder itself. */
async function folderOf(script: string | undefined): Promise<string> {
  if (script === undefined || script === '-') return resolve('.');
  const isFolder = (await stat(script).catch(() => undefined))?.isDirectory() ?? false;
  return resolve(isFolder ? script : dirname(script));
}

/** A folder as errors name it: relative when it is below the working directory. */
function near(folder: string): string {
  const inside = relative('.', folder);
  return inside.startsWith('..') ? folder : inside;
}
