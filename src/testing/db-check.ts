import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { type Code, isHeroError } from '../base/index.ts';
import type { Db } from '../store/index.ts';

/** Asserts one promise on an empty database; `reopened` opens it afresh, where the driver keeps anything. */
export type Check = (db: Db, reopened: () => Promise<Db>) => Promise<void>;

/** Runs a function that must reject with a code; returns the error. */
export async function failsWith(
  code: Code,
  run: () => Promise<unknown>,
): Promise<{ message: string; hint: string | undefined }> {
  const error = await run().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (isHeroError(error, code)) return error;
  const found = error instanceof Error ? error.stack : 'no error';
  throw new assert.AssertionError({
    message: `expected ${code}, found ${found}`,
    actual: error,
    expected: code,
  });
}

/** The entries as a list. */
export async function contents(db: Db, prefix?: string): Promise<[string, string][]> {
  const entries: [string, string][] = [];
  for await (const entry of db.entries(prefix)) entries.push(entry);
  return entries;
}

/** The SHA-256 of a value, in hex. */
export function sha256Hex(value: string | Uint8Array): string {
  return createHash('sha256').update(value).digest('hex');
}
