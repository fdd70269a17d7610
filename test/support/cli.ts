import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { main } from '../../src/cli/main.ts';

/** What a command did: its exit code and all that it printed. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Setting {
  /** What stands on standard input. */
  input?: string | Uint8Array;
  env?: Record<string, string>;
  isTerminal?: boolean;
  color?: boolean;
  width?: number;
  signal?: AbortSignal;
  /** Is told every result as it comes. */
  onOut?: (text: string) => void;
}

/** A folder to work in, and the home of the command below it; both new for every test. */
export interface World {
  folder: string;
  home: string;
}

/** Gives every test of a file a world of its own: the working directory, `HOME`, and no settings of the tester. */
export function useWorld(): World {
  const world = { folder: '', home: '' };
  const before = process.cwd();
  beforeEach(() => {
    world.folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'heroplay-cli-')));
    world.home = path.join(world.folder, 'hero-home');
    mkdirSync(path.join(world.folder, 'user'));
    vi.stubEnv('HOME', path.join(world.folder, 'user'));
    vi.stubEnv('HERO_HOME', world.home);
    vi.stubEnv('HERO_CODEROOT', path.join(world.folder, 'code'));
    vi.stubEnv('GIT_CONFIG_GLOBAL', '/dev/null');
    process.chdir(world.folder);
  });
  afterEach(() => {
    process.chdir(before);
    vi.unstubAllEnvs();
    rmSync(world.folder, { recursive: true, force: true });
  });
  return world;
}

/** Writes a file of the world; folders above it are made. */
export function write(name: string, text: string): string {
  mkdirSync(path.dirname(name), { recursive: true });
  writeFileSync(name, text);
  return name;
}

/** Runs the command in this process, with an `Io` that keeps what it is told. */
export async function hero(argv: readonly string[], setting: Setting = {}): Promise<Ran> {
  const printed = { out: '', err: '' };
  const io: Io = {
    out: text => {
      printed.out += text;
      setting.onOut?.(text);
    },
    err: text => {
      printed.err += text;
    },
    readInput: async () => Buffer.from(setting.input ?? ''),
    env: { HERO_HOME: process.env.HERO_HOME, ...setting.env },
    isTerminal: setting.isTerminal ?? false,
    color: setting.color ?? false,
    width: setting.width ?? 80,
    signal: setting.signal ?? new AbortController().signal,
  };
  const code = await main(argv, io);
  return { code, ...printed };
}

/** Runs the command and gives its results; fails when it does not end well. */
export async function results(...argv: string[]): Promise<string> {
  const { code, out, err } = await hero(argv);
  if (code !== 0) throw new Error(`hero ${argv.join(' ')} ended with ${code}: ${err}`);
  return out;
}

/** Matches a printed error with a hint, by its code and by parts that its text must hold. */
export function errorWith(code: string, ...parts: string[]): string {
  const held = parts.map(part => `(?=[^]*${part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')})`).join('');
  return expect.stringMatching(new RegExp(`^error\\[${code}\\]: ${held}[^]*\\n  hint: .+\\n$`));
}
