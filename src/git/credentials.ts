import { isSecretQueryKey } from '../base/secret-name.ts';

const bareUserInfo = /^(?![a-z0-9+.-]+:\/\/)[^\s/@:]+:[^\s@]*@/i;
const bareUser = /^(?!git@)[^\s/@:]+@(?=[^\s/:]+\/)/;
const queryValue = /([?&][^\s=&'"#]*)=[^\s&'"#]*/g;

/** A text with `***` for each part of a URL that may be a secret: user, password, values of the query. */
export function maskCredentials(text: string): string {
  return text
    .replace(/[^\s'"]+/g, hideUserInfo)
    .replace(bareUserInfo, '***@')
    .replace(bareUser, '***@')
    .replace(queryValue, '$1=***');
}

/** A word without the text between `://` and its last `@`: in a wrong URL, a password may hold a `/`. */
function hideUserInfo(word: string): string {
  const end = word.lastIndexOf('@');
  let start = word.indexOf('://');
  while (start >= 0 && word.startsWith('git@', start + 3)) start = word.indexOf('://', start + 3);
  return start < 0 || start + 3 > end ? word : `${word.slice(0, start + 3)}***${word.slice(end)}`;
}

/** A URL without user and password. The user of an ssh URL stays: it is not a secret there. */
export function stripCredentials(url: string): string {
  return url.replace(/^(https?:\/\/)[^/]*@/i, '$1').replace(/^(ssh:\/\/[^/:@]*):[^/@]*@/i, '$1@');
}

/** True when a query (the part after `?`) has a key that looks like a secret. */
export function hasSecretKey(query: string): boolean {
  return [...new URLSearchParams(query).keys()].some(isSecretQueryKey);
}
