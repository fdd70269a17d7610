import { realpath } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { HeroError, show } from '../../base/index.ts';
import { type Coderoot, parseGitUrl } from '../../git/index.ts';
import type { Origin, Remote } from '../playbook/origin.ts';
import type { IncludeTarget, LoadedScript } from '../playbook/playbook-source.ts';
import { loadPath } from './load-source.ts';

export interface IncludeRules {
  /** The folder for checkouts. */
  readonly code: Coderoot;
  /** `HOST/ACCOUNT`s that remote scripts may include from. */
  readonly allowed: readonly string[];
  /** True when nothing is fetched: an existing checkout is used as it is. */
  readonly isRehearsal: boolean;
}

/**
 * Reads the scripts that a script includes. Throws PLAY_INCLUDE_REFUSED for what a remote script may not reach,
 * PLAY_PATH_NOT_FOUND, SCRIPT_NOT_UTF8, GIT_*.
 */
export async function loadInclude(
  { chain, remote, folder }: Origin,
  target: IncludeTarget,
  { code, allowed, isRehearsal }: IncludeRules,
): Promise<LoadedScript[]> {
  if (target.path !== undefined) {
    const path = resolve(folder, target.path);
    if (remote) await refuseOutside(path, remote);
    return loadPath(path, chain, remote);
  }
  const { url = '', pull = false, reset = false, signal } = target;
  if (remote) refuseForeign(url, remote, allowed);
  const options = { url, pull, reset, base: folder, ...(signal && { signal }) };
  const { path, checkout } = isRehearsal ? await code.present(options) : await code.code(options);
  return loadPath(path, chain, { url, root: checkout.path });
}

/** A remote script may not read anything outside of its own checkout. */
async function refuseOutside(path: string, remote: Remote): Promise<void> {
  const root = await realpath(remote.root);
  const real = await realpath(path).catch(() => path);
  if (!/^\.\.(\/|$)/.test(relative(root, real))) return;
  throw new HeroError(
    'PLAY_INCLUDE_REFUSED',
    `a script from ${remote.url} may not include ${show(path)}, which is not in its repository`,
  );
}

/** A remote script may include from its own repository, or from accounts that the person allowed. */
function refuseForeign(url: string, remote: Remote, allowed: readonly string[]): void {
  const wanted = parseGitUrl(url);
  const own = parseGitUrl(remote.url);
  const same = own.provider === wanted.provider && own.account === wanted.account && own.name === wanted.name;
  const account = `${wanted.provider}/${wanted.account}`;
  if (wanted.scheme !== 'local' && (same || allowed.map(normalise).includes(normalise(account)))) return;
  throw new HeroError(
    'PLAY_INCLUDE_REFUSED',
    `a script from ${remote.url} may not include from elsewhere: ${show(url)}`,
    { hint: `pass \`--allow-include ${account}\` if you trust that account` },
  );
}

function normalise(account: string): string {
  return account.toLowerCase().replace(/^github\.com\//, 'github/');
}
