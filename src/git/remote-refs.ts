import { HeroError, nearest, show } from '../base/index.ts';
import { type GitCall, runGit } from './git.ts';
import type { Refs } from './git-types.ts';

/** The arguments for listing the branches and tags of a remote: a URL, or `origin` inside a checkout. */
export function listRemoteArgs(remote: string): string[] {
  return ['ls-remote', '--heads', '--tags', '--refs', '--', remote];
}

/** Reads the output of git-ls-remote(1). */
export function readRemoteRefs(text: string): Refs {
  return sortRefs(
    text.split('\n').map(line => line.split('\t')[1] ?? ''),
    'refs/heads/',
  );
}

/** The branches and tags that a checkout knows without its origin. */
export async function knownRefs(call: GitCall): Promise<Refs> {
  const text = await runGit(
    ['for-each-ref', '--format=%(refname)', 'refs/heads', 'refs/remotes/origin', 'refs/tags'],
    call,
  );
  const names = text.split('\n');
  const local = sortRefs(names, 'refs/heads/');
  const remote = sortRefs(names, 'refs/remotes/origin/').branches.filter(name => name !== 'HEAD');
  return { branches: [...new Set([...local.branches, ...remote])].sort(), tags: local.tags };
}

function sortRefs(names: readonly string[], branchPrefix: string): Refs {
  return { branches: behind(names, branchPrefix), tags: behind(names, 'refs/tags/') };
}

function behind(names: readonly string[], prefix: string): string[] {
  return names.filter(name => name.startsWith(prefix)).map(name => name.slice(prefix.length));
}

/** The error for a branch or tag that a repository does not have; its hint has the nearest name. */
export function unknownRef(ref: string, { branches, tags }: Refs): HeroError {
  const near = nearest(ref, [...branches, ...tags]);
  const hint =
    near === undefined ? 'give a branch or a tag that the repository has' : `did you mean ${show(near)}?`;
  return new HeroError('GIT_UNKNOWN_REF', `the repository has no branch or tag ${show(ref)}`, { hint });
}
