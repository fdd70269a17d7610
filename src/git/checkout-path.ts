import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { HeroError, show } from '../base/index.ts';

/**
 * The absolute path of a file or folder inside a checkout. Throws GIT_PATH_NOT_FOUND when it does not exist, belongs to
 * git itself, or leads out of the checkout by `..` or by a symbolic link.
 */
export async function requirePathInside(checkout: string, inside: string): Promise<string> {
  const place = path.join(checkout, inside);
  const parts = path.relative(checkout, place).split(path.sep);
  if (parts[0] === '..') throw notFound(checkout, inside, 'leads out of');
  const real = await realPath(place);
  if (real === undefined || parts[0]?.toLowerCase() === '.git')
    throw notFound(checkout, inside, 'does not exist in');
  if (!isInside(await realpath(checkout), real)) throw notFound(checkout, inside, 'leads out of');
  return place.replace(/(.)\/+$/, '$1');
}

async function realPath(place: string): Promise<string | undefined> {
  try {
    return await realpath(place);
  } catch {
    return undefined;
  }
}

function isInside(folder: string, place: string): boolean {
  return place === folder || place.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}

function notFound(checkout: string, inside: string, problem: string): HeroError {
  return new HeroError(
    'GIT_PATH_NOT_FOUND',
    `the path ${show(inside)} ${problem} the checkout ${show(checkout)}`,
    {
      hint: 'give a path that exists on that branch',
    },
  );
}
