import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { type JournalRecord, readJournal } from '../../src/play/journal/journal-reader.ts';
import type { Ran } from '../support/cli.ts';
import { type Started, shell, startShell } from '../support/command.ts';

/** A folder and a home for one test, and the real command in it. */
export class Scene {
  readonly folder = mkdtempSync(join(tmpdir(), 'hero-scene-'));
  readonly #bin: string;
  readonly #env: Record<string, string>;

  constructor(bin: string) {
    this.#bin = bin;
    this.#env = { HERO_HOME: join(this.folder, 'home'), HOME: this.folder };
    onTestFinished(() => {
      this.killGroup();
      rmSync(this.folder, { recursive: true, force: true });
    });
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, text = ''): void {
    writeFileSync(this.path(name), text);
  }

  read(name: string): string {
    return existsSync(this.path(name)) ? readFileSync(this.path(name), 'utf8') : '';
  }

  get session(): string {
    return join(this.folder, 'home', 'contexts', 'default', 'sessions', 'nightly');
  }

  get journal(): string {
    return join(this.session, 'journal.jsonl');
  }

  async records(): Promise<readonly JournalRecord[]> {
    return (await readJournal(this.journal)).records;
  }

  /** The files of the lock. */
  locks(): string[] {
    return readdirSync(this.session).filter(name => name.startsWith('run.lock.'));
  }

  hero(words: string): Promise<Ran> {
    return shell(this.#bin, `cd ${this.folder} && exec hero ${words}`, this.#env);
  }

  start(words: string): Started {
    const started = startShell(this.#bin, `cd ${this.folder} && exec hero ${words}`, this.#env);
    onTestFinished(() => void started.child.kill('SIGKILL'));
    return started;
  }

  /** Waits until a file is there, which an action writes, and gives its text. */
  async wait(name: string, { child }: Started): Promise<string> {
    while (!/\n$/.test(this.read(name))) {
      if (child.exitCode !== null) throw new Error(`ended before it wrote ${name}`);
      await sleep(20);
    }
    return this.read(name).trim();
  }

  /** Whether anything is left of the group of the action that wrote its number into `pid`. */
  isGroupAlive(): boolean {
    const group = Number(this.read('pid'));
    const lines = execFileSync('ps', ['-eo', 'pgid=,stat='], { encoding: 'utf8' }).split('\n');
    // What has ended and waits for its parent to notice does nothing any more.
    return lines.some(line => new RegExp(`^\\s*${group}\\s+[^Z]`).test(line));
  }

  /** Waits until nothing of that group is left: a kill takes effect a moment later. */
  async groupEnd(): Promise<void> {
    while (this.isGroupAlive()) await sleep(20);
  }

  killGroup(): void {
    const group = Number(this.read('pid'));
    if (group > 1 && this.isGroupAlive()) process.kill(-group, 'SIGKILL');
  }
}
