import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HeroError, json, newerFormat, parseJson } from '../../base/index.ts';
import { isThere, makeDirectory, writeFileAtomic } from '../../sys/file.ts';
import { errno, failure } from '../../sys/file-failure.ts';

/** The format of a home; a home without a number is read as format 0, which is the same. */
const homeFormat = 1;

const shape = json.object({ format: json.number });

/** Throws PLAY_NEWER_FORMAT for a home that a newer version wrote, PLAY_BAD_STATE for a damaged number. */
export function checkHome(home: string): void {
  const path = formatPath(home);
  const text = readFormat(path);
  if (text === undefined) return;
  const { format } = parseJson(
    text,
    shape,
    problem =>
      new HeroError('PLAY_BAD_STATE', `${path} cannot be used: ${problem}`, {
        hint: 'write `{ "format": 1 }` into it',
      }),
  );
  if (format > homeFormat) throw newerFormat(path, format, homeFormat);
}

/** Writes the number of the format into a home that has none, before anything else is written to it. */
export async function markHome(home: string): Promise<void> {
  const path = formatPath(home);
  if (isThere(path)) return;
  await makeDirectory(home);
  await writeFileAtomic(path, `${JSON.stringify({ format: homeFormat })}\n`);
}

function readFormat(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errno(error) === 'ENOENT' || errno(error) === 'ENOTDIR') return undefined;
    throw failure('read', path, error);
  }
}

function formatPath(home: string): string {
  return join(home, 'home.json');
}
