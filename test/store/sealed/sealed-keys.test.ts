import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FileStore, type KeyAccess, KeyRing, SealedStore } from '../../../src/store/index.ts';
import { traces } from '../seal-keys.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heroplay-keys-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const phrase = 'four words and more';

function typed(passphrase: string): KeyAccess {
  return { passphrase: async () => passphrase, identities: async () => undefined };
}

function holding(...identities: string[]): KeyAccess {
  const passphrase = () => Promise.reject(new Error('nobody types'));
  return { passphrase, identities: async () => identities };
}

const ada = await generateX25519Identity();

const ringPath = () => join(folder, 'db/.store/keys.json');

function open(access: KeyAccess, name = 'db') {
  const keys = new KeyRing(name, ringPath(), access);
  return { keys, db: new SealedStore(new FileStore(join(folder, 'db'), { name }), keys) };
}

const coded = (code: string) => expect.objectContaining({ code });

describe('a passphrase', () => {
  test('opens what was sealed with it, and no other does', async () => {
    await open(typed(phrase)).db.set('token', 'ada');
    expect(await open(typed(phrase)).db.get('token')).toBe('ada');
    const wrong = open(typed('another passphrase'));
    await expect(wrong.db.get('token')).rejects.toEqual(coded('STORE_WRONG_KEY'));
    await expect(wrong.db.set('token', 'eve')).rejects.toEqual(coded('STORE_WRONG_KEY'));
    expect(await open(typed(phrase)).db.get('token')).toBe('ada');
  });

  test('is not in the file, nor in an error, nor is the key', async () => {
    const { keys, db } = open(typed(phrase));
    await db.set('token', 'ada');
    const { bytes } = await keys.current();
    const error = await open(typed('a wrong passphrase'))
      .db.get('token')
      .catch((thrown: unknown) => thrown);
    const text = readFileSync(ringPath(), 'utf8') + inspect(error, { depth: 9 }) + inspect(keys);
    for (const trace of [...traces(phrase), ...traces('a wrong passphrase')])
      expect(text).not.toContain(trace);
    expect(text).not.toContain(Buffer.from(bytes).toString('base64url'));
  });

  test('is asked for once, and again after close', async () => {
    let asked = 0;
    const access = { ...typed(phrase), passphrase: async () => `${++asked && phrase}` };
    const { db } = open(access);
    await db.set('a', '1');
    await db.set('b', '2');
    expect([await db.get('a'), await db.get('b'), asked]).toEqual(['1', '2', 1]);
    await db.close();
    expect([await db.get('a'), asked]).toEqual(['1', 2]);
  });

  test('a short one makes no ring', async () => {
    await expect(open(typed('short')).db.set('a', '1')).rejects.toEqual(coded('STORE_WRONG_KEY'));
  });

  test('looking for what is not there needs none', async () => {
    const { db } = open(holding());
    expect([await db.get('a'), await db.has('a'), await db.keys()]).toEqual([undefined, false, []]);
  });

  test('can be changed; the values stay as they are', async () => {
    const { keys, db } = open(typed(phrase));
    await db.set('token', 'ada');
    const before = readFileSync(join(folder, 'db/token'));
    await db.withKeys(() => keys.rekey('a new passphrase'));
    expect(readFileSync(join(folder, 'db/token')).equals(before)).toBe(true);
    expect(await open(typed('a new passphrase')).db.get('token')).toBe('ada');
    await expect(open(typed(phrase)).db.get('token')).rejects.toEqual(coded('STORE_WRONG_KEY'));
  });

  test('rotation seals all anew, drops the old key, and keeps limits of time', async () => {
    const { keys, db } = open(holding(ada));
    await db.set('token', 'ada');
    await db.set('short', 'lived', { ttl: 0.9 });
    const old = readFileSync(join(folder, 'db/token'), 'utf8');
    const [, , id] = old.split(':');
    expect(await db.rotate(keys)).toBe(2);
    expect(readFileSync(join(folder, 'db/token'), 'utf8')).not.toBe(old);
    expect(Object.keys(JSON.parse(readFileSync(ringPath(), 'utf8')).keys)).not.toContain(id);
    expect(await open(holding(ada)).db.get('token')).toBe('ada');
    await expect.poll(() => db.get('short'), { timeout: 3000 }).toBeUndefined();
    writeFileSync(join(folder, 'db/token'), old);
    await expect(db.get('token')).rejects.toEqual(coded('STORE_SEALED_BROKEN'));
    await expect(db.rotate(keys)).rejects.toEqual(coded('STORE_SEALED_BROKEN'));
  });

  test('a rotation that was cut short can be read, and ended', async () => {
    const { keys, db } = open(holding(ada));
    await db.set('a', '1');
    await db.withKeys(() => keys.begin());
    const after = open(holding(ada));
    await after.db.set('b', '2');
    expect([await after.db.get('a'), await after.db.get('b')]).toEqual(['1', '2']);
    await after.db.rotate(after.keys);
    expect(Object.keys(JSON.parse(readFileSync(ringPath(), 'utf8')).keys)).toHaveLength(1);
    expect([await after.db.get('a'), await after.db.check()]).toEqual(['1', []]);
  });

  test('a writer who had the old key in mind seals with the new one', async () => {
    const first = open(holding(ada));
    await first.db.set('a', '1');
    const second = open(holding(ada));
    await second.db.get('a');
    await first.db.rotate(first.keys);
    await second.db.set('b', '2');
    expect(await first.db.get('b')).toBe('2');
  });
});

interface Ring {
  readonly current: string;
  readonly keys: Readonly<Record<string, { passphrase: object }>>;
}

describe('a ring that cannot be used', () => {
  test.each<[string, (ring: Ring) => unknown]>([
    ['no JSON', () => undefined],
    ['another version', ring => ({ ...ring, version: 2 })],
    ['no current key', ring => ({ ...ring, current: '0000000000000000' })],
    ['too cheap', ring => changed(ring, { n: 2 ** 13 })],
    ['no power of two', ring => changed(ring, { n: 2 ** 17 - 1 })],
    ['too dear', ring => changed(ring, { n: 2 ** 21 })],
    ['too much memory', ring => changed(ring, { n: 2 ** 20, r: 16 })],
    ['too wide', ring => changed(ring, { r: 17 })],
    ['too often', ring => changed(ring, { p: 5 })],
    ['no salt', ring => changed(ring, { salt: '' })],
  ])('%s', async (_, change) => {
    const { db } = open(holding(ada));
    await db.set('token', 'ada');
    await db.close();
    writeFileSync(ringPath(), `${JSON.stringify(change(sound))}`);
    await expect(open(typed(phrase)).db.get('token')).rejects.toEqual(coded('STORE_BAD_KEYS'));
  });

  function changed({ current, keys, ...ring }: Ring, more: object): unknown {
    return {
      ...ring,
      current,
      keys: { [current]: { passphrase: { ...keys[current]?.passphrase, ...more } } },
    };
  }

  test('one of another database', async () => {
    await open(typed(phrase)).db.set('token', 'ada');
    await expect(open(typed(phrase), 'other').db.get('token')).rejects.toEqual(coded('STORE_WRONG_KEY'));
  });

  const wrap = { n: 2 ** 17, r: 8, p: 1, salt: 'A'.repeat(22), sealed: 'A'.repeat(80) };
  const current = '0123456789abcdef';
  const sound = { format: 'heroplay-keys', version: 1, current, keys: { [current]: { passphrase: wrap } } };

  test('is told from one that can', async () => {
    writeFileSync(join(folder, 'keys.json'), JSON.stringify(sound));
    const keys = new KeyRing('db', join(folder, 'keys.json'), typed(phrase));
    await expect(keys.current()).rejects.toEqual(coded('STORE_WRONG_KEY'));
  });
});

describe('age recipients', () => {
  test('share a database, and are taken away', async () => {
    const bob = await generateX25519Identity();
    const [toAda, toBob] = [await identityToRecipient(ada), await identityToRecipient(bob)];
    const { keys, db } = open(holding(ada));
    await db.set('token', 'shared');
    await expect(open(holding(bob)).db.get('token')).rejects.toEqual(coded('STORE_WRONG_KEY'));
    await db.withKeys(() => keys.addRecipient(toBob));
    expect(await keys.recipients()).toEqual([toAda, toBob].sort());
    expect(await open(holding(bob)).db.get('token')).toBe('shared');
    await db.rotate(keys, () => keys.removeRecipient(toBob));
    await expect(open(holding(bob)).db.get('token')).rejects.toEqual(coded('STORE_WRONG_KEY'));
    expect(await open(holding(ada)).db.get('token')).toBe('shared');
    await expect(db.withKeys(() => keys.removeRecipient(toAda))).rejects.toEqual(coded('STORE_BAD_KEYS'));
    await expect(db.withKeys(() => keys.removeRecipient(toBob))).rejects.toEqual(coded('STORE_BAD_KEYS'));
  });

  test('beside a passphrase: either opens', async () => {
    const { keys, db } = open(typed(phrase));
    await db.set('token', 'shared');
    await db.withKeys(async () => keys.addRecipient(await identityToRecipient(ada)));
    await db.rotate(keys);
    expect(await open(holding(ada)).db.get('token')).toBe('shared');
    expect(await open(typed(phrase)).db.get('token')).toBe('shared');
  });

  test('removing a recipient without the passphrase fails and changes nothing', async () => {
    const toAda = await identityToRecipient(ada);
    const { keys, db } = open(typed(phrase));
    await db.set('token', 'shared');
    await db.withKeys(() => keys.addRecipient(toAda));
    const before = readFileSync(ringPath(), 'utf8');
    const asAda = open(holding(ada));
    await expect(asAda.db.rotate(asAda.keys, () => asAda.keys.removeRecipient(toAda))).rejects.toThrow(
      'nobody types',
    );
    expect(readFileSync(ringPath(), 'utf8')).toBe(before);
  });

  test('no identity makes no ring', async () => {
    await expect(open(holding()).db.set('a', '1')).rejects.toEqual(coded('STORE_BAD_KEYS'));
  });

  test('an identity in the place of a recipient is not repeated', async () => {
    const { keys, db } = open(typed(phrase));
    const error = await db.withKeys(() => keys.addRecipient(ada)).catch((thrown: unknown) => thrown);
    expect(error).toEqual(coded('STORE_BAD_KEYS'));
    expect(inspect(error)).not.toContain(ada);
  });
});

test('git keeps the ring next to the values', async () => {
  await open(holding(ada)).db.set('token', 'ada');
  expect(readFileSync(join(folder, 'db/.store/.gitignore'), 'utf8')).toContain('!keys.json\n');
});
