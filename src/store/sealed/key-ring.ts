import { HeroError, show } from '../../base/index.ts';
import { type RingData, readRing, type WrappedKey, writeRing } from './key-ring-file.ts';
import {
  openWithIdentities,
  openWithPassphrase,
  recipientsOf,
  wrapForRecipients,
  wrapWithPassphrase,
} from './key-wrap.ts';
import type { RotatingKeys } from './sealed-store.ts';
import type { DataKey } from './sealer.ts';

/** How many characters a new passphrase has at least. */
export const shortestPassphrase = 8;

/** The ways to open a key ring. */
export interface KeyAccess {
  /** The passphrase; for a `new` ring a person types it twice. Rejects when there is none. */
  passphrase(purpose: 'open' | 'new' | 'change'): Promise<string>;
  /** age identities, or undefined when none are given. */
  identities(): Promise<readonly string[] | undefined>;
}

/**
 * The keys of a sealed database, in a file: each wrapped by a passphrase, for age recipients, or both. Unwrapped keys stay
 * in memory until `close`. Calls that change the file need the lock of the database. Throws STORE_WRONG_KEY,
 * STORE_BAD_KEYS, and the errors of `access`.
 *
 * @example
 * const keys = new KeyRing('secrets', files.keyRingPath(), access);
 * const db = new SealedStore(files, keys);
 */
export class KeyRing implements RotatingKeys {
  readonly #name: string;
  readonly #path: string;
  readonly #access: KeyAccess;
  readonly #open = new Map<string, Promise<DataKey>>();
  #passphrase: string | undefined;

  /** The ring of a database with the path of its file, which the first sealed value makes. */
  constructor(name: string, path: string, access: KeyAccess) {
    this.#name = name;
    this.#path = path;
    this.#access = access;
  }

  async ready(): Promise<void> {
    const ring = await readRing(this.#path);
    if (ring) await this.#unlock(ring, ring.current);
    else if (!(await this.#access.identities())) await this.#newPassphrase();
  }

  async current(): Promise<DataKey> {
    const ring = (await readRing(this.#path)) ?? (await this.#make());
    return this.#unlock(ring, ring.current);
  }

  async find(id: string): Promise<DataKey | undefined> {
    const known = this.#open.get(id);
    if (known) return known;
    const ring = await readRing(this.#path);
    return ring?.keys.has(id) ? this.#unlock(ring, id) : undefined;
  }

  close(): void {
    this.#open.clear();
    this.#passphrase = undefined;
  }

  /** The age recipients that can open the keys. */
  async recipients(): Promise<readonly string[]> {
    return (await readRing(this.#path))?.recipients ?? [];
  }

  /** Replaces the passphrase of the keys. */
  async rekey(passphrase: string): Promise<void> {
    checkLength(passphrase);
    const ring = await this.#opened();
    const keys = new Map<string, WrappedKey>();
    for (const [id, wrapped] of ring.keys) {
      const { bytes } = await this.#unlock(ring, id);
      const wrap = await wrapWithPassphrase(bytes, passphrase, this.#context(id));
      keys.set(id, { ...wrapped, passphrase: wrap });
    }
    await writeRing(this.#path, { ...ring, keys });
    this.#passphrase = passphrase;
  }

  /** Lets a recipient open the keys. */
  async addRecipient(recipient: string): Promise<void> {
    const ring = await this.#opened();
    await this.#share(ring, [...new Set([...ring.recipients, recipient])].sort());
  }

  /** Removes a recipient; a rotation must follow, because its owner knows the key. STORE_BAD_KEYS for the last way to open the keys. */
  async removeRecipient(recipient: string): Promise<void> {
    const ring = await this.#opened();
    const left = ring.recipients.filter(each => each !== recipient);
    if (left.length === ring.recipients.length)
      throw badKeys(`${show(recipient, 100)} is not a recipient`, 'see `hero secret recipients list`');
    if (left.length === 0 && !ring.keys.get(ring.current)?.passphrase)
      throw badKeys('without the last recipient, the keys could not be opened', 'add another one first');
    // The rotation needs it; better to miss it before anything has changed.
    await this.#checkPassphrase(ring);
    await this.#share(ring, left);
  }

  async begin(): Promise<DataKey> {
    const ring = await this.#opened();
    const isTyped = ring.keys.get(ring.current)?.passphrase !== undefined;
    await this.#checkPassphrase(ring);
    const { id, key, wrapped } = await this.#newKey(ring.recipients, isTyped);
    await writeRing(this.#path, { ...ring, current: id, keys: new Map([...ring.keys, [id, wrapped]]) });
    this.#open.set(id, Promise.resolve(key));
    return key;
  }

  async finish(): Promise<void> {
    const ring = await this.#opened();
    const kept = [...ring.keys].filter(([id]) => id === ring.current);
    await writeRing(this.#path, { ...ring, keys: new Map(kept) });
    for (const id of this.#open.keys()) if (id !== ring.current) this.#open.delete(id);
  }

  async #opened(): Promise<RingData> {
    const ring = (await readRing(this.#path)) ?? (await this.#make());
    await this.#unlock(ring, ring.current);
    return ring;
  }

  async #make(): Promise<RingData> {
    const identities = await this.#access.identities();
    if (identities?.length === 0)
      throw badKeys('there is no age identity to make a key ring for', 'name a file that `age-keygen` wrote');
    const recipients = identities ? await recipientsOf(identities) : [];
    if (!identities) await this.#newPassphrase();
    const { id, key, wrapped } = await this.#newKey(recipients, !identities);
    const ring = { current: id, recipients, keys: new Map([[id, wrapped]]) };
    await writeRing(this.#path, ring);
    this.#open.set(id, Promise.resolve(key));
    return ring;
  }

  async #newKey(recipients: readonly string[], isTyped: boolean) {
    const { randomBytes } = process.getBuiltinModule('node:crypto');
    const key: DataKey = { id: randomBytes(8).toString('hex'), bytes: randomBytes(32) };
    const wrapped: WrappedKey = {
      ...(isTyped && {
        passphrase: await wrapWithPassphrase(key.bytes, this.#passphrase ?? '', this.#context(key.id)),
      }),
      ...(recipients.length > 0 && { age: await wrapForRecipients(key.bytes, recipients) }),
    };
    return { id: key.id, key, wrapped };
  }

  async #share(ring: RingData, recipients: readonly string[]): Promise<void> {
    const keys = new Map<string, WrappedKey>();
    for (const [id, { passphrase }] of ring.keys) {
      const { bytes } = await this.#unlock(ring, id);
      keys.set(id, {
        ...(passphrase && { passphrase }),
        ...(recipients.length > 0 && { age: await wrapForRecipients(bytes, recipients) }),
      });
    }
    await writeRing(this.#path, { ...ring, recipients, keys });
  }

  /** The open key of an id. Concurrent callers share one promise. */
  #unlock(ring: RingData, id: string): Promise<DataKey> {
    const known = this.#open.get(id);
    if (known) return known;
    const opening = this.#unwrap(ring, id);
    this.#open.set(id, opening);
    opening.catch(() => this.close());
    return opening;
  }

  async #unwrap(ring: RingData, id: string): Promise<DataKey> {
    const { passphrase, age } = ring.keys.get(id) ?? {};
    const identities = age === undefined ? undefined : await this.#access.identities();
    if (age !== undefined && (identities || !passphrase))
      return { id, bytes: await openWithIdentities(age, identities ?? []) };
    if (!passphrase) throw badKeys(`the key ${show(id)} cannot be opened`, 'restore the key ring');
    this.#passphrase ??= await this.#access.passphrase('open');
    return { id, bytes: await openWithPassphrase(passphrase, this.#passphrase, this.#context(id)) };
  }

  /** Makes sure that a new key gets the passphrase of the ring, when an identity opened that. */
  async #checkPassphrase({ current, keys }: RingData): Promise<void> {
    const wrap = keys.get(current)?.passphrase;
    if (!wrap || this.#passphrase !== undefined) return;
    const passphrase = await this.#access.passphrase('open');
    await openWithPassphrase(wrap, passphrase, this.#context(current));
    this.#passphrase = passphrase;
  }

  async #newPassphrase(): Promise<void> {
    this.#passphrase ??= checkLength(await this.#access.passphrase('new'));
  }

  #context(id: string): string {
    return `heroplay-keys\0v1\0${this.#name}\0${id}`;
  }
}

function checkLength(passphrase: string): string {
  if ([...passphrase].length >= shortestPassphrase) return passphrase;
  throw new HeroError('STORE_WRONG_KEY', `a new passphrase has at least ${shortestPassphrase} characters`, {
    hint: 'use several words',
  });
}

function badKeys(message: string, hint: string): HeroError {
  return new HeroError('STORE_BAD_KEYS', message, { hint });
}
