import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FileStore } from '../../../src/store/index.ts';
import { sharedJson } from '../../support/shared.ts';

const entries = sharedJson<{ id: string; input: string }>('hostile.json');
const isThere = (id: string) => entries.some(entry => entry.id === id);

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'hero-store-hostile-'));
});

afterEach(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }));

async function keepsApart(values: Record<string, string>): Promise<void> {
  const db = new FileStore(directory);
  for (const [key, value] of Object.entries(values)) await db.set(key, value);
  await db.close();
  const again = new FileStore(directory);
  for (const [key, value] of Object.entries(values)) expect(await again.get(key)).toBe(value);
  const names = readdirSync(directory).filter(name => !name.startsWith('.') && !name.endsWith('.key'));
  expect(new Set(names.map(name => name.normalize('NFKC').toLowerCase())).size).toBe(
    Object.keys(values).length,
  );
  for (const name of names) expect(name.length).toBeLessThanOrEqual(200);
}

test.skipIf(!isThere('K02'))('K02: keys that differ in case', () =>
  keepsApart({ Foo: '1', foo: '2', FOO: '3' }),
);

test.skipIf(!isThere('K03'))('K03: keys that differ in their Unicode form', () =>
  keepsApart({ '\u00e9': 'nfc', 'e\u0301': 'nfd', '\uFB01': 'lig', fi: 'ascii' }),
);

// A key has 1,024 bytes at most, so the faces are 250 and not 300.
test.skipIf(!isThere('K05'))('K05: long keys, and one that is too long', async () => {
  const face = '\u{1F600}';
  await keepsApart({ [face.repeat(250)]: '1', [`${face.repeat(250)}x`]: '2' });
  const db = new FileStore(directory);
  for (const key of [face.repeat(300), 'a'.repeat(100_000)])
    await expect(db.set(key, '3')).rejects.toMatchObject({ code: 'STORE_KEY_TOO_LONG' });
});
