import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect } from 'vitest';
import { readHistory } from '../../src/play/journal/history.ts';
import { readJournal } from '../../src/play/journal/journal-reader.ts';
import type { Decision } from '../../src/play/model/run-options.ts';
import type { ProgramSettings } from './program.ts';
import { effectOf, hasEnded, keysOf, sessionName, testimonies, witnessScript } from './witness.ts';

/** Whether all points are tried: `npm run reliability`. */
export const isFull = process.env.RELIABILITY === 'full';

/** Builds the program once for a file of tests. */
export function useProgram(): { path: string } {
  const program = { path: '' };
  const folder = mkdtempSync(join(tmpdir(), 'hero-witness-'));
  beforeAll(async () => {
    program.path = join(folder, 'program.mjs');
    await build({
      entryPoints: [resolve(import.meta.dirname, 'program.ts')],
      outfile: program.path,
      external: ['execa', 'jiti', '@clack/prompts'],
      ...{ bundle: true, platform: 'node', format: 'esm', logLevel: 'silent' },
    });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return program;
}

/** How one process ended. */
export interface Exit {
  readonly signal: NodeJS.Signals | null;
  readonly status?: 'done';
  readonly code?: string;
  readonly doubts?: readonly string[];
}

/** What trials counted together. */
export class Figures {
  readonly counts = {
    sessions: 0,
    actions: 0,
    processes: 0,
    kills: 0,
    stops: 0,
    doubts: 0,
    foundDone: 0,
    repeats: 0,
    losses: 0,
  };

  add({ counts }: Figures): void {
    for (const key of Object.keys(counts) as (keyof typeof counts)[]) this.counts[key] += counts[key];
  }
}

export interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  /** Resolves when the run was opened, or the process ended. */
  readonly opened: Promise<void>;
  readonly exit: Promise<Exit>;
}

/** One session that is killed and resumed until it ends, and what its witness saw. */
export class Trial {
  readonly folder = mkdtempSync(join(tmpdir(), 'hero-trial-'));
  readonly figures = new Figures();
  readonly #program: string;
  readonly #count: number;
  readonly #ms: number;
  /** After each process: which actions the journal had as finished, and how long the testimony was. */
  readonly #states: { finished: Set<string>; length: number }[] = [];

  constructor(program: string, { count, ms = 0 }: { count: number; ms?: number }) {
    this.#program = program;
    this.#count = count;
    this.#ms = ms;
    mkdirSync(this.home);
    writeFileSync(this.script, witnessScript(count));
    this.counts.sessions = 1;
    this.counts.actions = count;
  }

  get counts(): Figures['counts'] {
    return this.figures.counts;
  }

  get home(): string {
    return join(this.folder, 'home');
  }

  get script(): string {
    return join(this.folder, 'script.hero');
  }

  get witness(): string {
    return join(this.folder, 'witness');
  }

  get journal(): string {
    return join(this.home, 'contexts', 'default', 'sessions', sessionName, 'journal.jsonl');
  }

  /** Starts a process that begins the session, or goes on with it where it was begun. */
  async start(more: Partial<ProgramSettings> = {}): Promise<Running> {
    const { run } = await this.history();
    const { home, witness } = this;
    const begin = run === 0 ? { script: this.script } : {};
    const settings: ProgramSettings = { home, witness, ms: this.#ms, ...begin, ...more };
    const child = spawn(process.execPath, [this.#program, JSON.stringify(settings)]);
    this.counts.processes++;
    return watch(child);
  }

  /** Runs a process to its end; then looks at what is on disk. */
  async run(more: Partial<ProgramSettings> = {}): Promise<Exit> {
    return this.ended(await this.start(more));
  }

  async ended({ exit }: Running): Promise<Exit> {
    const found = await exit;
    if (found.signal === 'SIGKILL') this.counts.kills++;
    const { finished } = await this.history();
    const keys = [...finished.values()].map(({ action }) => keyIn(action.text));
    this.#states.push({ finished: new Set(keys), length: testimonies(this.witness).length });
    return found;
  }

  async history() {
    return readHistory((await readJournal(this.journal)).records);
  }

  /** Decides what is in doubt from the witness. */
  async decisions(): Promise<Record<number, Decision>> {
    const { uncertain } = await this.history();
    const open = [...uncertain.values()].map(({ action }) => action).filter(({ text }) => isOnce(text));
    return Object.fromEntries(
      open.map(({ number, text }) => [number, hasEnded(this.witness, keyIn(text)) ? 'done' : 'retry']),
    );
  }

  /** Goes on until the session has ended; `next` may say how each process is disturbed. */
  async finish(exit: Exit, next: () => Promise<Exit> = () => this.run()): Promise<void> {
    let last = exit;
    for (let round = 0; last.status !== 'done'; round++) {
      if (round > 500) throw new Error(`no end: ${JSON.stringify(last)}`);
      if (last.code === 'PLAY_NOTHING_TO_RESUME') break;
      if (last.code === 'PLAY_IN_DOUBT') last = await this.#decide(last);
      else if (last.code) throw new Error(`failed: ${JSON.stringify(last)}`);
      else if (last.signal === null) throw new Error('it ended without a word');
      else last = await next();
    }
  }

  async #decide({ doubts = [] }: Exit): Promise<Exit> {
    const resolve = await this.decisions();
    const numbers = doubts.map(hint => Number(/--resolve (\d+)=done/.exec(hint)?.[1]));
    expect(numbers).toEqual(Object.keys(resolve).map(Number));
    this.counts.doubts += numbers.length;
    this.counts.foundDone += Object.values(resolve).filter(decision => decision === 'done').length;
    return this.run({ resolve });
  }

  /** What must hold of a session that was ended, however often it was cut off. Removes its files. */
  async prove(): Promise<Figures> {
    const { isOpen } = await this.history();
    expect(isOpen).toBe(false);
    this.#proveFinishedStay();
    this.#proveEnds();
    await this.#proveDecided();
    this.#proveKeys();
    rmSync(this.folder, { recursive: true, force: true });
    expect(this.counts).toMatchObject({ repeats: 0, losses: 0 });
    return this.figures;
  }

  /** What the journal had as finished never began again. */
  #proveFinishedStay(): void {
    const all = testimonies(this.witness);
    for (const { finished, length } of this.#states) {
      const again = all.slice(length).filter(({ key }) => finished.has(key));
      this.counts.repeats += again.length;
    }
  }

  /** Nothing is lost, nothing that may happen once happened twice, and all happened in the order of the script. */
  #proveEnds(): void {
    const ends = testimonies(this.witness).filter(({ what }) => what === 'end');
    for (const key of keysOf(this.#count)) {
      const count = ends.filter(each => each.key === key).length;
      if (count === 0) this.counts.losses++;
      if (count > 1 && /once|probe/.test(effectOf(key))) this.counts.repeats += count - 1;
    }
    expect([...new Set(ends.map(({ key }) => key))]).toEqual(keysOf(this.#count));
  }

  /** An action that may happen once is started again only after somebody decided so. */
  async #proveDecided(): Promise<void> {
    const { records } = await readJournal(this.journal);
    const started = new Set<number>();
    for (const record of records) {
      if (record.type === 'noted' && record.category === 'resume')
        started.delete(Number(/\d+/.exec(record.text)?.[0]));
      if (record.type !== 'started' || record.effect !== 'once') continue;
      if (started.has(record.action.number)) this.counts.repeats++;
      started.add(record.action.number);
    }
  }

  #proveKeys(): void {
    const pairs = testimonies(this.witness).map(({ key, idempotencyKey }) => `${key} ${idempotencyKey}`);
    const different = new Set(testimonies(this.witness).map(({ idempotencyKey }) => idempotencyKey));
    expect([new Set(pairs).size, different.size]).toEqual([this.#count, this.#count]);
  }
}

function keyIn(text: string): string {
  return /key:(\w+)/.exec(text)?.[1] ?? '';
}

function isOnce(text: string): boolean {
  return text.includes('witness.once');
}

function watch(child: ChildProcessWithoutNullStreams): Running {
  let out = '';
  let wake = () => {};
  const opened = new Promise<void>(resolve => {
    wake = resolve;
  });
  child.stdout.on('data', chunk => {
    out += chunk;
    wake();
  });
  child.stderr.pipe(process.stderr);
  const exit = new Promise<Exit>(resolve => {
    child.on('close', (_code, signal) => {
      wake();
      const [last] = out.trimEnd().split('\n').slice(-1);
      resolve({ signal, ...(last && !signal && (JSON.parse(last) as object)) });
    });
  });
  return { child, opened, exit };
}

/** Does something for each item, two at a time. */
export async function twoAtATime<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all([worker(), worker()]);
}
