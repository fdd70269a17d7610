import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Which of the two threads that touch files: that of JavaScript, or that of the asynchronous calls. */
export type Thread = 'main' | 'pool';

/** A system call of the program. In its texts `PID` stands for the number of the process. */
export interface Call {
  readonly thread: Thread;
  readonly name: string;
  readonly text: string;
}

/** What the program told of a step. */
export interface Told {
  readonly name: string;
  readonly code?: string;
  readonly message?: string;
}

export interface Watched {
  readonly calls: readonly Call[];
  readonly told: readonly Told[];
  /** Undefined when it ended by itself. */
  readonly signal: string | undefined;
}

/** What strace is told beside the process: which calls, which paths, what to inject. */
export interface Watch {
  readonly thread?: Thread;
  readonly options: readonly string[];
  /** `PID` in it stands for the process. */
  readonly path?: string;
}

/** Whether processes can be watched here; says why not. */
export function haveStrace(): boolean {
  const { status, stderr } = spawnSync('strace', ['-o', '/dev/null', 'true'], { encoding: 'utf8' });
  if (status === 0) return true;
  console.log(`skipped: needs strace ${stderr ?? ''}`.trimEnd());
  return false;
}

/** Bundles the program of this folder; the answer is its path, in a folder that the caller removes. */
export async function bundleProgram(): Promise<{ folder: string; program: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'hero-store-faults-'));
  const program = join(folder, 'program.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('program.ts', import.meta.url))],
    outfile: program,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    logLevel: 'error',
  });
  return { folder, program };
}

/** Runs a workload with strace at its side from its first call on. */
export async function watch(
  program: string,
  directory: string,
  workload: string,
  { thread, options, path }: Watch,
): Promise<Watched> {
  const child = spawn(process.execPath, [program, directory, workload], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, UV_THREADPOOL_SIZE: '1' },
  });
  const lines = gather(child);
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const { pid } = child;
  if (pid === undefined) throw new Error('the program does not start');
  await lines.until('ready');
  const folder = mkdtempSync(join(tmpdir(), 'hero-strace-'));
  const log = join(folder, 'log');
  const threads = { main: pid, pool: lastThread(pid) };
  const whom = thread ? ['-p', String(threads[thread])] : ['-f', '-p', String(pid)];
  const where = path === undefined ? [] : ['-P', path.replaceAll('PID', String(pid))];
  const tracer = spawn('strace', ['-o', log, ...whom, ...where, ...options], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const tracerEnded = once(tracer, 'close');
  await attached(tracer);
  child.stdin.write('go\n');
  const [, signal] = await ended;
  await tracerEnded;
  const calls = readLog(readFileSync(log, 'latin1'), threads);
  rmSync(folder, { recursive: true });
  return { calls, told: lines.told(), signal: signal ?? undefined };
}

function gather(child: ChildProcess) {
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (more: string) => {
    text += more;
  });
  return {
    async until(word: string): Promise<void> {
      while (!text.includes(word)) {
        if (child.exitCode !== null) throw new Error(`the program ended with ${child.exitCode}`);
        await Promise.race([once(child.stdout!, 'data'), once(child, 'exit')]);
      }
    },
    told: () =>
      text
        .split('\n')
        .filter(line => line.startsWith('{'))
        .map(line => JSON.parse(line) as Told),
  };
}

/** The program starts the thread of its asynchronous calls as the last one. */
function lastThread(pid: number): number {
  return Math.max(...readdirSync(`/proc/${pid}/task`).map(Number));
}

async function attached(tracer: ChildProcess): Promise<void> {
  let said = '';
  tracer.stderr?.setEncoding('utf8').on('data', (more: string) => {
    said += more;
  });
  while (!/attached/.test(said)) {
    if (tracer.exitCode !== null) throw new Error(`strace cannot attach: ${said}`);
    await Promise.race([once(tracer.stderr!, 'data'), once(tracer, 'exit')]);
  }
}

/** The calls that came back, in the order of their beginnings. */
function readLog(log: string, threads: { main: number; pool: number }): Call[] {
  const calls: { thread: Thread; name: string; text: string }[] = [];
  const open = new Map<string, { text: string }>();
  for (const line of log.split('\n')) {
    const [, tid = String(threads.main), rest = ''] = /^(?:([0-9]+) +)?(.*)$/.exec(line) ?? [];
    const [, name, ending] = /^(?:<\.\.\. )?([a-z_0-9]+)(?:\(| (resumed)>)/.exec(rest) ?? [];
    if (name === undefined) continue;
    const text = rest.replaceAll(String(threads.main), 'PID').replace(/ <unfinished \.\.\.>$/, '');
    const before = open.get(tid);
    if (ending && before) before.text += text.replace(/^<\.\.\. [a-z_0-9]+ resumed>/, '');
    else {
      const call = {
        thread: Number(tid) === threads.main ? ('main' as const) : ('pool' as const),
        name,
        text,
      };
      calls.push(call);
      open.set(tid, call);
    }
  }
  return calls;
}
