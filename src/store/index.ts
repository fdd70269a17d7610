export {
  type BackupDifference,
  type BackupEntry,
  type BackupManifest,
  backupStore,
  checkBackup,
  compareWithBackup,
  restoreStore,
} from './backup.ts';
export type { Change, Db, Operation, SetOptions, StoreFault, StoreStats, TypedDb, Version } from './db.ts';
export { decodeFileName, encodeFileName } from './file-name.ts';
export { FileStore, type FileStoreOptions } from './file-store.ts';
export { type KeyAccess, KeyRing, shortestPassphrase } from './key-ring.ts';
export { type ByteOperation, KeyValueStore } from './key-value-store.ts';
export { LmdbStore, type LmdbStoreOptions } from './lmdb-store.ts';
export { MemoryStore } from './memory-store.ts';
export { readOldCipher } from './old-cipher.ts';
export {
  driverFolder,
  isStoreDriver,
  type OpenDbOptions,
  openDb,
  type StoreDriver,
  storeDrivers,
} from './open-db.ts';
export { ReadOnlyStore } from './read-only-store.ts';
export { type RotatingKeys, SealedStore, type SealKeys } from './sealed-store.ts';
export type { DataKey } from './sealer.ts';
