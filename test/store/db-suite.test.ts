import { describe, expect, test } from 'vitest';
import { type Db, MemoryStore } from '../../src/store/index.ts';
import { dbSuite } from '../../src/testing/index.ts';

/** The names of the cases that a driver fails. */
async function broken(make: () => Db): Promise<string[]> {
  const failed: string[] = [];
  for (const { name, run } of dbSuite(async () => ({ db: make() }))) {
    await run().catch(() => failed.push(name));
  }
  return failed;
}

class LowerCase extends MemoryStore {
  override set(key: string, value: string | Uint8Array) {
    return super.set(typeof key === 'string' ? key.toLowerCase() : key, value);
  }
}

class Normalising extends MemoryStore {
  override set(key: string, value: string | Uint8Array) {
    return super.set(typeof key === 'string' ? key.normalize('NFC') : key, value);
  }
}

class MakesOnGet extends MemoryStore {
  override async get(key: string) {
    if (!(await this.has(key))) await this.set(key, '');
    return super.get(key);
  }
}

class LosesEmpty extends MemoryStore {
  override async get(key: string) {
    return (await super.get(key)) || undefined;
  }
}

class Unsorted extends MemoryStore {
  override async keys(prefix?: string) {
    return (await super.keys(prefix)).sort();
  }
}

class IgnoresPrefix extends MemoryStore {
  override keys() {
    return super.keys();
  }
}

class DropsMark extends MemoryStore {
  override async get(key: string) {
    return (await super.get(key))?.replace(/^\uFEFF/, '');
  }
}

class SharesBytes extends MemoryStore {
  readonly #kept = new Map<string, Uint8Array>();
  override async getBytes(key: string) {
    const bytes = await super.getBytes(key);
    if (bytes && !this.#kept.has(key)) this.#kept.set(key, bytes);
    return bytes && this.#kept.get(key);
  }
}

class DeletesAlways extends MemoryStore {
  override async delete(key: string) {
    await super.delete(key);
    return true;
  }
}

class CutsJson extends MemoryStore {
  override setJson(key: string, value: unknown) {
    return this.set(key, JSON.stringify(value) ?? '');
  }
}

class KeepsOnClear extends MemoryStore {
  override async clear() {}
}

class KeepsOnDestroy extends MemoryStore {
  override async destroy() {}
}

describe('a broken driver fails the case that says why', () => {
  test.each<[new () => Db, string]>([
    [LowerCase, 'keys that differ in case are different keys'],
    [Normalising, 'keys that differ in their Unicode form are different keys'],
    [MakesOnGet, 'a look-up creates nothing'],
    [LosesEmpty, 'the empty value is a value'],
    [Unsorted, 'keys are sorted by code point'],
    [IgnoresPrefix, 'keys are listed by prefix'],
    [DropsMark, 'text comes back to the letter'],
    [SharesBytes, 'bytes are copied on their way in and out'],
    [DeletesAlways, 'delete says whether the key was there'],
    [CutsJson, 'JSON is stored for people: two spaces, a final newline'],
    [KeepsOnClear, 'clear removes every key and the database goes on'],
    [KeepsOnDestroy, 'destroy removes all, and a set begins anew'],
  ])('%o', async (Driver, name) => {
    expect(await broken(() => new Driver())).toContain(name);
  });

  test('one that forgets what it stored fails when opened again', async () => {
    const failed: string[] = [];
    const open = async () => ({ db: new MemoryStore(), reopen: async () => new MemoryStore() });
    for (const { name, run } of dbSuite(open)) await run().catch(() => failed.push(name));
    expect(failed).toContain('opening again finds everything');
  });
});

test('each case opens a database of its own and closes it, also when it fails', async () => {
  let opened = 0;
  let closed = 0;
  const cases = dbSuite(async () => {
    opened++;
    return { db: new KeepsOnClear(), close: async () => void closed++ };
  });
  for (const { run } of cases) await run().catch(() => undefined);
  expect([opened, closed]).toEqual([cases.length, cases.length]);
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
});
