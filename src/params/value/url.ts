import { limitLength, unexpected } from './value-error.ts';

const expected = 'an absolute URL such as `https://example.org/a`';
const maxUrlLength = 2048;
const absolute = /^(?:(?:https?|ssh|git):\/\/[^\s/]|file:\/\/)\S*$/i;

/**
 * The trimmed text of an absolute URL of http, https, ssh, git or file. `git@host:path` and local paths are not
 * URLs here. Throws PARAMS_NOT_A_URL, PARAMS_TOO_LONG.
 */
export function readUrl(text: string): string {
  limitLength(text, expected, maxUrlLength);
  const url = text.trim();
  if (absolute.test(url) && URL.canParse(url)) return url;
  throw unexpected('PARAMS_NOT_A_URL', text, expected, hintFor(url));
}

function hintFor(text: string): string {
  if (/^[^\s@/:]+@[^\s@/:]+:(?!\/\/)/.test(text)) {
    return 'write `git@host:path` as `ssh://git@host/path`';
  }
  if (/^[/.~]/.test(text)) return 'write a local path as `file://` and its absolute form';
  return 'start it with `https://`, `http://`, `ssh://`, `git://` or `file://`';
}
