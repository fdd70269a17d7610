import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { sha256 } from '../../base/hash.ts';
import { HeroError, newerFormat } from '../../base/index.ts';
import { readRegularFile } from '../../sys/file.ts';
import { errno, failure } from '../../sys/file-failure.ts';
import type { PlayEvent } from './event.ts';

/** A line of a journal: an event, its number, and a checksum over it and all lines before it. */
export type JournalRecord = { readonly seq: number } & PlayEvent;

/** The format of the lines that this version writes; journals without a number are read as format 0. */
export const journalFormat = 1;

/** A line of a journal as it was written, and its record. */
export interface JournalLine {
  readonly text: string;
  readonly record: JournalRecord;
}

/** The records of a journal file. */
export interface JournalContent {
  readonly records: readonly JournalRecord[];
  /** Bytes of whole lines; after them comes the rest of a line that was cut off. */
  readonly length: number;
  readonly isTorn: boolean;
}

/** A position between two lines, and the state of the checksums there. */
interface Position {
  readonly offset: number;
  readonly seq: number;
  readonly sum: string;
}

/** The lines between two positions; `isWhole` is false when the line at `end` is damaged. */
interface Stretch {
  readonly lines: readonly JournalLine[];
  /** The position after each line. */
  readonly positions: readonly Position[];
  readonly end: Position;
  readonly isWhole: boolean;
}

const beginning: Position = { offset: 0, seq: 0, sum: '' };
const line = /^(\{.*),"sum":"([0-9a-f]{16})"\}$/s;

/** The line of an event with the next number and checksum, and that checksum. */
export function writeLine(event: PlayEvent, seq: number, before: string): { text: string; sum: string } {
  const body = JSON.stringify({ seq, ...event }).slice(0, -1);
  const sum = sumOf(before, body);
  return { text: `${body},"sum":"${sum}"}\n`, sum };
}

/**
 * Reads a whole journal; nothing is changed. A journal that does not exist has no records. Throws
 * PLAY_JOURNAL_CORRUPT for a line that was changed, moved or lost, PLAY_NEWER_FORMAT, STORE_FAILED.
 */
export async function readJournal(path: string): Promise<JournalContent> {
  return (await readJournalBytes(path)).content;
}

/** Like `readJournal`, with the last checksum and the bytes, for the writer. */
export async function readJournalBytes(
  path: string,
): Promise<{ content: JournalContent; sum: string; bytes: Buffer }> {
  const bytes = Buffer.from((await readRegularFile(path)) ?? []);
  const { lines, end, isWhole } = readStretch(path, bytes, beginning);
  if (!isWhole) throw corrupt(path, end);
  const records = lines.map(({ record }) => record);
  return { content: { records, length: end.offset, isTorn: end.offset < bytes.length }, sum: end.sum, bytes };
}

/** Reads a journal that another process may be writing, each time from where it stopped. It changes nothing. */
export class JournalReader {
  readonly #path: string;
  /** The file that was read last, by device and inode. */
  #file = '';
  #position = beginning;

  constructor(path: string) {
    this.#path = path;
  }

  /** The new whole lines. Throws PLAY_JOURNAL_CORRUPT, PLAY_NEWER_FORMAT, STORE_FAILED. */
  async read(): Promise<readonly JournalLine[]> {
    const handle = await this.#open();
    try {
      return handle ? await this.#readFrom(handle) : [];
    } finally {
      await handle?.close();
    }
  }

  async #open(): Promise<FileHandle | undefined> {
    try {
      return await open(this.#path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    } catch (error) {
      if (errno(error) === 'ENOENT') return undefined;
      throw failure('read', this.#path, error);
    }
  }

  async #readFrom(handle: FileHandle): Promise<readonly JournalLine[]> {
    const { dev, ino, size } = await handle.stat();
    const file = `${dev}:${ino}`;
    const before = this.#position;
    const isReplaced = file !== this.#file || size < before.offset;
    const from = isReplaced ? beginning : before;
    const stretch = readStretch(this.#path, await readBytes(handle, from.offset, size), from);
    // A whole read names the damaged line; when it finds none, the file was replaced a moment ago.
    if (!stretch.isWhole) await readJournal(this.#path);
    [this.#file, this.#position] = [file, stretch.end];
    if (!isReplaced) return stretch.lines;
    // A replaced file starts with the lines that were read before, or is another journal.
    const known = stretch.positions.findIndex(({ seq, sum }) => seq === before.seq && sum === before.sum);
    return stretch.lines.slice(known + 1);
  }
}

/** Reads the whole lines of bytes that start at a position, and checks that each follows from the one before. */
function readStretch(path: string, bytes: Buffer, from: Position): Stretch {
  const lines: JournalLine[] = [];
  const positions: Position[] = [];
  let end = from;
  let start = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, start)) {
    const text = bytes.toString('utf8', start, at);
    const found = readLine(text, end.sum);
    if (found?.record.seq !== end.seq + 1) return { lines, positions, end, isWhole: false };
    refuseNewer(path, found.record);
    start = at + 1;
    end = { offset: from.offset + start, seq: found.record.seq, sum: found.sum };
    lines.push({ text, record: found.record });
    positions.push(end);
  }
  return { lines, positions, end, isWhole: true };
}

/** The record of a line and its checksum; undefined when the line is damaged. */
function readLine(text: string, before: string): { record: JournalRecord; sum: string } | undefined {
  const [, body, written] = line.exec(text) ?? [];
  if (body === undefined || written === undefined || sumOf(before, body) !== written) return undefined;
  return { record: JSON.parse(`${body}}`) as JournalRecord, sum: written };
}

async function readBytes(handle: FileHandle, offset: number, size: number): Promise<Buffer> {
  const bytes = Buffer.alloc(Math.max(0, size - offset));
  let length = 0;
  while (length < bytes.length) {
    const { bytesRead } = await handle.read(bytes, length, bytes.length - length, offset + length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return bytes.subarray(0, length);
}

function sumOf(before: string, body: string): string {
  return sha256(`${before}${body}`).slice(0, 16);
}

function corrupt(path: string, { seq, offset }: Position): HeroError {
  const message = `line ${seq + 1} (byte ${offset}) of ${path} is damaged: a record was changed, moved or lost`;
  return new HeroError('PLAY_JOURNAL_CORRUPT', message, {
    hint: 'restore the journal from a backup; nothing was played, and the file is unchanged',
  });
}

function refuseNewer(path: string, record: JournalRecord): void {
  if (record.type !== 'opened' || (record.format ?? 0) <= journalFormat) return;
  throw newerFormat(path, record.format ?? 0, journalFormat);
}
