import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { HeroError, parseObject, show } from '../../base/index.ts';
import { isThere, makeDirectory, readRegularFile, writeFileAtomic } from '../../sys/file.ts';

/** The version of the files that contexts and sessions keep; another one is refused. */
const version = 1;

/** Reads a state file; undefined when there is none. Throws PLAY_BAD_STATE for one that is broken or newer. */
export async function readState(path: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const bytes = await readRegularFile(path);
  return bytes && stateOf(path, bytes);
}

/** Like `readState`. */
export function readStateSync(path: string): Readonly<Record<string, unknown>> | undefined {
  return isThere(path) ? stateOf(path, readFileSync(path)) : undefined;
}

function stateOf(path: string, bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const state = parseObject(new TextDecoder().decode(bytes));
  if (state?.version === version) return state;
  const found = state ? `version ${show(String(state.version))}` : 'no JSON object';
  throw new HeroError('PLAY_BAD_STATE', `${path} should hold version ${version}, but holds ${found}`, {
    hint: 'restore the file from a backup, or remove it to start anew',
  });
}

/** Writes a state file, whole or not at all. */
export async function writeState(path: string, state: Readonly<Record<string, unknown>>): Promise<void> {
  await makeDirectory(dirname(path));
  await writeFileAtomic(path, `${JSON.stringify({ version, ...state }, null, 2)}\n`);
}
