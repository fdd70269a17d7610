import { HeroError } from '../../base/index.ts';
import { systemClock } from '../../sys/clock.ts';
import { type AtomicOptions, readRegularFile, writeFileAtomic } from '../../sys/file.ts';
import type { ByteOperation } from '../contract/key-value-store.ts';

/** How large the values of a batch may be together, in bytes: they are one text here. */
const sizeLimit = 2 ** 28;

/** A batch as it lies on the disk: values in base64, and when keys end, in seconds since the epoch. */
interface Kept {
  readonly history: number;
  readonly operations: readonly { readonly key: string; readonly value?: string; readonly end?: number }[];
}

export interface Batch {
  readonly operations: readonly ByteOperation[];
  /** How many earlier values are kept. */
  readonly history: number;
}

/** Writes a batch: from then on it is decided. STORE_TOO_LARGE. */
export async function writeBatch(path: string, batch: Batch, options: AtomicOptions): Promise<void> {
  const size = batch.operations.reduce((sum, each) => sum + (each.kind === 'set' ? each.value.length : 0), 0);
  if (size > sizeLimit) {
    const message = `values of ${size} bytes are to be written together, expected at most ${sizeLimit}`;
    throw new HeroError('STORE_TOO_LARGE', message, {
      hint: 'split the batch; a value with a time limit or a very long key is one, too',
    });
  }
  const now = systemClock();
  const operations = batch.operations.map(operation => {
    if (operation.kind === 'delete') return { key: operation.key };
    const { key, value, ttl } = operation;
    return {
      key,
      value: Buffer.from(value).toString('base64'),
      ...(ttl !== undefined && { end: now + ttl }),
    };
  });
  await writeFileAtomic(path, JSON.stringify({ history: batch.history, operations } satisfies Kept), options);
}

/** A batch with what is left of its time limits; undefined when it is done meanwhile. STORE_BAD_FORMAT for one that cannot be read. */
export async function readBatch(path: string): Promise<Batch | undefined> {
  const bytes = await readRegularFile(path);
  if (!bytes) return undefined;
  const now = systemClock();
  try {
    const { history, operations } = JSON.parse(new TextDecoder().decode(bytes)) as Kept;
    return {
      history,
      operations: operations.map(({ key, value, end }): ByteOperation => {
        if (value === undefined) return { kind: 'delete', key };
        const limit = end !== undefined && { ttl: end - now };
        return { kind: 'set', key, value: new Uint8Array(Buffer.from(value, 'base64')), ...limit };
      }),
    };
  } catch (cause) {
    throw new HeroError('STORE_BAD_FORMAT', `the batch ${path} cannot be read`, {
      hint: 'restore the store from a backup, or remove the file when the batch does not matter',
      cause,
    });
  }
}
