import { AssertionError } from 'node:assert/strict';
import { describe, expect, test } from 'vitest';
import { type Db, MemoryStore, type SetOptions } from '../../../src/store/index.ts';
import { dbSuite, type OpenedDb } from '../../../src/testing/index.ts';

/** How a driver fails a case; undefined when it does not. */
async function failureOf(open: () => Promise<OpenedDb>, name: string): Promise<unknown> {
  const found = dbSuite(open).find(each => each.name === name);
  expect(found).toBeDefined();
  return found?.run().then(
    () => undefined,
    (error: unknown) => error,
  );
}

class LowerCase extends MemoryStore {
  override set(key: string, value: string | Uint8Array, options?: SetOptions) {
    return super.set(typeof key === 'string' ? key.toLowerCase() : key, value, options);
  }
}

class Normalising extends MemoryStore {
  override set(key: string, value: string | Uint8Array, options?: SetOptions) {
    return super.set(typeof key === 'string' ? key.normalize('NFC') : key, value, options);
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
  override setJson(key: string, value: unknown, options?: SetOptions) {
    return this.set(key, JSON.stringify(value) ?? '', options);
  }
}

class KeepsOnClear extends MemoryStore {
  override async clear() {}
}

class ForgetsTtl extends MemoryStore {
  override set(key: string, value: string | Uint8Array) {
    return super.set(key, value);
  }
}

class LosesUpdates extends MemoryStore {
  override async update(key: string, change: Parameters<MemoryStore['update']>[1]) {
    const value = await change(await this.get(key));
    if (value === undefined) await this.delete(key);
    else await this.set(key, value);
    return value;
  }
}

class BatchesOneByOne extends MemoryStore {
  override async batch(operations: Parameters<MemoryStore['batch']>[0]) {
    for (const operation of operations) {
      if (operation.kind === 'delete') await this.delete(operation.key);
      else await this.set(operation.key, operation.value, operation);
    }
  }
}

class SetsAlways extends MemoryStore {
  override async setIf(key: string, value: string) {
    await this.set(key, value);
    return true;
  }
}

class HidesExpiry extends MemoryStore {
  override async expiry() {
    return undefined;
  }
}

class KeepsExpiry extends MemoryStore {
  readonly #ends = new Map<string, number>();
  override async expiry(key: string) {
    const end = await super.expiry(key);
    if (end !== undefined) this.#ends.set(key, end);
    return end ?? this.#ends.get(key);
  }
}

class RepairsByLoss extends MemoryStore {
  override async repair() {
    await this.clear();
    return [];
  }
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
    [KeepsOnClear, 'clear removes every key and the database can be used again'],
    [ForgetsTtl, 'a value ends with its ttl'],
    [LosesUpdates, 'updates of one key at the same time lose nothing'],
    [BatchesOneByOne, 'a batch with one bad operation does nothing'],
    [SetsAlways, 'setIf makes a key that is missing'],
    [HidesExpiry, 'expiry is the end of a key, and undefined for a key that has no limit or is missing'],
    [KeepsExpiry, 'expiry is the end of a key, and undefined for a key that has no limit or is missing'],
    [RepairsByLoss, 'repair of a sound database mends nothing and changes nothing'],
    [KeepsOnDestroy, 'destroy removes all, and a later set starts over'],
  ])('%o', async (Driver, name) => {
    const error = await failureOf(async () => ({ db: new Driver() }), name);
    expect(error).toBeInstanceOf(Error);
  });

  test('one that forgets what it stored fails when opened again', async () => {
    const open = async () => ({ db: new MemoryStore(), reopen: async () => new MemoryStore() });
    expect(await failureOf(open, 'opening again finds everything')).toBeInstanceOf(AssertionError);
  });
});

test('each case opens a database of its own and closes it, also when it fails', async () => {
  let opened = 0;
  let closed = 0;
  const cases = dbSuite(async () => {
    opened++;
    return { db: new CutsJson(), close: async () => void closed++ };
  });
  await Promise.all(cases.map(({ run }) => run().catch(() => undefined)));
  expect([opened, closed]).toEqual([cases.length, cases.length]);
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
});
