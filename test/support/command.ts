import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import type { Ran } from './cli.ts';

const project = path.resolve(import.meta.dirname, '../..');

/**
 * Builds the command of the present source and gives the folder that holds it as `hero`. It lies in the project,
 * because there it finds its dependencies. Call it where a file's tests are declared.
 */
export function buildCommand(): string {
  const cache = path.join(project, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, 'hero-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  execFileSync(process.execPath, ['build.mjs', folder], { cwd: project, stdio: 'pipe' });
  symlinkSync('hero.js', path.join(folder, 'hero'));
  return folder;
}

/** The environment of a real process: this one's, with the command in front of PATH and without CI. */
export function commandEnvironment(
  folder: string,
  more: Record<string, string> = {},
): Record<string, string> {
  const { CI: _, ...env } = process.env as Record<string, string>;
  return { ...env, PATH: `${folder}${path.delimiter}${env.PATH}`, ...more };
}

export interface Started {
  readonly child: ChildProcessWithoutNullStreams;
  /** Resolves when it has ended; an end by a signal has the exit code that a shell gives. */
  readonly ended: Promise<Ran>;
  /** Resolves with the first lines of its results when there are so many. */
  saw(lines: number): Promise<string[]>;
}

/** Starts a shell script with the command in its PATH; its standard input is a pipe that stays open. */
export function startShell(folder: string, script: string, more: Record<string, string> = {}): Started {
  const child = spawn('bash', ['-c', script], { env: commandEnvironment(folder, more) });
  const printed = { out: '', err: '' };
  child.stdout.on('data', chunk => {
    printed.out += chunk;
  });
  child.stderr.on('data', chunk => {
    printed.err += chunk;
  });
  child.stdin.on('error', () => undefined);
  const ended = new Promise<Ran>(resolve => {
    child.on('close', (code, signal) =>
      resolve({ code: code ?? 128 + constants.signals[signal!], ...printed }),
    );
  });
  const saw = async (lines: number) => {
    while (printed.out.split('\n').length <= lines) {
      if (child.exitCode !== null) throw new Error(`ended too early: ${printed.err}`);
      await new Promise(resolve => child.stdout.once('data', resolve));
    }
    return printed.out.split('\n').slice(0, lines);
  };
  return { child, ended, saw };
}

/** Runs a shell script to its end; its standard input is empty. */
export function shell(folder: string, script: string, more: Record<string, string> = {}): Promise<Ran> {
  const { child, ended } = startShell(folder, script, more);
  child.stdin.end();
  return ended;
}
