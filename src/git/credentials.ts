const userInfo = /(:\/\/)(?!git@)[^\s'"]*@/g;
const bareUserInfo = /^(?![a-z0-9+.-]+:\/\/)[^\s/@:]+:[^\s@]*@/i;
const bareUser = /^(?!git@)[^\s/@:]+@(?=[^\s/:]+\/)/;
const queryValue = /([?&][^\s=&'"#]*)=[^\s&'"#]*/g;

/** A text in which whatever a URL may hold as a secret (user, password, values of the query) is `***`. */
export function maskCredentials(text: string): string {
  return text
    .replace(userInfo, '$1***@')
    .replace(bareUserInfo, '***@')
    .replace(bareUser, '***@')
    .replace(queryValue, '$1=***');
}

/** A URL without user and password. The user of an ssh URL stays: there it is no secret. */
export function stripCredentials(url: string): string {
  return url.replace(/^(https?:\/\/)[^/]*@/i, '$1').replace(/^(ssh:\/\/[^/:@]*):[^/@]*@/i, '$1@');
}

const secretKey =
  /token|passw|secret|credential|auth|signature|(api|access|private)[_-]?key|^(key|pat|pwd|pass)$/i;

/** Whether a query (the part behind `?`) names something that looks like a secret. */
export function hasSecretKey(query: string): boolean {
  return [...new URLSearchParams(query).keys()].some(key => secretKey.test(key));
}
