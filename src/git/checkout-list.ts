import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { show } from '../base/index.ts';
import { isCheckout } from './checkout.ts';
import type { CheckoutFilter, RepositoryName } from './git-types.ts';
import { providerOf } from './git-url.ts';
import { unfinishedPrefix } from './url-parts.ts';

/** The deepest folder below the coderoot that may be a checkout. */
const deepest = 6;

/**
 * The folders of all checkouts below a coderoot, each as its path in parts, sorted. Symbolic links are not
 * followed; folders that start with `.` or `_` are skipped unless they are checkouts, and so are unreadable ones.
 */
export async function findCheckouts(root: string): Promise<string[][]> {
  const found = await findBelow(root, []);
  return found.sort((a, b) => (a.join('/') < b.join('/') ? -1 : 1));
}

async function findBelow(root: string, above: readonly string[]): Promise<string[][]> {
  if (above.length === deepest) return [];
  const found: string[][] = [];
  for (const name of await folders(path.join(root, ...above))) {
    const parts = [...above, name];
    if (name.startsWith(unfinishedPrefix)) continue;
    if (isCheckout(path.join(root, ...parts))) found.push(parts);
    else if (!/^[._]/.test(name)) found.push(...(await findBelow(root, parts)));
  }
  return found;
}

async function folders(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter(entry => entry.isDirectory()).map(entry => entry.name);
  } catch {
    return [];
  }
}

/** True when a checkout at `place` (`provider/account/name`) meets all conditions. */
export function matchesFilter(place: string, repository: RepositoryName, filter: CheckoutFilter): boolean {
  const { filter: part = '', provider, account, name } = filter;
  return (
    place.toLowerCase().includes(part.toLowerCase()) &&
    (!provider || providerOf(provider.toLowerCase()) === repository.provider) &&
    (!account || account === repository.account) &&
    (!name || name === repository.name)
  );
}

/** A filter as a message shows it. */
export function describeFilter(filter: CheckoutFilter): string {
  const given = Object.entries(filter).filter(([, value]) => value);
  return given.length === 0
    ? 'an empty filter'
    : given.map(([key, value]) => show(`${key}:${value}`)).join(' and ');
}
