import { AppendFile } from '../../sys/append-file.ts';
import { writeFileAtomic } from '../../sys/file.ts';
import type { PlayEvent } from './event.ts';
import { type JournalContent, readJournalBytes, writeLine } from './journal-reader.ts';
import type { EventKeeper } from './play-events.ts';

/** The delay before events that need not be on disk are written, in milliseconds. */
const delayMs = 250;

/**
 * The append-only record of a session, one JSON object per line. Protocol:
 *
 * - The process that holds the lock of the session writes it; any process may read it at any time.
 * - `append` adds a line in memory; `sync` writes all added lines in their order and waits for the disk.
 * - Each line has a checksum over itself and all lines before it, so a changed, lost or moved line is found.
 * - A crash leaves whole lines, and at most one incomplete line: it was never confirmed, and the next run drops it.
 * - `guard` runs before and after each write: a process that lost the lock in between fails before it confirms.
 * - A journal that is taken over is replaced by a copy, so that the earlier process writes to a file that no reader opens.
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
   * Opens a journal to add to it. `guard` runs before and after each write and may throw. With `replace` the file is
   * replaced by a copy first. Throws PLAY_JOURNAL_CORRUPT and PLAY_NEWER_FORMAT, which change nothing, and STORE_FAILED.
   */
  static async open(
    path: string,
    { guard = () => undefined, replace = false }: { guard?: () => void; replace?: boolean } = {},
  ): Promise<{ journal: Journal; content: JournalContent }> {
    const { content, sum, bytes } = await readJournalBytes(path);
    if (replace && content.length > 0) await writeFileAtomic(path, bytes.subarray(0, content.length));
    const file = await AppendFile.open(path, content.length);
    return { journal: new Journal(file, guard, sum, content.records.length), content };
  }

  /** Adds an event; it is on disk after the next `sync`. */
  append(event: PlayEvent): void {
    const { text, sum } = writeLine(event, ++this.#seq, this.#sum);
    this.#sum = sum;
    this.#pending += text;
    this.#writeSoon();
  }

  /** Writes soon, so that readers can follow the output of a long action. */
  #writeSoon(): void {
    if (this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      // The next step meets the same error and reports it.
      this.sync().catch(() => undefined);
    }, delayMs).unref();
  }

  /** Writes the added lines and waits until they are on disk. STORE_FAILED, and any error of the guard. */
  sync(): Promise<void> {
    // One write after another keeps the lines in the order of their numbers.
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    if (this.#pending === '') return;
    this.#guard();
    const text = this.#pending;
    this.#pending = '';
    await this.#file.append(text);
    // A process that took the session over between the check and the write did not read these lines.
    this.#guard();
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.sync();
    await this.#file.close();
  }
}
