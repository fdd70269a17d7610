import type { StoreFault } from './db.ts';
import { type Driver, KeyValueStore } from './key-value-store.ts';

/** A store around another store: it has the keys and the changes of the inner one. */
export abstract class StoreWrapper extends KeyValueStore {
  protected readonly inner: KeyValueStore;
  protected readonly driver: Driver;

  constructor(inner: KeyValueStore) {
    super(inner.name);
    this.inner = inner;
    this.driver = KeyValueStore.driverOf(inner);
  }

  override hold<T>(run: (assertHeld: () => Promise<unknown>) => Promise<T>): Promise<T> {
    return this.inner.hold(run);
  }

  expiry(key: string): Promise<number | undefined> {
    return this.inner.expiry(key);
  }

  repair(): Promise<StoreFault[]> {
    return this.inner.repair();
  }

  protected list(): Promise<string[]> {
    return this.driver.list();
  }

  protected fingerprint(key: string): Promise<string | undefined> {
    return this.driver.fingerprint(key);
  }

  protected waitForChange(signal: AbortSignal, ms: number): Promise<void> {
    return this.driver.waitForChange(signal, ms);
  }
}
