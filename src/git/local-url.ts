import path from 'node:path';
import { HeroError, show } from '../base/index.ts';
import type { GitUrl } from './git-types.ts';
import { isReserved } from './url-parts.ts';

type BadUrl = (text: string, problem: string, hint?: string) => HeroError;

/** True when a text names a repository of this machine: `/…`, `./…`, `../…`, `~/…` or `file://…`. */
export function isLocalText(text: string): boolean {
  return /^(\/|\.{1,2}(\/|$)|~(\/|$)|file:)/i.test(text);
}

/**
 * Reads a local form. All of it is the path: a `#` or a `?` belongs to it, and there is no branch. Account and
 * name are empty until `resolveLocal` finds them, where the text does not have them.
 */
export function parseLocal(text: string, bad: BadUrl): GitUrl {
  const local = /^file:/i.test(text) ? filePath(text, bad) : text;
  return { scheme: 'local', provider: 'local', ...names(local, text, bad), ...noRef, local };
}

const noRef = { branch: '', path: '', anchor: '', refParts: Object.freeze([]) };

function filePath(text: string, bad: BadUrl): string {
  const match = /^file:\/\/(?:localhost)?(\/.*)$/i.exec(text);
  if (!match) throw bad(text, 'is not a path of this machine', 'write `file:///` and an absolute path');
  try {
    return decodeURIComponent(match[1]!);
  } catch {
    throw bad(text, 'holds a `%` that does not start a character', 'write a percent sign as `%25`');
  }
}

/** The last two folders of a path; a repository directly below `/` gets the account `root`. */
function names(local: string, text: string, bad: BadUrl): { account: string; name: string } {
  const parts = path.posix
    .normalize(local)
    .split('/')
    .filter(part => part !== '' && part !== '.');
  if (parts.at(-1) === '.git') parts.pop();
  if (parts.length === 0 && local.startsWith('/')) throw bad(text, 'does not name a repository');
  const folders = parts.map(part => (part === '..' || part === '~' ? '' : part));
  const name = (folders.at(-1) ?? '').replace(/(.)\.git$/, '$1');
  const account = folders.at(-2) ?? (local.startsWith('/') ? 'root' : '');
  for (const each of [account, name]) {
    if (each.startsWith('-') || (each !== '' && isReserved(each)))
      throw bad(text, `cannot have a folder ${show(each)}`);
  }
  return { account, name };
}

/**
 * A local URL with an absolute path, account and name: `base` is the folder at which `./` and `../` start,
 * `home` is `~`, both absolute. Other URLs are returned unchanged. Throws GIT_BAD_URL for a path without a name.
 */
export function resolveLocal(url: GitUrl, { base, home }: { base: string; home: string }): GitUrl {
  if (url.local === undefined) return url;
  const local = path.resolve(
    base,
    url.local.replace(/^~(?=\/|$)/, () => home),
  );
  const bad: BadUrl = (text, problem) =>
    new HeroError('GIT_BAD_URL', `the local repository ${show(text)} ${problem}`);
  return Object.freeze({ ...url, ...names(local, local, bad), local });
}

/** Throws GIT_LOCAL_REFUSED for a repository of this machine unless the caller allows one. */
export function assertLocalAllowed(url: GitUrl, allowed: boolean): void {
  if (allowed || url.scheme !== 'local') return;
  throw new HeroError(
    'GIT_LOCAL_REFUSED',
    `a remote script may not use a repository of this machine: ${show(url.local ?? '')}`,
    { hint: 'pass the path on the command line, or play a local copy of the script' },
  );
}
