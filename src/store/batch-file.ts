import { HeroError } from '../base/index.ts';
import { type AtomicOptions, readRegularFile, writeFileAtomic } from '../sys/file.ts';
import type { ByteOperation } from './key-value-store.ts';

interface Line {
  readonly key: string;
  readonly value?: string;
  readonly ttl?: number;
}

/** Writes a batch: from then on it is decided. */
export async function writeBatch(
  path: string,
  operations: readonly ByteOperation[],
  options: AtomicOptions,
): Promise<void> {
  const lines = operations.map((operation): Line => {
    if (operation.kind === 'delete') return { key: operation.key };
    const { key, value, ttl } = operation;
    return { key, value: Buffer.from(value).toString('base64'), ...(ttl !== undefined && { ttl }) };
  });
  await writeFileAtomic(path, JSON.stringify(lines), options);
}

/** The operations of a batch; undefined when it is done meanwhile. STORE_BAD_FORMAT for one that cannot be read. */
export async function readBatch(path: string): Promise<ByteOperation[] | undefined> {
  const bytes = await readRegularFile(path);
  if (!bytes) return undefined;
  try {
    const lines = JSON.parse(new TextDecoder().decode(bytes)) as readonly Line[];
    return lines.map(({ key, value, ttl }) => {
      if (value === undefined) return { kind: 'delete', key };
      return {
        kind: 'set',
        key,
        value: new Uint8Array(Buffer.from(value, 'base64')),
        ...(ttl !== undefined && { ttl }),
      };
    });
  } catch (cause) {
    throw new HeroError('STORE_BAD_FORMAT', `the batch ${path} cannot be read`, {
      hint: 'restore the store from a backup, or remove the file when the batch does not matter',
      cause,
    });
  }
}
