import { type Checkout, isCheckout } from './checkout.ts';
import { type CloneOptions, clone, refsOfUrl } from './clone.ts';
import type { EnsureOptions, GitUrl, Refs } from './git-types.ts';
import { requireOrigin } from './origin.ts';
import { isCommitId, resolveRef } from './ref-name.ts';
import { unknownRef } from './remote-refs.ts';

export interface Ensured {
  /** The URL with its branch and path divided. */
  url: GitUrl;
  cloned: boolean;
  /** True when another commit or branch is checked out than before, or local changes were thrown away. */
  changed: boolean;
}

/**
 * Makes sure that a checkout exists, belongs to the URL, and is at the target of the URL. Uses the
 * network only to clone, to pull, and for a ref that is not known here. Throws GIT_OTHER_ORIGIN,
 * GIT_LOCAL_CHANGES, GIT_UNKNOWN_REF, GIT_NOT_A_CHECKOUT, GIT_FAILED.
 */
export async function ensureCheckout(
  checkout: Checkout,
  url: GitUrl,
  options: EnsureOptions = {},
): Promise<Ensured> {
  if (!isCheckout(checkout.path)) {
    const resolved = await resolveAmong(url, [() => refsOfUrl(url, options)]);
    if (await clone(checkout, url, cloneOptions(resolved, options))) {
      return { url: resolved.url, cloned: true, changed: true };
    }
  }
  await requireOrigin(checkout, url, options);
  return { ...(await updateCheckout(checkout, url, options)), cloned: false };
}

/** Moves a checkout to the target of the URL: reset, switch, pull, in this order, each only when asked for. */
async function updateCheckout(
  checkout: Checkout,
  url: GitUrl,
  options: EnsureOptions,
): Promise<{ url: GitUrl; changed: boolean }> {
  const before = await checkout.status(options);
  const resolved = await resolveAmong(url, [
    () => checkout.refs(options),
    () => checkout.originRefs(options),
  ]);
  if (options.reset) await checkout.discardChanges(options);
  if (resolved.url.branch) await checkout.switchTo(resolved.url.branch, options);
  if (options.reset) await checkout.reset(options);
  if (options.pull) await checkout.pull(options);
  const after = await checkout.status(options);
  const moved = before.commit !== after.commit || before.branch !== after.branch;
  return { url: resolved.url, changed: moved || before.changes !== after.changes };
}

interface Resolved {
  url: GitUrl;
  /** True when neither a branch nor a tag has this name, so that it must be a commit. */
  isCommit: boolean;
}

function cloneOptions({ url, isCommit }: Resolved, { signal, onOutput, depth }: EnsureOptions): CloneOptions {
  return {
    ...(url.branch && (isCommit ? { commit: url.branch } : { ref: url.branch })),
    ...(depth !== undefined && { depth }),
    ...(signal && { signal }),
    ...(onOutput && { onOutput }),
  };
}

/** Divides branch and path with the first source of refs that knows the branch. */
async function resolveAmong(url: GitUrl, sources: readonly (() => Promise<Refs>)[]): Promise<Resolved> {
  if (url.branch === '') return { url, isCommit: false };
  let refs: Refs = { branches: [], tags: [] };
  for (const source of sources) {
    refs = await source();
    const names = new Set([...refs.branches, ...refs.tags]);
    const resolved = resolveRef(url, names);
    if (names.has(resolved.branch)) return { url: resolved, isCommit: false };
    if (isCommitId(url.branch)) return { url, isCommit: true };
  }
  throw unknownRef(url.branch, refs);
}
