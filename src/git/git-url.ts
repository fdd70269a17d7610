import { HeroError, show } from '../base/index.ts';
import { hasSecretKey, maskCredentials } from './credentials.ts';
import type { GitUrl } from './git-types.ts';
import { isLocalText, parseLocal } from './local-url.ts';
import { isRefName } from './ref-name.ts';
import { splitRepository } from './url-parts.ts';

const hostPattern = /^(?=.{1,253}$)[a-z0-9]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9_-]*[a-z0-9])?)*$/;
const userPattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
const forms = 'https://HOST/ACCOUNT/NAME, git@HOST:ACCOUNT/NAME, HOST/ACCOUNT/NAME or a path such as ./NAME';

/**
 * Reads a git URL: https, http, ssh, `user@host:account/name`, `host/account/name`, or the path of a local
 * repository; with a branch and a path as the web pages of github, gitlab and gitea write them, and an anchor.
 * Errors: GIT_BAD_URL, GIT_CREDENTIALS_IN_URL.
 *
 * @example
 * const { provider, account, name } = parseGitUrl('https://github.com/ada/kit.git');
 * [provider, account, name]; // ['github', 'ada', 'kit']
 */
export function parseGitUrl(text: string): GitUrl {
  if (text.trim() === '') throw badUrl(text, 'is empty');
  refuseCharacters(text);
  return Object.freeze(isLocalText(text) ? parseLocal(text, badUrl) : parseRemote(text));
}

/** The error for a text that is not a usable git URL; it never shows a password. */
export function badUrl(text: string, problem: string, hint = `write ${forms}`): HeroError {
  return new HeroError('GIT_BAD_URL', `the git URL ${show(maskCredentials(text))} ${problem}`, { hint });
}

// Any piece of a URL with a secret may hold a part of that secret.
function piece(text: string, part: string): string {
  return show(maskCredentials(text) === text ? part : '***');
}

function parseRemote(text: string): GitUrl {
  const { address, anchor } = splitAnchor(text);
  const { scheme, authority, path } = splitAddress(text, address);
  const { user, host, port } = readAuthority(text, scheme, authority);
  const parts = path.split('/').filter(part => part !== '');
  const repository = splitRepository(parts, {
    bad: problem => badUrl(text, problem),
    show: part => piece(text, part),
  });
  const refParts = Object.freeze(repository.refParts.map(part => decode(text, part)));
  if (refParts.length > 0 && !isRefName(refParts[0]!))
    throw badUrl(text, `has no usable branch: ${piece(text, refParts[0]!)}`);
  return {
    scheme,
    provider: providerOf(host),
    ...(port !== undefined && { port }),
    account: repository.account,
    name: repository.name,
    branch: refParts[0] ?? '',
    path: refParts.slice(1).join('/'),
    anchor: decode(text, anchor),
    refParts,
    ...(user !== undefined && { user }),
  };
}

// The decoded text too: `%0a` in a path would become a line end later.
function refuseCharacters(text: string): void {
  const decoded = text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  if (/[\u0000-\u001f\u007f]/.test(decoded)) throw badUrl(text, 'holds a control character');
  if (text.includes('\\')) throw badUrl(text, 'holds a backslash', 'write `/` between the parts');
  if (/\s/.test(text) && !isLocalText(text))
    throw badUrl(text, 'holds a space', 'write a space in a path as `%20`');
}

function splitAnchor(text: string): { address: string; anchor: string } {
  const [beforeAnchor = '', anchor = '', ...more] = text.split('#');
  if (more.length > 0) throw badUrl(text, 'holds more than one `#`', 'write at most one anchor');
  const at = beforeAnchor.indexOf('?');
  if (at < 0) return { address: beforeAnchor, anchor };
  const address = beforeAnchor.slice(0, at);
  if (hasSecretKey(beforeAnchor.slice(at + 1))) throw credentials(hostOf(address));
  return { address, anchor };
}

interface Address {
  scheme: GitUrl['scheme'];
  authority: string;
  path: string;
}

function splitAddress(text: string, address: string): Address {
  const withScheme = /^([a-z][a-z0-9+.-]*):\/\/([^/]*)(.*)$/i.exec(address);
  if (withScheme) {
    const [, scheme = '', authority = '', path = ''] = withScheme;
    return { scheme: knownScheme(text, scheme.toLowerCase()), authority, path };
  }
  if (/^[^/]*::/.test(address)) throw badUrl(text, 'has a scheme that is not allowed');
  return splitBare(text, address);
}

// `host/acc/name`, `host:port/acc/name`, `host:acc/name`; digits before two or more parts are a port.
function splitBare(text: string, address: string): Address {
  const slash = address.indexOf('/');
  const head = slash < 0 ? address : address.slice(0, slash);
  const path = address.slice(head.length);
  const colon = head.indexOf(':', head.lastIndexOf('@') + 1);
  if (colon < 0) return { scheme: 'short', authority: head, path };
  if (colon === head.length - 1) throw badUrl(text, 'holds nothing between `:` and `/`');
  const port = /^[0-9]+$/.test(head.slice(colon + 1)) && /^\/+[^/]+\/+[^/]/.test(path);
  if (port) return { scheme: head.includes('@') ? 'scp' : 'short', authority: head, path };
  return { scheme: 'scp', authority: head.slice(0, colon), path: head.slice(colon + 1) + path };
}

function knownScheme(text: string, scheme: string): 'https' | 'http' | 'ssh' {
  if (scheme === 'https' || scheme === 'http' || scheme === 'ssh') return scheme;
  throw badUrl(text, `has the scheme ${piece(text, scheme)}, which is not allowed`);
}

function readAuthority(
  text: string,
  scheme: GitUrl['scheme'],
  authority: string,
): { user: string | undefined; host: string; port: number | undefined } {
  const at = authority.lastIndexOf('@');
  const user = at < 0 ? undefined : authority.slice(0, at);
  const [host = '', port, ...more] = authority
    .slice(at + 1)
    .toLowerCase()
    .split(':');
  if (!hostPattern.test(host) || more.length > 0)
    throw badUrl(text, `has no usable host: ${piece(text, host)}`);
  if (host === 'local') throw badUrl(text, 'has the host `local`, which means this machine');
  const overSsh = scheme === 'ssh' || scheme === 'scp';
  if (user?.includes(':') || (user !== undefined && user !== 'git' && !overSsh)) throw credentials(host);
  if (user !== undefined && !userPattern.test(user)) throw badUrl(text, 'has no usable user before `@`');
  return { user, host, port: readPort(text, port) };
}

function readPort(text: string, port: string | undefined): number | undefined {
  if (port === undefined) return undefined;
  const number = /^[0-9]{1,5}$/.test(port) ? Number(port) : 0;
  if (number < 1 || number > 65_535) throw badUrl(text, `has no usable port: ${piece(text, port)}`);
  return number;
}

// Shows only the host: it identifies the URL, and cannot hold a secret.
function credentials(host: string): HeroError {
  const hint = "remove them from the URL, and use git's credential helper or an ssh key";
  return new HeroError('GIT_CREDENTIALS_IN_URL', `the git URL of the host ${show(host)} holds credentials`, {
    hint,
  });
}

function hostOf(address: string): string {
  const authority = address.replace(/^[^/]*:\/\//, '').replace(/\/.*$/, '');
  return authority.replace(/^.*@/, '').replace(/:.*$/, '');
}

function decode(text: string, part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw badUrl(text, 'holds a `%` that does not start a character', 'write a percent sign as `%25`');
  }
}

/** The provider of a host in a coderoot: `github` for github.com, otherwise the host. */
export function providerOf(host: string): string {
  return host === 'github.com' ? 'github' : host;
}
