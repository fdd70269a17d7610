import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll } from 'vitest';
import { openDb, type StoreDriver } from '../../src/store/index.ts';
import { type LineProgram, startProgram } from '../support/line-program.ts';

/** Whether it is tried as often as `npm run store:proof` does. */
export const isLong = process.env.HERO_LONG === '1';

export type Program = LineProgram;

const root = resolve(import.meta.dirname, '../..');

/** A folder for databases of a driver, and the program of `program.ts`, for tests. */
export function useScene(driver: StoreDriver) {
  const folder = mkdtempSync(join(tmpdir(), 'hero-store-processes-'));
  // It lies in the project, because there it finds `lmdb`.
  const program = join(root, 'node_modules/.cache/store-processes', basename(folder), 'program.mjs');
  let count = 0;
  beforeAll(() =>
    build({
      entryPoints: [resolve(import.meta.dirname, 'program.ts')],
      outfile: program,
      ...{ bundle: true, platform: 'node', format: 'esm', logLevel: 'silent', external: ['lmdb'] },
    }),
  );
  afterAll(() => {
    for (const each of [folder, dirname(program)]) rmSync(each, { recursive: true, force: true });
  });
  return {
    folder,
    directory: () => join(folder, `db-${count++}`),
    open: (directory: string, waitMs = 30_000) => openDb(directory, { driver, waitMs }),
    start: (...args: (string | number)[]) => startProgram(program, [driver, ...args.map(String)]),
  };
}

/** The number of a value of `describeValue`; undefined when any part of it is not as it was written. */
export function numberOf(key: string, text: string): number | undefined {
  try {
    const value = JSON.parse(text) as Record<string, unknown>;
    const body = String(value.body);
    const digest = createHash('sha256').update(body).digest('hex');
    const isWhole = value.key === key && value.length === body.length && value.sha256 === digest;
    return isWhole ? Number(value.number) : undefined;
  } catch {
    return undefined;
  }
}
