import { copyFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isHeroError } from '../../../src/base/index.ts';
import { FileStore, KeyRing, SealedStore } from '../../../src/store/index.ts';
import { sharedJson } from '../../support/shared.ts';
import { traces } from '../seal-keys.ts';

const [hostile] = sharedJson<{ id: string }>('hostile.json').filter(({ id }) => id === 'K09');
const passphrase = 'four words and more';
const plain = 'correct-horse-battery';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heroplay-k09-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A sealed database of files, opened with a passphrase. */
function open(given = passphrase, name = 'secrets'): SealedStore {
  const files = new FileStore(join(folder, name), name);
  const access = { passphrase: async () => given, identities: async () => undefined };
  return new SealedStore(files, new KeyRing('ring', join(folder, 'keys.json'), access));
}

/** The code that reading a key fails with; nothing of the value stands in the error. */
async function refusal(db: SealedStore, key: string): Promise<string | undefined> {
  try {
    await db.get(key);
    return undefined;
  } catch (error) {
    if (!isHeroError(error)) throw error;
    const told = `${error.message}\n${error.hint}\n${error.stack}\n${String(error.cause)}`;
    for (const trace of traces(plain)) expect(told).not.toContain(trace);
    return error.code;
  }
}

describe.skipIf(!hostile)('K09', () => {
  test('a value that is swapped, cut, moved to another database, or opened with another passphrase', async () => {
    const db = open();
    await db.set('a', plain);
    await db.set('b', `${plain} too`);
    const path = (key: string, name = 'secrets') => join(folder, name, key);
    const good = readFileSync(path('b'), 'utf8');

    copyFileSync(path('a'), path('b'));
    expect(await refusal(db, 'b')).toBe('STORE_SEALED_BROKEN');

    // The tag is the last 16 bytes; Node itself would take one of 4.
    const [head = '', sealed = ''] = [
      good.slice(0, good.lastIndexOf(':') + 1),
      good.slice(good.lastIndexOf(':') + 1),
    ];
    const bytes = Buffer.from(sealed.trim(), 'base64url');
    writeFileSync(path('b'), `${head}${bytes.subarray(0, -12).toString('base64url')}\n`);
    expect(await refusal(db, 'b')).toBe('STORE_SEALED_BROKEN');

    writeFileSync(path('b'), good);
    expect(await db.get('b')).toBe(`${plain} too`);
    // The name of the database is what the value was sealed for, too.
    const other = open(passphrase, 'others');
    await other.set('c', 'x');
    copyFileSync(path('b'), path('b', 'others'));
    expect(await refusal(other, 'b')).toBe('STORE_SEALED_BROKEN');

    await db.close();
    expect(await refusal(open('another passphrase'), 'b')).toBe('STORE_WRONG_KEY');
  });

  test('an older value of the same key is read: a limit that docs/secrets.md tells of', async () => {
    const db = open();
    const path = join(folder, 'secrets', 'a');
    await db.set('a', plain);
    renameSync(path, join(folder, 'old'));
    await db.set('a', 'newer');
    copyFileSync(join(folder, 'old'), path);
    expect(await db.get('a')).toBe(plain);
    const page = readFileSync(new URL('../../../docs/secrets.md', import.meta.url), 'utf8');
    expect(page).toMatch(/older/);
  });
});
