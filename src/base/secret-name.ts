// The one list of secret names and the one pattern of user info; masks, drawn diagnostics and git URLs read them here.

/** Words that also end a longer word: `clientSecret`, `PGPASSWORD`. */
const endings = 'password|passwd|passphrase|secret';
/** Words that are separated from others: `db.token`, `api_key`. */
const words = 'token|credentials?|auth|(?:private|api|access)[_-]?key';
/** Words that are too short to search for inside other words. */
const shortWords = 'pass|pwd|pat';

const secretName = new RegExp(`(?:^|[._-])(?:[a-z0-9]*(?:${endings})|${words}|${shortWords})(?:[._-]|$)`);
const secretQueryKey = new RegExp(`${endings}|${words}|passw|signature|^(?:key|${shortWords})$`);

/** True when the name of a key says that its value is a secret. */
export function isSecretName(key: string): boolean {
  return secretName.test(key.toLowerCase());
}

/** True when a key in the query of a URL looks like a secret. It is wider than `isSecretName`: such a URL is refused. */
export function isSecretQueryKey(key: string): boolean {
  return secretQueryKey.test(key.toLowerCase());
}

/** The lookbehind lets a match start only at the first character of a key, which keeps the search linear. */
const keyInLine = /(?<![\p{L}\p{N}_./-])([\p{L}\p{N}_./-]+):\s*/gu;
const valueInLine = /'(?:\\.|[^'\\])*'?|"(?:\\.|[^"\\])*"?|[^\s'"]+/y;

/** A raw line of a script with a `*` for each character of a value whose key is the name of a secret. */
export function hideNamedValues(line: string): string {
  let shown = '';
  let at = 0;
  for (const { index, 0: found, 1: key = '' } of line.matchAll(keyInLine)) {
    const start = index + found.length;
    // A key inside a hidden value is a part of that value.
    if (start < at || !key.split('/').some(isSecretName)) continue;
    valueInLine.lastIndex = start;
    const value = valueInLine.exec(line)?.[0] ?? '';
    shown += line.slice(at, start) + '*'.repeat(value.length);
    at = start + value.length;
  }
  return shown + line.slice(at);
}

/** Up to the last `@` before the host. A match never passes a `/`, which keeps the search linear. */
const userInfo = /(?<=:\/\/)(?!git@)[^\s/'"]+(?=@)/g;

/** A text in which the user info of each URL is replaced. The user `git` alone is not a secret. */
export function replaceUserInfo(text: string, replace: (info: string) => string): string {
  return text.includes('://') ? text.replace(userInfo, replace) : text;
}

/** A text without the values of secret names and without user info in URLs: for output that has no mask. */
export function hideByName(text: string): string {
  return replaceUserInfo(text.split('\n').map(hideNamedValues).join('\n'), info => '*'.repeat(info.length));
}

/** The user info of the URLs in one value, which may hold quotes. */
export function userInfoOf(value: string): string[] {
  return [...value.matchAll(/:\/\/(?!git@)([^\s/?#]+)@/g)].map(([, info = '']) => info);
}

/** The number of characters at the end of a text that may be the beginning of user info. */
export function unfinishedUserInfo(text: string): number {
  return /:\/\/[^\s/@'"]{0,300}$/.exec(text)?.[0].length ?? 0;
}
