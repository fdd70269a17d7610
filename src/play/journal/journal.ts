import { HeroError } from '../../base/index.ts';
import { AppendFile } from '../../sys/append-file.ts';
import { readRegularFile, writeFileAtomic } from '../../sys/file.ts';
import { sha256 } from '../../sys/hash.ts';
import type { EventKeeper, PlayEvent } from './event.ts';

/** A line of a journal: an event, its number, and a checksum over it and all lines before it. */
export type JournalRecord = { readonly seq: number } & PlayEvent;

/** What a journal file holds. */
export interface JournalContent {
  readonly records: readonly JournalRecord[];
  /** Bytes of whole lines; what follows is the rest of a line that was cut off. */
  readonly length: number;
  readonly isTorn: boolean;
}

const line = /^(\{.*),"sum":"([0-9a-f]{16})"\}$/s;
const nothing = '';
/** How long an event that need not be on disk waits for the next that must be, in milliseconds. */
const soonMs = 250;

/**
 * The append-only record of a session, one JSON object a line. Its checksums are chained, so a line that was changed,
 * taken out or moved is found; a last line that was cut off was never confirmed to anybody, and is dropped.
 */
export class Journal implements EventKeeper {
  readonly #file: AppendFile;
  readonly #guard: () => void;
  #sum: string;
  #seq: number;
  #pending = '';
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: AppendFile, guard: () => void, sum: string, seq: number) {
    this.#file = file;
    this.#guard = guard;
    this.#sum = sum;
    this.#seq = seq;
  }

  /**
   * Opens a journal to go on with it. `guard` is asked before and after each write. With `replace` the file is made anew, so that
   * whoever had it open before writes into nothing. Throws PLAY_JOURNAL_CORRUPT and changes nothing then, STORE_FAILED.
   */
  static async open(
    path: string,
    { guard = () => undefined, replace = false }: { guard?: () => void; replace?: boolean } = {},
  ): Promise<{ journal: Journal; content: JournalContent }> {
    const { content, sum, bytes } = await read(path);
    if (replace && content.length > 0) await writeFileAtomic(path, bytes.subarray(0, content.length));
    const file = await AppendFile.open(path, content.length);
    return { journal: new Journal(file, guard, sum, content.records.length), content };
  }

  /** What a journal holds; nothing is changed. Throws PLAY_JOURNAL_CORRUPT. */
  static async read(path: string): Promise<JournalContent> {
    return (await read(path)).content;
  }

  /** Adds an event; it is on disk after the next `sync`. */
  append(event: PlayEvent): void {
    const body = JSON.stringify({ seq: ++this.#seq, ...event }).slice(0, -1);
    this.#sum = sumOf(this.#sum, body);
    this.#pending += `${body},"sum":"${this.#sum}"}\n`;
    this.#writeSoon();
  }

  /** Whoever follows the journal of a long action sees what it prints. */
  #writeSoon(): void {
    if (this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      // What goes wrong here goes wrong again with the next step, and is told then.
      this.sync().catch(() => undefined);
    }, soonMs).unref();
  }

  /** Writes what was added and waits until it is on disk. STORE_FAILED, and what the guard throws. */
  sync(): Promise<void> {
    // One after the other: the lines must stand in the order of their numbers.
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    if (this.#pending === '') return;
    this.#guard();
    const text = this.#pending;
    this.#pending = '';
    await this.#file.append(text);
    // Whoever took over between the look and the write did not read it; from here on it would have.
    this.#guard();
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.sync();
    await this.#file.close();
  }
}

/** The event of a line, and the checksum it should have; undefined when the line is no record. */
export function readLine(text: string, before: string): { record: JournalRecord; sum: string } | undefined {
  const [, body, written] = line.exec(text) ?? [];
  if (body === undefined || written === undefined) return undefined;
  const sum = sumOf(before, body);
  if (sum !== written) return undefined;
  return { record: JSON.parse(`${body}}`) as JournalRecord, sum };
}

async function read(path: string): Promise<{ content: JournalContent; sum: string; bytes: Buffer }> {
  const bytes = Buffer.from((await readRegularFile(path)) ?? []);
  const records: JournalRecord[] = [];
  let sum = nothing;
  let start = 0;
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
    const found = readLine(bytes.toString('utf8', start, end), sum);
    if (found?.record.seq !== records.length + 1) throw corrupt(path, records.length + 1, start);
    records.push(found.record);
    sum = found.sum;
    start = end + 1;
  }
  return { content: { records, length: start, isTorn: start < bytes.length }, sum, bytes };
}

function sumOf(before: string, body: string): string {
  return sha256(`${before}${body}`).slice(0, 16);
}

function corrupt(path: string, number: number, offset: number): HeroError {
  const message = `line ${number} (byte ${offset}) of ${path} is not what was written: a record was changed, moved or lost`;
  return new HeroError('PLAY_JOURNAL_CORRUPT', message, {
    hint: 'restore the journal from a backup; nothing was played and the file was not changed',
  });
}
