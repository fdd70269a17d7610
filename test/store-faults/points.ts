import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { FileStore } from '../../src/store/index.ts';
import { bundleProgram, type Call, type Thread, type Watched, watch } from './strace.ts';
import { after, before, type Contents, contentsOf, inFolders, sameContents, workloads } from './workloads.ts';

/** One system call of a workload: the `when`-th of its name with its path on its thread. */
export interface Point {
  readonly workload: string;
  readonly thread: Thread;
  readonly name: string;
  /** Below the store, with `PID` for the process. */
  readonly path: string;
  readonly when: number;
  /** Whether what the workload decides is on its way to the disk already, so that an error comes too late to undo it. */
  readonly isDecided: boolean;
}

export type Fault = 'SIGKILL' | string;

const creating = ['ENOSPC', 'EACCES', 'EROFS', 'EMFILE', 'EIO'];
const changing = ['ENOSPC', 'EACCES', 'EROFS', 'EIO'];
const reading = ['EIO', 'EACCES'];

/** The errors that make sense for a call. */
const errorsOf: Record<string, readonly string[]> = {
  openat: creating,
  mkdir: changing,
  rename: changing,
  link: changing,
  unlink: changing,
  write: ['ENOSPC', 'EIO'],
  fsync: ['ENOSPC', 'EIO'],
  fdatasync: ['ENOSPC', 'EIO'],
  close: ['EIO'],
  read: ['EIO'],
  pread64: ['EIO'],
  getdents64: ['EIO'],
  statx: reading,
  newfstatat: reading,
  stat: reading,
  access: reading,
};

/** The program that writes, and a database to start from, for the tests of a file. */
export function useProgram(): { program: string; source: string } {
  const made = { program: '', source: '' };
  let folder = '';
  beforeAll(async () => {
    ({ folder, program: made.program } = await bundleProgram());
    made.source = await prepared(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return made;
}

/** A directory that every workload begins with, made once. */
async function prepared(folder: string): Promise<string> {
  const directory = join(folder, 'prepared');
  const db = new FileStore(directory);
  for (const [key, value] of before) await db.set(key, value);
  await db.close();
  return directory;
}

/** The calls of a workload that touch the store, up to its end. */
export async function pointsOf(program: string, source: string, workload: string): Promise<Point[]> {
  const directory = copyOf(source, workload);
  const { calls } = await watch(program, directory, workload, {
    options: ['-y', '-e', 'trace=%file,%desc'],
  });
  rmSync(directory, { recursive: true });
  const begin = calls.findIndex(({ text }) => text.includes('/mark-begin'));
  const end = calls.findIndex(({ text }) => text.includes('/mark-end'));
  const ours = calls.slice(begin, end).filter(({ text }) => text.includes(directory));
  const decided = ours.findIndex(call => decides(call, directory));
  const seen = new Map<string, number>();
  return ours.map((call, at) => {
    const path = pathIn(call.text, directory);
    const sort = `${call.thread} ${call.name} ${path}`;
    const when = (seen.get(sort) ?? 0) + 1;
    seen.set(sort, when);
    return { workload, thread: call.thread, name: call.name, path, when, isDecided: at > decided };
  });
}

/** A value or a batch comes or goes. */
function decides({ name, text }: Call, directory: string): boolean {
  if (name === 'unlink') return !text.includes(`${directory}/.store/`);
  return name === 'rename' && (text.includes('/.store/batch"') || !text.includes(`", "${directory}/.store/`));
}

function pathIn(text: string, directory: string): string {
  const start = text.indexOf(directory) + directory.length;
  return /^[^">]*/.exec(text.slice(start))?.[0] ?? '';
}

export function faultsOf({ name }: Point): Fault[] {
  return ['SIGKILL', ...(errorsOf[name] ?? [])];
}

/** What came of a fault: what is wrong, and whether it was met at all. */
export interface Outcome {
  readonly violations: readonly string[];
  readonly isMet: boolean;
  readonly wasRejected: boolean;
}

/** Runs a workload with a fault at a point, and looks at what it left. */
export async function tryFault(
  program: string,
  source: string,
  point: Point,
  fault: Fault,
): Promise<Outcome> {
  const directory = copyOf(source, point.workload);
  try {
    const how = fault === 'SIGKILL' ? 'signal=SIGKILL' : `error=${fault}`;
    const watched = await watch(program, directory, point.workload, {
      thread: point.thread,
      path: directory + point.path,
      options: ['-e', `trace=${point.name}`, '-e', `inject=${point.name}:${how}:when=${point.when}`],
    });
    const violations = [
      ...toldViolations(watched, fault),
      ...(await leftViolations(watched, directory, point)),
    ];
    const where = `${point.workload}: ${fault} at ${point.thread} ${point.name} ${point.path} #${point.when}`;
    const isMet =
      fault === 'SIGKILL'
        ? watched.signal === 'SIGKILL'
        : watched.calls.some(({ text }) => text.includes('INJECTED'));
    return {
      violations: violations.map(each => `${where}: ${each}`),
      isMet,
      wasRejected: watched.told.some(({ name, code }) => name === '0' && code !== undefined),
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Errors are ours and name the system's; the next write works. */
function toldViolations({ told }: Watched, fault: Fault): string[] {
  const wrong: string[] = [];
  for (const { name, code, message = '' } of told) {
    if (code === undefined) continue;
    if (!/^(STORE|SYS)_/.test(code)) wrong.push(`${name} rejects with ${code || 'no code'}: ${message}`);
    else if (!message.includes(fault)) wrong.push(`${name} does not name ${fault}: ${code} ${message}`);
    if (name === 'next') wrong.push(`the next set rejects: ${code} ${message}`);
  }
  return wrong;
}

/** What is acknowledged is there, the rest is old or new, and nothing is left over. */
async function leftViolations({ told }: Watched, directory: string, point: Point): Promise<string[]> {
  const wrong: string[] = [];
  const step = workloads[point.workload]?.[0];
  if (!step) throw new Error(`no workload ${point.workload}`);
  const answer = told.find(({ name }) => name === '0');
  const next = told.some(({ name, code }) => name === 'next' && code === undefined);
  const db = new FileStore(directory);
  const found = await contentsOf(db);
  const hasNext = found.get('next') === 'next';
  if (next && !hasNext) wrong.push('the next set was acknowledged, but is not there');
  const values = new Map([...found].filter(([key]) => key !== 'next'));
  if (!allowed(answer, point.isDecided, before, after(before, step)).some(each => sameContents(values, each)))
    wrong.push(
      `${answer ? (answer.code ?? 'acknowledged') : 'unanswered'}, found ${JSON.stringify([...values])}`,
    );
  await db.set('after', 'after');
  await db.close();
  for (const { what } of await db.check()) wrong.push(`check: ${what}`);
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  for (const name of names.filter(each => each.includes('.tmp-'))) wrong.push(`left over: ${name}`);
  return wrong;
}

function allowed(
  answer: { code?: string } | undefined,
  isDecided: boolean,
  old: Contents,
  next: Contents,
): Contents[] {
  if (!answer) return [old, next];
  if (answer.code === undefined) return [next];
  return isDecided ? [old, next] : [old];
}

/** A store for a workload to write to. */
export function copyOf(source: string, workload: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'hero-fault-'));
  cpSync(source, directory, { recursive: true });
  if (inFolders.includes(workload)) {
    const format = { format: 'heroplay-store', version: 1, sharded: true };
    writeFileSync(join(directory, '.store/format.json'), JSON.stringify(format));
  }
  return directory;
}
