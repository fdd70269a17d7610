import { HeroError, show } from '../../base/index.ts';

/** The start and the limit of paths; all three are absolute POSIX paths. */
export interface PathPlaces {
  /** The start of relative paths when there is no root. */
  readonly base: string;
  /** The home that `~` means. */
  readonly home: string;
  /** The start of relative paths, which no path may leave. */
  readonly root?: string;
}

/**
 * The absolute, normalised POSIX path of a value; the file system is not used. `~` has its meaning only as the whole
 * first segment. Throws PARAMS_OUTSIDE_ROOT, and PARAMS_BAD_PATH for a NUL character.
 */
export function resolvePath(text: string, { base, home, root }: PathPlaces): string {
  if (text.includes('\0')) {
    throw new HeroError(
      'PARAMS_BAD_PATH',
      `found a NUL character in ${show(text)}, expected a path without one`,
    );
  }
  if (root === undefined) return normalise(absolute(text, home, base));
  const top = normalise(root);
  const path = normalise(absolute(text, home, top));
  if (isForeign(text) || !isWithin(path, top)) throw outside(text, top);
  return path;
}

/** The path from a folder to a file, both absolute; empty when no file is given. */
export function relativePath(folder: string, file: string): string {
  if (file === '') return '';
  const from = normalise(folder).split('/').filter(Boolean);
  const to = normalise(file).split('/').filter(Boolean);
  let same = 0;
  while (same < from.length && same < to.length && from[same] === to[same]) same++;
  return [...from.slice(same).map(() => '..'), ...to.slice(same)].join('/');
}

/** The folders above an absolute path, innermost first; empty for any other text. */
export function foldersAbove(path: string): string[] {
  if (!path.startsWith('/')) return [];
  const parts = path.split('/').filter(Boolean);
  return parts.map((_, at) => `/${parts.slice(0, at).join('/')}`).reverse();
}

function absolute(text: string, home: string, start: string): string {
  if (text === '~' || text.startsWith('~/')) return home + text.slice(1);
  return text.startsWith('/') ? text : `${start}/${text}`;
}

function normalise(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return `/${segments.join('/')}`;
}

/** True when another system or a shell would read the text as a path: `~user`, `C:…`, `\\host\share`. */
function isForeign(text: string): boolean {
  return /^~[^/]|^[A-Za-z]:|\\/.test(text);
}

function isWithin(path: string, top: string): boolean {
  return path === top || path.startsWith(top === '/' ? '/' : `${top}/`);
}

function outside(text: string, top: string): HeroError {
  return new HeroError(
    'PARAMS_OUTSIDE_ROOT',
    `found the path ${show(text)}, expected one below ${show(top)}`,
    {
      hint: 'write a path relative to the root, with `/` between its parts',
    },
  );
}
