import { sha256 as portable } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Node's own module is four times as fast; it is looked up by name, so that a bundle for a browser does not include it. */
const builtin = globalThis.process?.getBuiltinModule?.bind(globalThis.process);

/** The SHA-256 of text (as UTF-8) or bytes, in lower-case hex. It also runs in a browser. */
export function sha256(data: string | Uint8Array): string {
  if (builtin) return builtin('node:crypto').createHash('sha256').update(data).digest('hex');
  return bytesToHex(portable(typeof data === 'string' ? utf8ToBytes(data) : data));
}
