import type { HeroError } from '../../base/index.ts';
import type { StoreFault, StoreStats, Version } from './db.ts';
import type { KeyValueStore } from './key-value-store.ts';
import { StoreWrapper } from './store-wrapper.ts';

/**
 * A store that only reads another one: every write throws the error that `refusal` makes.
 *
 * @example
 * const db = new ReadOnlyStore(inner, () => new HeroError('PLAY_BAD_ARGUMENTS', 'a rehearsal writes nothing'));
 * await db.get('host');
 */
export class ReadOnlyStore extends StoreWrapper {
  readonly #refusal: () => HeroError;

  constructor(inner: KeyValueStore, refusal: () => HeroError) {
    super(inner);
    this.#refusal = refusal;
  }

  protected read(key: string): Promise<Uint8Array | undefined> {
    return this.driver.read(key);
  }

  protected async commit(): Promise<boolean[]> {
    throw this.#refusal();
  }

  protected async exclusive<T>(): Promise<T> {
    throw this.#refusal();
  }

  override history(key: string, limit?: number): Promise<Version[]> {
    return this.inner.history(key, limit);
  }

  stats(): Promise<StoreStats> {
    return this.inner.stats();
  }

  check(): Promise<StoreFault[]> {
    return this.inner.check();
  }

  override async repair(): Promise<StoreFault[]> {
    throw this.#refusal();
  }

  async destroy(): Promise<void> {
    throw this.#refusal();
  }

  close(): Promise<void> {
    return this.inner.close();
  }
}
