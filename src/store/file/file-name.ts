import { sha256 } from '../../base/hash.ts';

/** How long the file name of a key may be, in bytes. */
const nameLimit = 200;

// `%lo` is not an escape, so a readable name never begins like this.
const longName = /^%long-[0-9a-f]{64}$/;
const readableName = /^(?:[a-z0-9_.-]|%[0-9a-f]{2})+$/;
// Windows opens a device under these names, with any extension.
const deviceName = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)/;

/**
 * The file name of a key: lower-case ASCII letters, digits, `-`, `_` and inner dots as they are, every other byte of
 * UTF-8 as `%xx` (RFC 3986, but with lower-case digits). Names of different keys differ on every file system, also
 * where case or Unicode forms do not count. A name over 200 bytes becomes `%long-` and the SHA-256 of the key.
 */
export function encodeFileName(key: string): string {
  const name = key
    .replace(/[^a-z0-9_.-]/gu, percent)
    .replace(/^\.|\.$/g, percent)
    .replace(deviceName, device => percent(device.charAt(0)) + device.slice(1));
  return name.length <= nameLimit ? name : `%long-${sha256(key)}`;
}

/** The key of a readable file name; undefined for every name that `encodeFileName` would not give a key, and for `%long-` names. */
export function decodeFileName(name: string): string | undefined {
  if (!readableName.test(name)) return undefined;
  if (!name.includes('%')) return encodeFileName(name) === name ? name : undefined;
  try {
    const key = decodeURIComponent(name);
    return encodeFileName(key) === name ? key : undefined;
  } catch {
    return undefined;
  }
}

/** True when a file name stands for a long key, which is kept in the file `keyFileName(name)`. */
export function isLongName(name: string): boolean {
  return longName.test(name);
}

/** The file that holds the key of a long name. */
export function keyFileName(name: string): string {
  return `${name}.key`;
}

/** True when a file name is one of those that hold the key of a long name. */
export function isKeyFileName(name: string): boolean {
  return name.endsWith('.key') && isLongName(name.slice(0, -'.key'.length));
}

function percent(character: string): string {
  return Buffer.from(character).toString('hex').replace(/../g, '%$&');
}
