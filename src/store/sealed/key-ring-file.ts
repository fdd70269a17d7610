import { dirname } from 'node:path';
import { HeroError, json, parseJson, show } from '../../base/index.ts';
import { makeDirectory, readRegularFile, writeFileAtomic } from '../../sys/file.ts';
import { isUsableWrap, type PassphraseWrap, wrapShape } from './key-wrap.ts';

const sizeLimit = 2 ** 20;
const wrappedKeyShape = json.object({ passphrase: json.optional(wrapShape), age: json.optional(json.text) });
const ringShape = json.object({
  format: json.literal('heroplay-keys'),
  version: json.literal(1),
  current: json.text,
  recipients: json.optional(json.list(json.text)),
  keys: json.record(wrappedKeyShape),
});

/** A data key as it is kept: never open. */
export interface WrappedKey {
  readonly passphrase?: PassphraseWrap;
  /** For the recipients of the ring. */
  readonly age?: string;
}

/** The content of `keys.json`. */
export interface RingData {
  readonly current: string;
  readonly recipients: readonly string[];
  readonly keys: ReadonlyMap<string, WrappedKey>;
}

/** Reads a key ring; undefined when there is none. Throws STORE_BAD_KEYS. */
export async function readRing(path: string): Promise<RingData | undefined> {
  const bytes = await readRegularFile(path, { limit: sizeLimit });
  if (!bytes) return undefined;
  const bad = (problem: string) => badRing(path, problem);
  const ring = parseJson(Buffer.from(bytes).toString(), ringShape, bad);
  const keys = new Map(Object.entries(ring.keys));
  for (const [id, { passphrase, age }] of keys) {
    if (!/^[0-9a-f]{16}$/.test(id)) throw bad('a key has an id that is not 16 hex digits');
    if (!passphrase && age === undefined) throw bad(`the key ${id} is not wrapped`);
    if (passphrase && !isUsableWrap(passphrase)) throw bad(`the passphrase of the key ${id} is damaged`);
  }
  if (!keys.has(ring.current)) throw bad('its current key is missing');
  return { current: ring.current, recipients: ring.recipients ?? [], keys };
}

/** Writes a key ring, whole or not at all. */
export async function writeRing(path: string, { current, recipients, keys }: RingData): Promise<void> {
  const data = { format: 'heroplay-keys', version: 1, current, recipients, keys: Object.fromEntries(keys) };
  await makeDirectory(dirname(path));
  await writeFileAtomic(path, `${JSON.stringify(data, null, 2)}\n`);
}

function badRing(path: string, problem: string): HeroError {
  return new HeroError('STORE_BAD_KEYS', `${show(path, 1000)} is not a usable key ring: ${problem}`, {
    hint: 'restore it from git or a backup, because no value opens without it',
  });
}
