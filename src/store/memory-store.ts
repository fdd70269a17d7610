import { setTimeout as sleep } from 'node:timers/promises';
import { sha256 } from '../base/hash.ts';
import { systemClock } from '../sys/clock.ts';
import type { StoreFault, StoreStats } from './contract/db.ts';
import { checkKey } from './contract/key.ts';
import { type ByteOperation, KeyValueStore } from './contract/key-value-store.ts';
import { WriteQueue } from './lock/write-queue.ts';

interface MemoryValue {
  readonly value: Uint8Array;
  /** When it ends, in seconds since the epoch. */
  readonly end?: number;
}

/**
 * A store in memory, for tests and for values that need not last.
 *
 * @example
 * const db = new MemoryStore();
 * await db.set('host', 'example.org');
 */
export class MemoryStore extends KeyValueStore {
  readonly #values = new Map<string, MemoryValue>();
  readonly #queue = new WriteQueue(this.name, 30_000);

  constructor(name = 'memory') {
    super(name);
  }

  protected async read(key: string): Promise<Uint8Array | undefined> {
    return this.#present(key)?.value.slice();
  }

  protected commit(operations: readonly ByteOperation[]): Promise<boolean[]> {
    return this.#queue.exclusive(async () => this.#apply(operations));
  }

  protected exclusive<T>(
    run: (commit: (operations: readonly ByteOperation[]) => Promise<boolean[]>) => Promise<T>,
  ): Promise<T> {
    return this.#queue.exclusive(() => run(async operations => this.#apply(operations)));
  }

  #apply(operations: readonly ByteOperation[]): boolean[] {
    return operations.map(operation => {
      const { key } = operation;
      const wasThere = this.#present(key) !== undefined;
      this.#values.delete(key);
      if (operation.kind === 'set') {
        const { value, ttl } = operation;
        this.#values.set(key, { value, ...(ttl !== undefined && { end: systemClock() + ttl }) });
      }
      return wasThere;
    });
  }

  #present(key: string): MemoryValue | undefined {
    const kept = this.#values.get(key);
    return kept?.end !== undefined && kept.end <= systemClock() ? undefined : kept;
  }

  protected async list(): Promise<string[]> {
    return [...this.#values.keys()].filter(key => this.#present(key));
  }

  protected async fingerprint(key: string): Promise<string | undefined> {
    const kept = this.#present(key);
    return kept && sha256(kept.value);
  }

  protected async waitForChange(signal: AbortSignal, ms: number): Promise<void> {
    await sleep(Math.min(ms, 20), undefined, { signal }).catch(() => undefined);
  }

  async expiry(key: string): Promise<number | undefined> {
    checkKey(key);
    return this.#present(key)?.end;
  }

  async stats(): Promise<StoreStats> {
    const keys = await this.list();
    const bytes = keys.reduce((sum, key) => sum + (this.#present(key)?.value.length ?? 0), 0);
    return { driver: 'memory', keys: keys.length, bytes };
  }

  async check(): Promise<StoreFault[]> {
    return [];
  }

  async repair(): Promise<StoreFault[]> {
    return [];
  }

  async destroy(): Promise<void> {
    await this.#queue.exclusive(async () => this.#values.clear());
  }

  async close(): Promise<void> {}
}
