import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import type { Options, Result } from 'execa';
import { HeroError, show } from '../base/index.ts';
import { stopGroup, watchGroup } from './process-group.ts';

/** The most that a program may print, in characters for each of its two streams. */
const outputLimit = 100_000_000;

export interface ProcessOptions {
  cwd?: string;
  /** Added to the environment of this process; `undefined` removes a variable. */
  env?: Readonly<Record<string, string | undefined>>;
  /** False: the program gets `env` only. */
  extendEnv?: boolean;
  /** The standard input of the program; empty by default. */
  input?: string;
  signal?: AbortSignal;
  timeoutMs?: number;
  /** Called with each piece of output as it arrives. */
  onOutput?: (text: string, stream: 'stdout' | 'stderr') => void;
}

export interface ProcessResult {
  /** For a program that a signal ended: 128 plus the number of the signal, as in a shell. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program with an array of arguments, never through a shell, and returns its output, for every
 * exit code. Abort and timeout end the program and all that it started. Errors: SYS_COMMAND_NOT_FOUND;
 * SYS_COMMAND_STOPPED, whose cause is the reason of the abort; SYS_COMMAND_FAILED when it cannot be started.
 */
export async function runProcess(
  command: string,
  args: readonly string[],
  options: ProcessOptions = {},
): Promise<ProcessResult> {
  refuseNul(command, args, options);
  const outputFailed = new AbortController();
  const stop = stopSignal(options, outputFailed.signal);
  const { execa } = await import('execa');
  if (stop.aborted) throw stopped(command, stop.reason);

  const child = execa(command, args, execaOptions(options));
  const release = child.pid === undefined ? undefined : watchGroup(child.pid, stop);
  if (options.onOutput) forwardOutput(child, options.onOutput, outputFailed);
  const result = await child;
  if (result.isMaxBuffer && child.pid !== undefined) await stopGroup(child.pid);
  await release?.();
  if (stop.aborted) throw stopped(command, stop.reason);
  return readResult(command, result, options);
}

/**
 * Like `runProcess`, but an exit code other than 0 is the error SYS_COMMAND_FAILED with the last lines of the
 * program's error stream.
 */
export async function runChecked(
  command: string,
  args: readonly string[],
  options: ProcessOptions = {},
): Promise<ProcessResult> {
  const result = await runProcess(command, args, options);
  if (result.exitCode === 0) return result;
  const said = result.stderr.trimEnd().split('\n').slice(-5).join('\n');
  throw failed(command, `ended with exit code ${result.exitCode}${said && `: ${said}`}`);
}

function execaOptions(options: ProcessOptions): Options {
  return {
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    ...(options.env && { env: options.env }),
    ...(options.input === undefined ? { stdin: 'ignore' as const } : { input: options.input }),
    extendEnv: options.extendEnv ?? true,
    detached: process.platform !== 'win32',
    maxBuffer: outputLimit,
    stripFinalNewline: false,
    reject: false,
  };
}

function stopSignal(options: ProcessOptions, outputFailed: AbortSignal): AbortSignal {
  const signals = [outputFailed];
  if (options.signal) signals.push(options.signal);
  if (options.timeoutMs !== undefined) signals.push(AbortSignal.timeout(options.timeoutMs));
  return AbortSignal.any(signals);
}

type Readable = NodeJS.ReadableStream | null;

function forwardOutput(
  child: { stdout: Readable; stderr: Readable },
  onOutput: NonNullable<ProcessOptions['onOutput']>,
  failure: AbortController,
): void {
  for (const stream of ['stdout', 'stderr'] as const) {
    const decoder = new TextDecoder();
    child[stream]?.on('data', (chunk: Uint8Array) => {
      try {
        const text = decoder.decode(chunk, { stream: true });
        if (text && !failure.signal.aborted) onOutput(text, stream);
      } catch (error) {
        failure.abort(error);
      }
    });
  }
}

function readResult(command: string, result: Result, options: ProcessOptions): ProcessResult {
  if (result.isMaxBuffer) throw failed(command, `printed more than ${outputLimit} characters`);
  const exitCode = result.exitCode ?? (result.signal && 128 + constants.signals[result.signal]);
  if (exitCode === undefined) throw notStarted(command, result, options);
  return { exitCode, stdout: text(result.stdout), stderr: text(result.stderr) };
}

function text(output: unknown): string {
  return typeof output === 'string' ? output : '';
}

function notStarted(command: string, result: Result, { cwd }: ProcessOptions): HeroError {
  const cause = result.cause;
  if (cwd !== undefined && !existsSync(cwd))
    return failed(command, `cannot run in ${show(cwd)}, which does not exist`);
  if (result.code !== 'ENOENT')
    return failed(command, `cannot be started (${result.code ?? 'unknown reason'})`, cause);
  const hint = `install ${show(command)}, or add its folder to PATH`;
  return new HeroError('SYS_COMMAND_NOT_FOUND', `the program ${show(command)} was not found`, {
    hint,
    cause,
  });
}

function failed(command: string, what: string, cause?: unknown): HeroError {
  return new HeroError('SYS_COMMAND_FAILED', `the program ${show(command)} ${what}`, { cause });
}

function stopped(command: string, reason: unknown): HeroError {
  const why = reason instanceof Error ? reason.message : String(reason);
  return new HeroError('SYS_COMMAND_STOPPED', `the program ${show(command)} was stopped: ${why}`, {
    cause: reason,
  });
}

function refuseNul(command: string, args: readonly string[], { cwd = '', env = {} }: ProcessOptions): void {
  const texts = [command, ...args, cwd, ...Object.keys(env), ...Object.values(env)];
  const bad = texts.find(each => each?.includes('\0'));
  if (bad === undefined) return;
  throw failed(command, `cannot take the argument ${show(bad)}, expected one without a NUL character`);
}
