import type { GitUrl } from './git-types.ts';

/** Whether a word can be a branch, a tag or a commit: the rules of git-check-ref-format(1), and no `-` in front. */
export function isRefName(text: string): boolean {
  if (text === '' || text === '@' || text.startsWith('-') || text.endsWith('.')) return false;
  if (/[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{/.test(text)) return false;
  return text.split('/').every(part => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'));
}

/** Whether a word can be a commit id, whole or shortened to seven digits and more. */
export function isCommitId(text: string): boolean {
  return /^[0-9a-f]{7,64}$/i.test(text);
}

/**
 * Tells branch and path of a URL apart with the branches and tags that its repository has: the longest one that
 * the text behind the marker starts with is the branch. Without one the URL comes back as it was.
 */
export function resolveRef(url: GitUrl, refs: Iterable<string>): GitUrl {
  const known = new Set(refs);
  for (let count = url.refParts.length; count > 0; count--) {
    const branch = url.refParts.slice(0, count).join('/');
    if (known.has(branch))
      return Object.freeze({ ...url, branch, path: url.refParts.slice(count).join('/') });
  }
  return url;
}
