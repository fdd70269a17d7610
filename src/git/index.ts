export { Checkout } from './checkout.ts';
export { type CodeResult, Coderoot } from './coderoot.ts';
export { maskCredentials, stripCredentials } from './credentials.ts';
export type {
  CheckoutAddress,
  CheckoutFilter,
  CheckoutLocation,
  CodeOptions,
  CoderootLayout,
  EnsureOptions,
  GitOptions,
  GitStatus,
  GitUrl,
  Refs,
  RepositoryName,
} from './git-types.ts';
export { parseGitUrl } from './git-url.ts';
export { type Head, readHead } from './head.ts';
export { assertLocalAllowed, resolveLocal } from './local-url.ts';
export { resolveRef } from './ref-name.ts';
export { cloneUrl, httpsUrl, type RepositoryAddress, sshUrl, urlKey, urlLabel, webUrl } from './url-text.ts';
