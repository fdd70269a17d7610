import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { HeroError, show } from '../base/index.ts';
import { Checkout, isCheckout } from './checkout.ts';
import { gitFailed, isAccessFailure, runGit, tryGit } from './git.ts';
import type { GitOptions, GitUrl, Refs } from './git-types.ts';
import { listRemoteArgs, readRemoteRefs } from './remote-refs.ts';
import { unfinishedPrefix } from './url-parts.ts';
import { cloneUrl, httpsUrl, sshUrl } from './url-text.ts';

export interface CloneOptions extends GitOptions {
  /** The number of commits of history: 1 by default, 0 for all of it. */
  depth?: number;
  /** A branch or tag that the origin has. Default: the branch that the origin points to. */
  ref?: string;
  /** A commit to check out instead, whole or shortened. */
  commit?: string;
}

/**
 * Clones into a folder next to the checkout and moves it into place when it is complete, so that a killed clone never
 * looks like a checkout. False when another process was first. Throws GIT_FAILED, GIT_UNKNOWN_REF.
 */
export async function clone(checkout: Checkout, url: GitUrl, options: CloneOptions = {}): Promise<boolean> {
  if (isCheckout(checkout.path)) return false;
  await refuseOtherFolder(checkout.path);
  const parent = path.dirname(checkout.path);
  await mkdir(parent, { recursive: true });
  const unfinished = await mkdtemp(path.join(parent, unfinishedPrefix));
  try {
    const complete = new Checkout(path.join(unfinished, checkout.name), checkout);
    await cloneInto(complete, url, options);
    return await moveInto(complete.path, checkout.path);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** Asks the origin of a URL for its branches and tags, before there is a checkout. */
export async function refsOfUrl(url: GitUrl, options: GitOptions = {}): Promise<Refs> {
  return readRemoteRefs(await reach(url, listRemoteArgs, options));
}

async function cloneInto(
  target: Checkout,
  url: GitUrl,
  { depth = 1, ref, commit, ...options }: CloneOptions,
): Promise<void> {
  // Git prints progress only for a listener.
  const flags = [
    options.onOutput ? '--progress' : '--quiet',
    '--no-local',
    '--no-recurse-submodules',
    '--origin=origin',
  ];
  if (depth > 0) flags.push(`--depth=${depth}`, '--single-branch');
  if (ref !== undefined) flags.push(`--branch=${ref}`);
  await reach(url, address => ['clone', ...flags, '--', address, target.path], options);
  // One branch is fetched now, but any other may be fetched later.
  const wide = '+refs/heads/*:refs/remotes/origin/*';
  await runGit(['config', '--replace-all', 'remote.origin.fetch', wide], { ...options, cwd: target.path });
  if (commit !== undefined) await target.switchTo(commit, options);
}

/** Runs git with the address as it was typed; if the server refuses access, with the other kind of address. */
async function reach(url: GitUrl, args: (address: string) => string[], options: GitOptions): Promise<string> {
  const first = await tryGit(args(cloneUrl(url)), options);
  if (first.exitCode === 0) return first.stdout;
  const other = isAccessFailure(first.stderr) ? otherAddress(url) : undefined;
  const second = other === undefined ? first : await tryGit(args(other), options);
  if (second.exitCode === 0) return second.stdout;
  throw gitFailed(args(cloneUrl(url)), first);
}

function otherAddress(url: GitUrl): string | undefined {
  if (url.port !== undefined || url.scheme === 'local' || url.scheme === 'http') return undefined;
  return url.scheme === 'ssh' || url.scheme === 'scp' ? httpsUrl(url) : sshUrl(url);
}

async function refuseOtherFolder(folder: string): Promise<void> {
  if (!existsSync(folder) || (await readdir(folder)).length === 0 || isCheckout(folder)) return;
  throw new HeroError(
    'GIT_NOT_A_CHECKOUT',
    `${show(folder)} is in the way of a clone: it is neither empty nor a checkout`,
    {
      hint: 'move it away, or remove it',
    },
  );
}

async function moveInto(complete: string, place: string): Promise<boolean> {
  try {
    await rename(complete, place);
    return true;
  } catch (error) {
    if (isCheckout(place)) return false;
    throw new HeroError('GIT_FAILED', `the clone could not be moved to ${show(place)}`, { cause: error });
  }
}
