import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, onTestFinished, vi } from 'vitest';
import { HeroError } from '../../src/base/index.ts';

/** A new folder that is removed when the running test ends. */
export function tempFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'heroplay-git-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs the real git with an author and without the settings of the person who runs the tests. */
export function runGit(cwd: string, ...args: string[]): string {
  const env = {
    ...process.env,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'ada@example.org',
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'ada@example.org',
  };
  return execFileSync('git', args, {
    cwd,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trimEnd();
}

/** Writes files into a work tree and commits them; answers with the id of the commit. */
export function commit(folder: string, files: Record<string, string>, message = 'change'): string {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  runGit(folder, 'add', '-A');
  runGit(folder, 'commit', '-q', '-m', message);
  return runGit(folder, 'rev-parse', 'HEAD');
}

/**
 * A repository to clone: branch `main` with a README and an ignore file, branch `feature/x` with `docs/guide.md`,
 * tag `v1` on the first of two commits of `main`.
 */
export function makeUpstream(folder: string): string {
  mkdirSync(folder, { recursive: true });
  runGit(folder, 'init', '-q', '-b', 'main');
  commit(folder, { 'README.md': 'one\n', '.gitignore': 'kept/\n' });
  runGit(folder, 'tag', 'v1');
  commit(folder, { 'README.md': 'two\n', 'docs/a.md': 'a\n' });
  runGit(folder, 'switch', '-q', '-c', 'feature/x');
  commit(folder, { 'docs/guide.md': 'guide\n' });
  runGit(folder, 'switch', '-q', 'main');
  return folder;
}

/** Keeps the settings and the environment of the person who runs the tests away from the code under test. */
export function isolateGit(): void {
  beforeEach(() => {
    vi.stubEnv('GIT_CONFIG_GLOBAL', '/dev/null');
    vi.stubEnv('GIT_SSH_COMMAND', undefined);
    vi.stubEnv('GIT_ASKPASS', undefined);
    return () => void vi.unstubAllEnvs();
  });
}

/** Lets git find what is below `https://host/` in a folder instead, so that no test needs a network. */
export function redirect(url: string, folder: string): void {
  vi.stubEnv('GIT_CONFIG_COUNT', '1');
  vi.stubEnv('GIT_CONFIG_KEY_0', `url.${folder}/.insteadOf`);
  vi.stubEnv('GIT_CONFIG_VALUE_0', url);
}

/** The code of the error that a call or a promise fails with; `none` when it does not. */
export async function codeOf(run: () => unknown): Promise<string> {
  try {
    await run();
  } catch (error) {
    return error instanceof HeroError ? error.code : String(error);
  }
  return 'none';
}
