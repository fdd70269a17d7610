import { dirname } from 'node:path';
import { HeroError, parseObject, show } from '../../base/index.ts';
import { makeDirectory, readRegularFile, writeFileAtomic } from '../../sys/file.ts';
import { type PassphraseWrap, readPassphraseWrap } from './key-wrap.ts';

const sizeLimit = 2 ** 20;

/** A data key as it is kept: never open. */
export interface WrappedKey {
  readonly passphrase?: PassphraseWrap;
  /** For the recipients of the ring. */
  readonly age?: string;
}

/** What `keys.json` says. */
export interface RingData {
  readonly current: string;
  readonly recipients: readonly string[];
  readonly keys: ReadonlyMap<string, WrappedKey>;
}

/** Reads a key ring; undefined when there is none. Throws STORE_BAD_KEYS. */
export async function readRing(path: string): Promise<RingData | undefined> {
  const bytes = await readRegularFile(path, { limit: sizeLimit });
  if (!bytes) return undefined;
  const ring = ringOf(Buffer.from(bytes).toString());
  if (ring) return ring;
  throw new HeroError('STORE_BAD_KEYS', `${show(path, 1000)} is no key ring that can be used`, {
    hint: 'restore it from git or a backup; without it nothing can be opened',
  });
}

/** Writes a key ring, whole or not at all. */
export async function writeRing(path: string, { current, recipients, keys }: RingData): Promise<void> {
  const data = { format: 'heroplay-keys', version: 1, current, recipients, keys: Object.fromEntries(keys) };
  await makeDirectory(dirname(path));
  await writeFileAtomic(path, `${JSON.stringify(data, null, 2)}\n`);
}

function ringOf(text: string): RingData | undefined {
  const { format, version, current, recipients, keys } = parseObject(text) ?? {};
  if (format !== 'heroplay-keys' || version !== 1 || typeof current !== 'string') return undefined;
  const names = Array.isArray(recipients) ? recipients.filter(each => typeof each === 'string') : [];
  const wrapped = new Map<string, WrappedKey>();
  for (const [id, data] of Object.entries(recordOf(keys))) {
    const key = wrappedKeyOf(recordOf(data));
    if (!key || !/^[0-9a-f]{16}$/.test(id)) return undefined;
    wrapped.set(id, key);
  }
  return wrapped.has(current) ? { current, recipients: names, keys: wrapped } : undefined;
}

function wrappedKeyOf({ passphrase, age }: Record<string, unknown>): WrappedKey | undefined {
  const wrap = readPassphraseWrap(passphrase);
  if (passphrase !== undefined && !wrap) return undefined;
  if (age !== undefined && typeof age !== 'string') return undefined;
  if (!wrap && age === undefined) return undefined;
  return { ...(wrap && { passphrase: wrap }), ...(age !== undefined && { age }) };
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
