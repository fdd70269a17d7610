import { HeroError, show } from '../../base/index.ts';

const nonceLength = 12;
const tagLength = 16;
/** The largest value that fits into a line of text, in bytes. */
const sealedLimit = 2 ** 28;
const line = /^heroplay:v1:([0-9a-f]{16}):([\w-]+)\n$/;

/** A key that seals values, 32 bytes, and its id. */
export interface DataKey {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** The place of a value: a sealed value opens there and nowhere else. */
export interface SealPlace {
  readonly database: string;
  readonly key: string;
}

/** Seals bytes with AES-256-GCM: the result is nonce, ciphertext and tag, bound to a context. */
export function sealBytes(plain: Uint8Array, key: Uint8Array, context: string): Uint8Array {
  const { createCipheriv, randomBytes } = crypto();
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength });
  cipher.setAAD(Buffer.from(context));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Opens a result of `sealBytes`; undefined when the key, the context or any bit differs. */
export function openBytes(sealed: Uint8Array, key: Uint8Array, context: string): Uint8Array | undefined {
  if (sealed.length < nonceLength + tagLength) return undefined;
  const { createDecipheriv } = crypto();
  const nonce = sealed.subarray(0, nonceLength);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength });
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(sealed.length - tagLength));
  try {
    const start = decipher.update(sealed.subarray(nonceLength, sealed.length - tagLength));
    return new Uint8Array(Buffer.concat([start, decipher.final()]));
  } catch {
    return undefined;
  }
}

/** Seals a value as a line of text. STORE_TOO_LARGE above 256 MiB. */
export function sealValue(value: Uint8Array, key: DataKey, place: SealPlace): Uint8Array {
  if (value.length > sealedLimit) {
    const message = `the value of ${show(place.key)} has ${value.length} bytes, expected at most ${sealedLimit} to seal`;
    throw new HeroError('STORE_TOO_LARGE', message, { hint: 'split the value over several keys' });
  }
  const sealed = Buffer.from(sealBytes(value, key.bytes, contextOf(place)));
  return new TextEncoder().encode(`heroplay:v1:${key.id}:${sealed.toString('base64url')}\n`);
}

/** The id of the key that a line was sealed with; undefined for a text that is not a sealed value. */
export function keyIdOf(sealed: Uint8Array): string | undefined {
  return line.exec(Buffer.from(sealed).toString('latin1'))?.[1];
}

/** Opens a line; undefined unless it is exactly the line that was sealed for this place. */
export function openValue(sealed: Uint8Array, key: DataKey, place: SealPlace): Uint8Array | undefined {
  const [, id, text = ''] = line.exec(Buffer.from(sealed).toString('latin1')) ?? [];
  const bytes = Buffer.from(text, 'base64url');
  // The last character has bits that decode to nothing: they may not differ either.
  if (id !== key.id || bytes.toString('base64url') !== text) return undefined;
  return openBytes(bytes, key.bytes, contextOf(place));
}

/** The error of a value that is not as it was sealed. It shows nothing of the value. */
export function brokenSeal({ database, key }: SealPlace, found = 'is damaged, or was moved here'): HeroError {
  return new HeroError('STORE_SEALED_BROKEN', `the value of ${show(key)} in ${show(database)} ${found}`, {
    hint: 'restore it from a backup or from git, or set it again',
  });
}

function contextOf({ database, key }: SealPlace): string {
  return `heroplay-sealed\0v1\0${database}\0${key}`;
}

// Loaded when something is sealed or opened: most commands do neither.
function crypto() {
  return process.getBuiltinModule('node:crypto');
}
