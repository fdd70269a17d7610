import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { afterAll, beforeAll, onTestFinished } from 'vitest';

/** Whether it is tried as often as `npm run store:proof` does. */
export const isLong = process.env.HERO_LONG === '1';

export interface Program {
  readonly child: ChildProcessWithoutNullStreams;
  readonly lines: string[];
  readonly ended: Promise<unknown>;
  /** Its next line. */
  next(): Promise<string>;
}

/** A folder with the program of `program.ts`, for a file of tests. */
export function useScene() {
  const folder = mkdtempSync(join(tmpdir(), 'hero-store-processes-'));
  const program = join(folder, 'program.mjs');
  let count = 0;
  beforeAll(() =>
    build({
      entryPoints: [resolve(import.meta.dirname, 'program.ts')],
      outfile: program,
      ...{ bundle: true, platform: 'node', format: 'esm', logLevel: 'silent' },
    }),
  );
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    directory: () => join(folder, `db-${count++}`),
    start: (...args: (string | number)[]) => start(program, args.map(String)),
  };
}

function start(program: string, args: string[]): Program {
  const child = spawn(process.execPath, [program, ...args]);
  const ended = once(child, 'exit');
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stderr.pipe(process.stderr);
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout }).on('line', line => lines.push(line));
  let read = 0;
  const next = async () => {
    while (lines.length <= read) await once(reader, 'line');
    return lines[read++] ?? '';
  };
  return { child, lines, ended, next };
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
