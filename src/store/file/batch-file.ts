import { HeroError, type JsonOf, json, parseJson, show } from '../../base/index.ts';
import { systemClock } from '../../sys/clock.ts';
import { type AtomicOptions, readRegularFile, writeFileAtomic } from '../../sys/file.ts';
import { fromBase64 } from '../contract/base64.ts';
import { checkKey } from '../contract/key.ts';
import type { ByteOperation } from '../contract/key-value-store.ts';

/** How large the values of a batch may be together, in bytes: the log is one text in memory. */
const sizeLimit = 2 ** 28;

/** An operation in the log: the value in base64 (missing: delete), and when the key ends, in seconds since the epoch. */
const operationShape = json.object({
  key: json.text,
  value: json.optional(json.text),
  end: json.optional(json.number),
});
const logShape = json.object({ history: json.number, operations: json.list(operationShape) });
type LoggedOperation = JsonOf<typeof operationShape>;

/** Operations that are done together, and how many earlier values of each key are kept. */
export interface Batch {
  readonly operations: readonly ByteOperation[];
  readonly history: number;
}

/**
 * Writes the log of a batch. Protocol of the file `.store/batch`, a write-ahead log of one entry:
 *
 * - Absent: all writes are complete. The process that holds the lock writes the log, whole or not at all.
 * - Present: the batch is committed. Readers take its keys from the log; the holder of the lock applies each operation to
 *   the files of its key, syncs them, then removes the log.
 * - A crash before the log is written leaves the old values. A crash after it leaves the log: the next process that takes
 *   the lock applies all of it again, which leaves the same files, and removes it.
 *
 * Throws STORE_TOO_LARGE when the values exceed 256 MiB.
 */
export async function writeBatch(path: string, batch: Batch, options: AtomicOptions): Promise<void> {
  const size = batch.operations.reduce((sum, each) => sum + (each.kind === 'set' ? each.value.length : 0), 0);
  if (size > sizeLimit) {
    const message = `values of ${size} bytes are to be written together, expected at most ${sizeLimit}`;
    throw new HeroError('STORE_TOO_LARGE', message, {
      hint: 'split the batch (a value with a time limit or a very long key is written as one)',
    });
  }
  const now = systemClock();
  const operations = batch.operations.map((operation): LoggedOperation => {
    if (operation.kind === 'delete') return { key: operation.key };
    const { key, value, ttl } = operation;
    const limit = ttl !== undefined && { end: now + ttl };
    return { key, value: Buffer.from(value).toString('base64'), ...limit };
  });
  await writeFileAtomic(path, JSON.stringify({ history: batch.history, operations }), options);
}

/** Reads a log, with what is left of its time limits; undefined when there is none. Throws STORE_BAD_FORMAT. */
export async function readBatch(path: string): Promise<Batch | undefined> {
  const bytes = await readRegularFile(path);
  if (!bytes) return undefined;
  const bad = (problem: string, cause?: unknown) => badBatch(path, problem, cause);
  const { history, operations } = parseJson(new TextDecoder().decode(bytes), logShape, bad);
  const now = systemClock();
  return {
    history,
    operations: operations.map((logged, at) => {
      try {
        return readOperation(logged, now);
      } catch (cause) {
        throw bad(`operations[${at}] is damaged`, cause);
      }
    }),
  };
}

function readOperation({ key, value, end }: LoggedOperation, now: number): ByteOperation {
  checkKey(key);
  if (value === undefined) return { kind: 'delete', key };
  const bytes = fromBase64(value);
  if (!bytes) throw new SyntaxError('the value is not base64');
  if (end !== undefined && !Number.isFinite(end)) throw new RangeError('the end is not a time');
  return { kind: 'set', key, value: bytes, ...(end !== undefined && { ttl: end - now }) };
}

function badBatch(path: string, problem: string, cause: unknown): HeroError {
  return new HeroError('STORE_BAD_FORMAT', `the batch ${show(path, 1000)} cannot be read: ${problem}`, {
    hint: 'restore the store from a backup, or remove the file when the batch does not matter',
    cause,
  });
}
