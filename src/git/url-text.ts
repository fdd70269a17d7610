import path from 'node:path';
import type { GitUrl, RepositoryName } from './git-types.ts';
import { badUrl } from './git-url.ts';

/** The parts from which the texts of a URL are made; a `GitUrl` has them. */
export interface RepositoryAddress extends RepositoryName {
  readonly scheme?: GitUrl['scheme'];
  readonly port?: number;
  readonly user?: string;
  readonly branch?: string;
  readonly path?: string;
  readonly anchor?: string;
  readonly local?: string;
}

/** The host of a provider: github.com for `github`. */
export function hostOfProvider(provider: string): string {
  return provider === 'github' ? 'github.com' : provider;
}

/** `https://host/account/name`, with the port of an https or http URL. Throws GIT_BAD_URL for a local repository. */
export function httpsUrl(url: RepositoryAddress): string {
  refuseLocal(url);
  return `https://${hostOfProvider(url.provider)}${overSsh(url) ? '' : portText(url)}/${url.account}/${url.name}`;
}

/** `git@host:account/name.git`, or the `ssh://` form with the port of an ssh URL. Throws GIT_BAD_URL for a local repository. */
export function sshUrl(url: RepositoryAddress): string {
  refuseLocal(url);
  const host = `${(overSsh(url) && url.user) || 'git'}@${hostOfProvider(url.provider)}`;
  const repository = `${url.account}/${url.name}.git`;
  return url.port !== undefined && overSsh(url)
    ? `ssh://${host}:${url.port}/${repository}`
    : `${host}:${repository}`;
}

/**
 * The page of a repository, with branch, path and anchor in the form of its provider: `/tree/` on GitHub,
 * `/-/tree/` on GitLab, `/src/branch/` elsewhere. Throws GIT_BAD_URL for a local repository.
 */
export function webUrl(url: RepositoryAddress): string {
  const place = url.branch ? `${marker(url.provider)}/${encode(url.branch)}` : '';
  const inside = place && url.path ? `/${encode(url.path)}` : '';
  return httpsUrl(url) + place + inside + (url.anchor ? `#${encode(url.anchor)}` : '');
}

/** The argument of `git clone`: the scheme as typed, https for a short form, the absolute path of a local one. */
export function cloneUrl(url: RepositoryAddress): string {
  if (url.local !== undefined) return absolute(url.local);
  if (url.scheme === 'http') return httpsUrl(url).replace('https:', 'http:');
  return overSsh(url) ? sshUrl(url) : httpsUrl(url);
}

/** `provider:account:name:branch`. */
export function urlKey(url: RepositoryAddress): string {
  return [url.provider, url.account, url.name, url.branch ?? ''].join(':');
}

/** `provider:account/name[branch]`, for people. */
export function urlLabel(url: RepositoryAddress): string {
  return `${url.provider}:${url.account}/${url.name}[${url.branch ?? ''}]`;
}

function overSsh({ scheme }: RepositoryAddress): boolean {
  return scheme === 'ssh' || scheme === 'scp';
}

function portText({ port }: RepositoryAddress): string {
  return port === undefined ? '' : `:${port}`;
}

function marker(provider: string): string {
  if (provider === 'github') return '/tree';
  return provider.startsWith('gitlab') ? '/-/tree' : '/src/branch';
}

function encode(text: string): string {
  return text.split('/').map(encodeURIComponent).join('/');
}

function absolute(local: string): string {
  if (path.isAbsolute(local)) return local;
  throw badUrl(local, 'is not absolute yet', 'pass it to `resolveLocal` first');
}

function refuseLocal(url: RepositoryAddress): void {
  if (url.provider !== 'local') return;
  throw badUrl(
    url.local ?? `local/${url.account}/${url.name}`,
    'is a local repository, which has no web address',
  );
}
