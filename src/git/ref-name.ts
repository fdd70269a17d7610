import type { GitUrl } from './git-types.ts';

/** True when a word can be a branch, a tag or a commit: the rules of git-check-ref-format(1), and no leading `-`. */
export function isRefName(text: string): boolean {
  if (text === '' || text === '@' || text.startsWith('-') || text.endsWith('.')) return false;
  if (/[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{/.test(text)) return false;
  return text.split('/').every(part => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'));
}

/** True when a word can be a commit id, whole or shortened to at least seven digits. */
export function isCommitId(text: string): boolean {
  return /^[0-9a-f]{7,64}$/i.test(text);
}

/**
 * Divides branch and path of a URL by the branches and tags of its repository: the longest one with which
 * the text after the marker starts is the branch. Without one the URL is returned unchanged.
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
