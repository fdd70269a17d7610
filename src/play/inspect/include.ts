import { realpath } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { HeroError, show } from '../../base/index.ts';
import { type Code, type CodeOptions, parseGitUrl } from '../../git/index.ts';
import type { Session } from '../model/session.ts';
import type { Action, Origin } from '../playbook/action.ts';
import { type PlacedScript, place, replaceIn } from '../source/add-sources.ts';
import { loadScripts } from '../source/load-scripts.ts';

export interface IncludeTarget {
  /** An absolute path. */
  path?: string | undefined;
  url?: string | undefined;
  pull?: boolean;
  reset?: boolean;
  /** Ends a clone that is under way. */
  signal?: AbortSignal;
  /** Values for `{NAME}` in values of the included actions. */
  replace?: Readonly<Record<string, string>>;
}

/** How deeply includes nest, and how many files a session takes in. */
const maxDepth = 16;
const maxFiles = 1000;
const counts = new WeakMap<Session, number>();

/**
 * Puts the actions of other scripts behind the action that includes them, and gives them back. Throws
 * PLAY_INCLUDE_CYCLE with the chain, PLAY_INCLUDE_DEPTH, PLAY_INCLUDE_COUNT, PLAY_INCLUDE_REFUSED for what a remote
 * script may not reach, and what loading throws.
 */
export async function include(session: Session, action: Action, target: IncludeTarget): Promise<Action[]> {
  if ((target.path === undefined) === (target.url === undefined)) {
    throw new HeroError('PLAY_INCLUDE_TARGET', 'expected one of `path` and `url`', {
      hint: 'write `!!play.include path:other.hero`',
    });
  }
  const scripts = await locate(session, action, target);
  for (const { origin } of scripts) refuseCycle(origin);
  count(session, scripts.length);
  const added = session.playbook.insertAfter(action, scripts);
  if (target.replace) replaceIn(added, target.replace);
  return added;
}

async function locate(session: Session, action: Action, target: IncludeTarget): Promise<PlacedScript[]> {
  const { chain, remote } = action.origin;
  if (target.path !== undefined) {
    const path = resolve(action.origin.folder, target.path);
    if (remote) await refuseOutside(path, remote);
    return (await loadScripts(path)).map(script => place(script, chain, remote));
  }
  const url = target.url ?? '';
  if (remote) refuseForeign(url, remote, session.allowInclude);
  const { pull = false, reset = false } = target;
  const { path, checkout } = await fetch(session, {
    url,
    pull,
    reset,
    base: action.origin.folder,
    ...(target.signal && { signal: target.signal }),
  });
  return (await loadScripts(path)).map(script => place(script, chain, { url, root: checkout.path }));
}

/** A rehearsal fetches nothing: it takes what is there. */
function fetch(
  { context, isRehearsal }: Session,
  options: CodeOptions,
): Promise<Pick<Code, 'path' | 'checkout'>> {
  return isRehearsal ? context.code.present(options) : context.code.code(options);
}

/** A remote script reaches nothing outside its own checkout, so that nothing of it is read either. */
async function refuseOutside(path: string, remote: NonNullable<Origin['remote']>): Promise<void> {
  const root = await realpath(remote.root);
  const real = await realpath(path).catch(() => path);
  if (!/^\.\.(\/|$)/.test(relative(root, real))) return;
  throw new HeroError(
    'PLAY_INCLUDE_REFUSED',
    `a script from ${remote.url} includes ${show(path)}, which is not in its repository`,
  );
}

/** A remote script includes from its own repository, or from accounts that the person allowed. */
function refuseForeign(url: string, remote: NonNullable<Origin['remote']>, allowed: readonly string[]): void {
  const wanted = parseGitUrl(url);
  const own = parseGitUrl(remote.url);
  const same = own.provider === wanted.provider && own.account === wanted.account && own.name === wanted.name;
  const account = `${wanted.provider}/${wanted.account}`;
  if (wanted.scheme !== 'local' && (same || allowed.map(normalise).includes(normalise(account)))) return;
  throw new HeroError(
    'PLAY_INCLUDE_REFUSED',
    `a script from ${remote.url} includes from elsewhere: ${show(url)}`,
    {
      hint: `allow it with \`--allow-include ${account}\` when you trust that account`,
    },
  );
}

function normalise(account: string): string {
  return account.toLowerCase().replace(/^github\.com\//, 'github/');
}

function refuseCycle({ chain }: Origin): void {
  const last = chain.at(-1);
  const first = last === undefined ? -1 : chain.indexOf(last);
  if (first >= 0 && first < chain.length - 1) {
    throw new HeroError(
      'PLAY_INCLUDE_CYCLE',
      `scripts include each other in a circle: ${chain.slice(first).join(' → ')}`,
    );
  }
  if (chain.length - 1 <= maxDepth) return;
  throw new HeroError(
    'PLAY_INCLUDE_DEPTH',
    `includes are nested more than ${maxDepth} deep: ${chain.join(' → ')}`,
  );
}

function count(session: Session, files: number): void {
  const total = (counts.get(session) ?? 0) + files;
  counts.set(session, total);
  if (total <= maxFiles) return;
  throw new HeroError('PLAY_INCLUDE_COUNT', `more than ${maxFiles} files are included`, {
    hint: 'include each file once',
  });
}
