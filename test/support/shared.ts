import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The project's root. */
export const root = resolve(import.meta.dirname, '../..');

/** The folder beside the project that holds vectors and corpus; undefined where it is missing. */
export const shared: string | undefined = existsSync(join(root, '../shared'))
  ? join(root, '../shared')
  : undefined;

if (!shared) console.log('skipped: no ../shared');

/** Reads a JSON file below `../shared`; an empty list where that is missing. */
export function sharedJson<T>(path: string): T[] {
  return shared ? (JSON.parse(readFileSync(join(shared, path), 'utf8')) as T[]) : [];
}
