import { KeyValueStore } from './key-value-store.ts';

/** A store that lives as long as the object: for tests and for what need not last. */
export class MemoryStore extends KeyValueStore {
  readonly #values = new Map<string, Uint8Array>();

  constructor(name = 'memory') {
    super(name);
  }

  protected async read(key: string): Promise<Uint8Array | undefined> {
    return this.#values.get(key)?.slice();
  }

  protected async write(key: string, value: Uint8Array): Promise<void> {
    this.#values.set(key, value);
  }

  protected async remove(key: string): Promise<boolean> {
    return this.#values.delete(key);
  }

  protected async list(): Promise<string[]> {
    return [...this.#values.keys()];
  }

  async clear(): Promise<void> {
    this.#values.clear();
  }

  async destroy(): Promise<void> {
    this.#values.clear();
  }
}
