import { existsSync } from 'node:fs';
import path from 'node:path';
import { HeroError, show } from '../base/index.ts';
import { stripCredentials } from './credentials.ts';
import { askGit, runGit } from './git.ts';
import type { GitOptions, GitStatus, Refs, RepositoryName } from './git-types.ts';
import { isCommitId, isRefName } from './ref-name.ts';
import { knownRefs, listRemoteArgs, readRemoteRefs, unknownRef } from './remote-refs.ts';
import { parseStatus } from './status.ts';

/** True when a folder is the root of a checkout, even a broken one. */
export function isCheckout(folder: string): boolean {
  return existsSync(path.join(folder, '.git'));
}

/** One repository below a coderoot. The constructor runs nothing: a broken checkout fails only when it is used. */
export class Checkout implements RepositoryName {
  readonly path: string;
  readonly provider: string;
  readonly account: string;
  readonly name: string;

  constructor(folder: string, { provider, account, name }: RepositoryName) {
    this.path = folder;
    this.provider = provider;
    this.account = account;
    this.name = name;
  }

  /** Branch, commit, distance to the upstream and number of changes, without any network. */
  async status(options: GitOptions = {}): Promise<GitStatus> {
    const args = ['status', '--porcelain=v2', '--branch', '--untracked-files=normal'];
    const status = parseStatus(await this.#git(args, options));
    if (status.branch !== '' || status.commit === '') return status;
    const tag = await this.#ask(['describe', '--tags', '--exact-match', 'HEAD'], options);
    return tag === undefined ? status : { ...status, tag };
  }

  /** The id of the commit that is checked out; empty in a repository without commits. */
  async head(options: GitOptions = {}): Promise<string> {
    return (await this.commitOf('HEAD', options)) ?? '';
  }

  /** The URL that it was cloned from, without user and password; undefined when there is none. */
  async origin(options: GitOptions = {}): Promise<string | undefined> {
    const url = await this.#config('remote.origin.url', options);
    return url === undefined ? undefined : stripCredentials(url);
  }

  /** The branches that are known without the origin, sorted. */
  async branches(options: GitOptions = {}): Promise<readonly string[]> {
    return (await this.refs(options)).branches;
  }

  /** The branches and tags that are known without the origin. */
  refs(options: GitOptions = {}): Promise<Refs> {
    return knownRefs({ ...options, cwd: this.path });
  }

  /** The branches and tags that the origin has now. */
  async originRefs(options: GitOptions = {}): Promise<Refs> {
    return readRemoteRefs(await this.#git(listRemoteArgs('origin'), options));
  }

  /** The commit of a ref; undefined when it is not known here. */
  commitOf(ref: string, options: GitOptions = {}): Promise<string | undefined> {
    return this.#ask(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`], options);
  }

  /** Throws GIT_LOCAL_CHANGES unless the checkout is clean; `what` names the refused operation. */
  async requireClean(what: string, options: GitOptions = {}): Promise<void> {
    const { clean, changes } = await this.status(options);
    if (clean) return;
    const message = `cannot ${what} in ${show(this.path)}: ${changes} changed ${changes === 1 ? 'file' : 'files'}`;
    throw new HeroError('GIT_LOCAL_CHANGES', message, {
      hint: 'commit the changes, or throw them away with a reset',
    });
  }

  /**
   * Fetches the branch that is checked out and moves it forward; does nothing on a tag or a commit.
   * Throws GIT_LOCAL_CHANGES; GIT_FAILED when the branch has no upstream or cannot be fast-forwarded.
   */
  async pull(options: GitOptions = {}): Promise<void> {
    await this.requireClean('pull', options);
    const { branch } = await this.status(options);
    const source = branch === '' ? undefined : await this.#upstreamOf(branch, options);
    if (source === undefined) return;
    await this.#git(['fetch', '--quiet', '--end-of-options', source.remote, source.ref], options);
    const upstream = await this.commitOf('@{upstream}', options);
    if (upstream !== undefined) await this.#git(['merge', '--ff-only', '--quiet', upstream], options);
  }

  /** Throws away local changes and commits that the upstream does not have. Ignored files stay. */
  async reset(options: GitOptions = {}): Promise<void> {
    const target = (await this.commitOf('@{upstream}', options)) ?? (await this.commitOf('HEAD', options));
    if (target !== undefined) await this.#git(['reset', '--hard', '--quiet', target], options);
    await this.#git(['clean', '-fd', '--quiet'], options);
  }

  /** Throws away local changes, but keeps commits. Ignored files stay. */
  async discardChanges(options: GitOptions = {}): Promise<void> {
    if (await this.head(options)) await this.#git(['reset', '--hard', '--quiet', 'HEAD'], options);
    await this.#git(['clean', '-fd', '--quiet'], options);
  }

  /**
   * Checks out a branch, a tag or a commit; the last two leave the head detached. Unknown refs are
   * fetched. Throws GIT_LOCAL_CHANGES, and GIT_UNKNOWN_REF with the nearest name.
   */
  async switchTo(ref: string, options: GitOptions = {}): Promise<void> {
    if (!isRefName(ref)) throw unknownRef(ref, await this.refs(options));
    if (await this.isOn(ref, options)) return;
    await this.requireClean(`switch to ${show(ref)}`, options);
    if (await this.#switchToKnown(ref, options)) return;
    await this.#fetchRef(ref, options);
    if (!(await this.#switchToKnown(ref, options))) throw unknownRef(ref, await this.refs(options));
  }

  /** True when a branch, tag or commit is checked out. A branch wins over a tag of the same name. */
  async isOn(ref: string, options: GitOptions = {}): Promise<boolean> {
    const { branch, commit } = await this.status(options);
    if (branch !== '' || commit === '') return branch === ref;
    const refs = await this.refs(options);
    if (refs.branches.includes(ref)) return false;
    if (refs.tags.includes(ref)) return (await this.commitOf(`refs/tags/${ref}`, options)) === commit;
    return isCommitId(ref) && commit.startsWith(ref.toLowerCase());
  }

  async #switchToKnown(ref: string, options: GitOptions): Promise<boolean> {
    const args = await this.#switchArgs(ref, options);
    if (args) await this.#git(['switch', '--quiet', '--no-guess', ...args], options);
    return args !== undefined;
  }

  async #switchArgs(ref: string, options: GitOptions): Promise<string[] | undefined> {
    if (await this.commitOf(`refs/heads/${ref}`, options)) return ['--end-of-options', ref];
    if (await this.commitOf(`refs/remotes/origin/${ref}`, options))
      return ['--track', `--create=${ref}`, `origin/${ref}`];
    const tagged = await this.commitOf(`refs/tags/${ref}`, options);
    if (tagged) return ['--detach', tagged];
    const commit = isCommitId(ref) ? await this.commitOf(ref, options) : undefined;
    return commit === undefined ? undefined : ['--detach', commit];
  }

  async #fetchRef(ref: string, options: GitOptions): Promise<void> {
    const shallow = (await this.#git(['rev-parse', '--is-shallow-repository'], options)) === 'true';
    const refs = await this.originRefs(options);
    const depth = shallow ? ['--depth=1'] : [];
    if (refs.branches.includes(ref)) return this.#fetchBranch(ref, depth, options);
    if (refs.tags.includes(ref)) return this.#fetch(depth, `refs/tags/${ref}:refs/tags/${ref}`, options);
    if (!isCommitId(ref)) throw unknownRef(ref, refs);
    await this.#fetchCommit(ref, shallow, options);
  }

  /** A clone of a single branch first needs a setting to track another one. */
  async #fetchBranch(branch: string, depth: readonly string[], options: GitOptions): Promise<void> {
    const tracked =
      (await this.#ask(['config', '--local', '--get-all', 'remote.origin.fetch'], options)) ?? '';
    const covering = ['*', branch].map(each => `+refs/heads/${each}:refs/remotes/origin/${each}`);
    if (!tracked.split('\n').some(each => covering.includes(each))) {
      await this.#git(['remote', 'set-branches', '--add', 'origin', branch], options);
    }
    await this.#fetch(depth, `+refs/heads/${branch}`, options);
  }

  /** A server sends a single commit only for its whole id; a shortened one needs the whole history. */
  async #fetchCommit(commit: string, shallow: boolean, options: GitOptions): Promise<void> {
    const args = [
      'fetch',
      '--quiet',
      ...(shallow ? ['--depth=1'] : []),
      '--end-of-options',
      'origin',
      commit,
    ];
    const fetched = commit.length >= 40 && (await this.#ask(args, options)) !== undefined;
    if (!fetched)
      await this.#git(['fetch', '--quiet', ...(shallow ? ['--unshallow'] : []), 'origin'], options);
  }

  async #fetch(flags: readonly string[], refspec: string, options: GitOptions): Promise<void> {
    await this.#git(['fetch', '--quiet', ...flags, '--end-of-options', 'origin', refspec], options);
  }

  /** The upstream of a branch; undefined while the repository has no commit. */
  async #upstreamOf(
    branch: string,
    options: GitOptions,
  ): Promise<{ remote: string; ref: string } | undefined> {
    const remote = await this.#config(`branch.${branch}.remote`, options);
    const ref = await this.#config(`branch.${branch}.merge`, options);
    if (remote && ref) return { remote, ref };
    if ((await this.head(options)) === '') return undefined;
    throw new HeroError(
      'GIT_FAILED',
      `the branch ${show(branch)} in ${show(this.path)} has no upstream to pull from`,
      {
        hint: 'push it first, or switch to a branch that the origin has',
      },
    );
  }

  #git(args: readonly string[], options: GitOptions): Promise<string> {
    return runGit(args, { ...options, cwd: this.path });
  }

  /** A setting of this checkout alone. */
  #config(name: string, options: GitOptions): Promise<string | undefined> {
    return this.#ask(['config', '--local', '--includes', '--get', name], options);
  }

  #ask(args: readonly string[], options: GitOptions): Promise<string | undefined> {
    return askGit(args, { ...options, cwd: this.path });
  }
}
