export { Checkout } from './checkout.ts';
export type { CheckoutFilter } from './checkout-list.ts';
export {
  type CheckoutAddress,
  type CheckoutLocation,
  type Code,
  type CodeOptions,
  Coderoot,
  type CoderootLayout,
} from './coderoot.ts';
export { maskCredentials, stripCredentials } from './credentials.ts';
export type { GitOptions } from './git.ts';
export { type GitUrl, parseGitUrl, type RepositoryName } from './git-url.ts';
export { type Head, readHead } from './head.ts';
export { assertLocalAllowed, resolveLocal } from './local-url.ts';
export { resolveRef } from './ref-name.ts';
export type { Refs } from './remote-refs.ts';
export type { GitStatus } from './status.ts';
export { cloneUrl, httpsUrl, type RepositoryAddress, sshUrl, urlKey, urlLabel, webUrl } from './url-text.ts';
