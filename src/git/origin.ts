import { realpathSync } from 'node:fs';
import { HeroError, isHeroError, show } from '../base/index.ts';
import type { Checkout } from './checkout.ts';
import type { GitOptions, GitUrl } from './git-types.ts';
import { parseGitUrl } from './git-url.ts';
import { resolveLocal } from './local-url.ts';
import { cloneUrl } from './url-text.ts';

/** Throws GIT_OTHER_ORIGIN unless a checkout was cloned from the repository of the URL, over any scheme. */
export async function requireOrigin(
  checkout: Checkout,
  url: GitUrl,
  options: GitOptions = {},
): Promise<void> {
  const origin = await checkout.origin(options);
  if (origin !== undefined && isSameRepository(origin, url, checkout.path)) return;
  const found = origin === undefined ? 'has no origin' : `belongs to ${show(origin)}`;
  throw new HeroError(
    'GIT_OTHER_ORIGIN',
    `the checkout ${show(checkout.path)} ${found}, not to ${show(cloneUrl(url))}`,
    {
      hint: 'move that checkout away, or give the URL of its origin',
    },
  );
}

function isSameRepository(origin: string, url: GitUrl, base: string): boolean {
  if (origin === cloneUrl(url)) return true;
  const other = readOrigin(origin, base);
  if (other === undefined) return false;
  return url.local === undefined ? identity(other) === identity(url) : isSameFolder(other.local, url.local);
}

function readOrigin(origin: string, base: string): GitUrl | undefined {
  try {
    return resolveLocal(parseGitUrl(origin), { base, home: base });
  } catch (error) {
    if (isHeroError(error, 'GIT_BAD_URL')) return undefined;
    throw error;
  }
}

// GitHub and others ignore case in accounts and names, and so do some file systems.
function identity({ provider, account, name }: GitUrl): string {
  return `${provider}/${account}/${name}`.toLowerCase();
}

function isSameFolder(one: string | undefined, other: string): boolean {
  return one !== undefined && realFolder(one) === realFolder(other);
}

function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}
