import path from 'node:path';
import { HeroError, show } from '../base/index.ts';
import { type ProcessOptions, type ProcessResult, runProcess } from '../sys/process.ts';
import { maskCredentials } from './credentials.ts';
import type { GitOptions } from './git-types.ts';

export interface GitCall extends GitOptions {
  /** The folder of the checkout; a folder above it is never used as the repository. */
  cwd?: string;
}

// Git runs no code of a repository, and touches only the named repository.
const settings = [
  'protocol.ext.allow=never',
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'submodule.recurse=false',
  'fetch.recurseSubmodules=false',
  'gc.autoDetach=false',
].flatMap(setting => ['-c', setting]);

/**
 * Runs git and returns its output. Words of the user belong after `--` or `--end-of-options`. Throws
 * GIT_FAILED with the last line of git, GIT_NOT_A_CHECKOUT, SYS_COMMAND_NOT_FOUND, SYS_COMMAND_STOPPED.
 */
export async function runGit(args: readonly string[], call: GitCall = {}): Promise<string> {
  const result = await tryGit(args, call);
  if (result.exitCode !== 0) throw gitFailed(args, result, call.cwd);
  return result.stdout.trimEnd();
}

/** Runs git like `runGit`, for calls whose answer is the exit code. */
export function tryGit(
  args: readonly string[],
  { cwd, signal, onOutput }: GitCall = {},
): Promise<ProcessResult> {
  return runProcess('git', [...settings, ...args], {
    env: environment(cwd),
    ...(cwd !== undefined && { cwd }),
    ...(signal && { signal }),
    ...(onOutput && { onOutput: (text, stream) => onOutput(maskCredentials(text), stream) }),
  });
}

/** The output of a call of git; undefined when it fails. Throws GIT_NOT_A_CHECKOUT. */
export async function askGit(args: readonly string[], call: GitCall): Promise<string | undefined> {
  const result = await tryGit(args, call);
  if (isNoRepository(result.stderr)) throw gitFailed(args, result, call.cwd);
  return result.exitCode === 0 ? result.stdout.trimEnd() : undefined;
}

function isNoRepository(stderr: string): boolean {
  return /not a git repository|inside a git repository|dubious ownership/.test(stderr);
}

/** The environment of a call: git asks no questions, messages are English, and no other repository leaks in. */
function environment(cwd: string | undefined): NonNullable<ProcessOptions['env']> {
  const { GIT_SSH, GIT_SSH_COMMAND, GIT_ASKPASS } = process.env;
  return {
    ...Object.fromEntries(otherRepository.map(name => [name, undefined])),
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: GIT_ASKPASS ?? '',
    GIT_SSH_COMMAND: GIT_SSH_COMMAND ?? (GIT_SSH === undefined ? 'ssh -o BatchMode=yes' : undefined),
    GIT_OPTIONAL_LOCKS: '0',
    LC_ALL: 'C',
    ...(cwd !== undefined && { GIT_CEILING_DIRECTORIES: path.dirname(path.resolve(cwd)) }),
  };
}

// A hook of git sets these; they would redirect every call to the repository of that hook.
const otherRepository = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_COMMON_DIR',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_NAMESPACE',
  'GIT_PREFIX',
];

/** The error for a call that ended with an exit code. */
export function gitFailed(
  args: readonly string[],
  { exitCode, stderr }: ProcessResult,
  cwd?: string,
): HeroError {
  const where = cwd === undefined ? '' : ` in ${show(cwd)}`;
  if (isNoRepository(stderr)) {
    return new HeroError(
      'GIT_NOT_A_CHECKOUT',
      `git found no repository that it trusts${where}: ${lastWords(stderr)}`,
      {
        hint: 'repair the checkout, or remove the folder and clone again',
      },
    );
  }
  const said = maskCredentials(lastWords(stderr)) || `exit code ${exitCode}`;
  const hint = isAccessFailure(stderr) ? accessHint : undefined;
  return new HeroError(
    'GIT_FAILED',
    `git ${args[0]} failed${where}: ${said}`,
    hint === undefined ? {} : { hint },
  );
}

const accessHint = "load an ssh key, or set up git's credential helper, then try again";

/** True when the server refused access, which another kind of address may get. */
export function isAccessFailure(stderr: string): boolean {
  return /could not read (Username|Password)|Authentication failed|Permission denied|terminal prompts disabled/i.test(
    stderr,
  );
}

/** The last line that holds a reason; after an error of ssh, git adds lines of advice. */
function lastWords(stderr: string): string {
  const lines = stderr.split(/[\r\n]+/).filter(line => line.trim() !== '');
  const reason = lines.findLast(line => /^(fatal|error): /.test(line)) ?? lines.at(-1) ?? '';
  return reason.replace(/^(fatal|error): /, '');
}
