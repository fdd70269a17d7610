// One workload on a store, for a process that is watched, killed or lied to: `node program.js DIRECTORY WORKLOAD`.
// It says when it is ready, begins at a line on its input, and tells how each step went.
import { accessSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { FileStore } from '../../src/store/index.ts';
import { type Step, take, workloads } from './workloads.ts';

const [, , directory = '', workload = ''] = process.argv;

/** Names of temporary files are the same in every run, but for the process in them. */
let number = 0;
Math.random = () => (++number * 2 + 1) / 2 ** 20;

/** Seen in the list of system calls. */
function mark(name: string): void {
  try {
    accessSync(`/mark-${name}`);
  } catch {
    // It is not there, of course.
  }
}

async function tell(db: FileStore, name: string, step: Step): Promise<void> {
  try {
    await take(db, step);
    mark(`acknowledged-${name}`);
    process.stdout.write(`${JSON.stringify({ name })}\n`);
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    process.stdout.write(`${JSON.stringify({ name, code: code ?? '', message })}\n`);
  }
}

async function work(): Promise<void> {
  const db = new FileStore(directory);
  mark('begin');
  for (const [at, step] of (workloads[workload] ?? []).entries()) await tell(db, String(at), step);
  mark('end');
  // Whatever went wrong before, the next write works, and what it acknowledges stays.
  await tell(db, 'next', { kind: 'set', key: 'next', value: 'next' });
  await tell(db, 'close', { kind: 'close' });
}

// The one thread that does the asynchronous calls starts here, as the last of all.
await stat(directory).catch(() => undefined);
process.stdin.once('data', () => void work().then(() => process.exit(0)));
process.stdout.write('ready\n');
