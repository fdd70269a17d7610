import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { errno, failure } from '../../sys/file-failure.ts';
import { Journal, type JournalRecord } from '../index.ts';
import { readLine } from './journal.ts';

/** A line of a journal as it stands there, and what it says. */
export interface JournalLine {
  readonly text: string;
  readonly record: JournalRecord;
}

interface Place {
  /** Of which file, where in it, and behind which record. */
  readonly file: string;
  readonly offset: number;
  readonly seq: number;
  readonly sum: string;
}

const beginning: Place = { file: '', offset: 0, seq: 0, sum: '' };

/** Reads a journal that others write, from where it stopped the last time. It never changes it. */
export class JournalTail {
  readonly #path: string;
  #place = beginning;

  constructor(path: string) {
    this.#path = path;
  }

  /** The lines that are new; a line that is half there comes later. Throws PLAY_JOURNAL_CORRUPT, STORE_FAILED. */
  async read(): Promise<JournalLine[]> {
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

  async #readFrom(handle: FileHandle): Promise<JournalLine[]> {
    const { dev, ino, size } = await handle.stat();
    const file = `${dev}:${ino}`;
    const before = this.#place;
    const isNew = file !== before.file || size < before.offset;
    const from = isNew ? { ...beginning, file } : before;
    const { bytes, length } = await readBytes(handle, from.offset, size);
    const { lines, places } = await this.#parse(bytes.subarray(0, length), from);
    this.#place = places.at(-1) ?? from;
    // A file that was made anew starts as the old one did, or has nothing to do with it.
    const known = isNew ? places.findIndex(({ seq, sum }) => seq === before.seq && sum === before.sum) : -1;
    return lines.slice(known + 1);
  }

  async #parse(bytes: Buffer, from: Place): Promise<{ lines: JournalLine[]; places: Place[] }> {
    const lines: JournalLine[] = [];
    const places: Place[] = [];
    let place = from;
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      const text = bytes.toString('utf8', start, end);
      const found = readLine(text, place.sum);
      if (found?.record.seq !== place.seq + 1) {
        // It says which line is wrong; when none is, the file was made anew in this moment.
        await Journal.read(this.#path);
        break;
      }
      place = {
        ...place,
        offset: place.offset + end + 1 - start,
        seq: found.record.seq,
        sum: found.sum,
      };
      lines.push({ text, record: found.record });
      places.push(place);
      start = end + 1;
    }
    return { lines, places };
  }
}

async function readBytes(handle: FileHandle, offset: number, size: number) {
  const bytes = Buffer.alloc(Math.max(0, size - offset));
  let length = 0;
  while (length < bytes.length) {
    const { bytesRead } = await handle.read(bytes, length, bytes.length - length, offset + length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return { bytes, length };
}
