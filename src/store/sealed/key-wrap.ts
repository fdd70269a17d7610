import { HeroError, type JsonOf, json, show } from '../../base/index.ts';
import { openBytes, sealBytes } from './sealer.ts';

/** How a passphrase becomes a key: scrypt needs 128 * n * r bytes, and takes its time on purpose. */
const cost = { n: 2 ** 17, r: 8, p: 1 };
const memoryLimit = 2 ** 28;

/** A data key that a passphrase opens: the cost of scrypt, and salt and sealed key in base64url. */
export const wrapShape = json.object({
  n: json.number,
  r: json.number,
  p: json.number,
  salt: json.text,
  sealed: json.text,
});
export type PassphraseWrap = Readonly<JsonOf<typeof wrapShape>>;

/** Seals a data key with a passphrase, bound to a context. */
export async function wrapWithPassphrase(
  key: Uint8Array,
  passphrase: string,
  context: string,
): Promise<PassphraseWrap> {
  const salt = process.getBuiltinModule('node:crypto').randomBytes(16).toString('base64url');
  const wrapping = await derive(passphrase, { ...cost, salt });
  return { ...cost, salt, sealed: Buffer.from(sealBytes(key, wrapping, context)).toString('base64url') };
}

/** Throws STORE_WRONG_KEY. */
export async function openWithPassphrase(
  wrap: PassphraseWrap,
  passphrase: string,
  context: string,
): Promise<Uint8Array> {
  const key = openBytes(Buffer.from(wrap.sealed, 'base64url'), await derive(passphrase, wrap), context);
  if (key?.length === 32) return key;
  throw wrongKey('the passphrase is wrong', 'give the present passphrase of the keys');
}

/** True when a wrap has the form that `wrapWithPassphrase` writes, and asks for no more time and memory than we allow. */
export function isUsableWrap({ n, r, p, salt, sealed }: PassphraseWrap): boolean {
  const isPower = Number.isInteger(Math.log2(n)) && n >= 2 ** 14 && n <= 2 ** 20;
  const isAffordable = isCount(r, 16) && isCount(p, 4) && 128 * r * (n + p + 2) <= memoryLimit;
  return isPower && isAffordable && salt.length === 22 && sealed.length === 80;
}

function isCount(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}

function derive(passphrase: string, { n, r, p, salt }: Omit<PassphraseWrap, 'sealed'>): Promise<Uint8Array> {
  const { scrypt } = process.getBuiltinModule('node:crypto');
  // The same passphrase gives the same key, on any keyboard.
  const text = passphrase.normalize('NFKC');
  const options = { N: n, r, p, maxmem: memoryLimit };
  return new Promise((resolve, reject) => {
    scrypt(text, Buffer.from(salt, 'base64url'), 32, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/** A data key for age recipients, in base64url. Throws STORE_BAD_KEYS for a text that is not a recipient. */
export async function wrapForRecipients(key: Uint8Array, recipients: readonly string[]): Promise<string> {
  const { Encrypter } = await loadAge();
  const encrypter = new Encrypter();
  for (const recipient of recipients) {
    try {
      encrypter.addRecipient(recipient);
    } catch {
      throw badRecipient(recipient);
    }
  }
  return Buffer.from(await encrypter.encrypt(key)).toString('base64url');
}

/** Throws STORE_WRONG_KEY when no identity fits. */
export async function openWithIdentities(wrap: string, identities: readonly string[]): Promise<Uint8Array> {
  const { Decrypter } = await loadAge();
  try {
    const decrypter = new Decrypter();
    for (const identity of identities) decrypter.addIdentity(identity);
    const key = await decrypter.decrypt(Buffer.from(wrap, 'base64url'));
    if (key.length === 32) return key;
  } catch {
    // The message of age could show the identity.
  }
  throw wrongKey(
    'none of the age identities opens the keys',
    'ask a person who can open them to add your recipient',
  );
}

/** The recipients of identities. Throws STORE_WRONG_KEY for a text that is not an identity. */
export async function recipientsOf(identities: readonly string[]): Promise<string[]> {
  const { identityToRecipient } = await loadAge();
  try {
    return await Promise.all(identities.map(identity => identityToRecipient(identity)));
  } catch {
    throw wrongKey('the age identities cannot be read', 'write lines as `age-keygen` prints them');
  }
}

function wrongKey(message: string, hint: string): HeroError {
  return new HeroError('STORE_WRONG_KEY', message, { hint });
}

function badRecipient(text: string): HeroError {
  // It may be an identity, given by mistake: it must not be shown.
  const found = text.startsWith('age1') ? show(text) : 'another text';
  return new HeroError('STORE_BAD_KEYS', `expected an age recipient (\`age1…\`), found ${found}`, {
    hint: 'give the public key that `age-keygen -y` prints',
  });
}

async function loadAge() {
  try {
    return await import('age-encryption');
  } catch {
    throw new HeroError('STORE_BAD_KEYS', 'the package `age-encryption` is not installed', {
      hint: 'install it next to heroplay, or use a passphrase',
    });
  }
}
