import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

/** A process that speaks in lines. */
export interface LineProgram {
  readonly child: ChildProcessWithoutNullStreams & { pid: number };
  /** All lines that it wrote by now. */
  readonly lines: string[];
  readonly ended: Promise<unknown>;
  /** Its next line. */
  next(): Promise<string>;
}

/** Starts a program of Node; it ends with the test, and its errors are shown. */
export function startProgram(program: string, args: readonly string[]): LineProgram {
  const child = spawn(process.execPath, [program, ...args]) as LineProgram['child'];
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
