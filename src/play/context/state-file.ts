import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { HeroError, type JsonShape, json, newerFormat, parseJson } from '../../base/index.ts';
import { isThere, makeDirectory, readRegularFile, writeFileAtomic } from '../../sys/file.ts';

/** The format of the state files of contexts and sessions; a file with a higher number is refused. */
const stateFormat = 1;

const versionShape = json.object({ version: json.number });

/** Reads a state file by its shape; undefined when there is none. Throws PLAY_BAD_STATE, PLAY_NEWER_FORMAT, STORE_FAILED. */
export async function readState<T>(path: string, shape: JsonShape<T>): Promise<T | undefined> {
  const bytes = await readRegularFile(path);
  return bytes && stateOf(path, bytes, shape);
}

/** Like `readState`. */
export function readStateSync<T>(path: string, shape: JsonShape<T>): T | undefined {
  return isThere(path) ? stateOf(path, readFileSync(path), shape) : undefined;
}

function stateOf<T>(path: string, bytes: Uint8Array, shape: JsonShape<T>): T {
  const text = new TextDecoder().decode(bytes);
  const bad = (problem: string) =>
    new HeroError('PLAY_BAD_STATE', `${path} cannot be used: ${problem}`, {
      hint: 'restore the file from a backup, or remove it to start over',
    });
  const { version } = parseJson(text, versionShape, bad);
  if (version > stateFormat) throw newerFormat(path, version, stateFormat);
  if (version !== stateFormat) throw bad(`version is ${version}, expected ${stateFormat}`);
  return parseJson(text, shape, bad);
}

/** Writes a state file, whole or not at all. */
export async function writeState(path: string, state: Readonly<Record<string, unknown>>): Promise<void> {
  await makeDirectory(dirname(path));
  await writeFileAtomic(path, `${JSON.stringify({ version: stateFormat, ...state }, null, 2)}\n`);
}
