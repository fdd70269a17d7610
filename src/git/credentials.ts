import { isSecretQueryKey } from '../base/secret-name.ts';

const bareUserInfo = /^(?![a-z0-9+.-]+:\/\/)[^\s/@:]+:[^\s@]*@/i;
const bareUser = /^(?!git@)[^\s/@:]+@(?=[^\s/:]+\/)/;
const queryValue = /([?&][^\s=&'"#]*)=[^\s&'"#]*/g;

/** A text in which all that a URL may hold as a secret (user, password, values of the query) is `***`. */
export function maskCredentials(text: string): string {
  return text
    .replace(/[^\s'"]+/g, hideUserInfo)
    .replace(bareUserInfo, '***@')
    .replace(bareUser, '***@')
    .replace(queryValue, '$1=***');
}

/** A word without what stands between `://` and its last `@`: in a URL that is wrong, a password may hold a `/`. */
function hideUserInfo(word: string): string {
  const end = word.lastIndexOf('@');
  let start = word.indexOf('://');
  while (start >= 0 && word.startsWith('git@', start + 3)) start = word.indexOf('://', start + 3);
  return start < 0 || start + 3 > end ? word : `${word.slice(0, start + 3)}***${word.slice(end)}`;
}

/** A URL without user and password. The user of an ssh URL stays: there it is no secret. */
export function stripCredentials(url: string): string {
  return url.replace(/^(https?:\/\/)[^/]*@/i, '$1').replace(/^(ssh:\/\/[^/:@]*):[^/@]*@/i, '$1@');
}

/** Whether a query (the part behind `?`) names something that looks like a secret. */
export function hasSecretKey(query: string): boolean {
  return [...new URLSearchParams(query).keys()].some(isSecretQueryKey);
}
