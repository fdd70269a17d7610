export {
  type BackupDifference,
  type BackupEntry,
  type BackupManifest,
  backupStore,
  checkBackup,
  compareWithBackup,
  restoreStore,
} from './backup.ts';
export type {
  Change,
  Db,
  Operation,
  SetOptions,
  StoreFault,
  StoreStats,
  TypedDb,
  Version,
} from './contract/db.ts';
export { type ByteOperation, KeyValueStore } from './contract/key-value-store.ts';
export { ReadOnlyStore } from './contract/read-only-store.ts';
export type { StandardTyped, TypedResult } from './contract/standard-typed.ts';
export type { StoreWrapper } from './contract/store-wrapper.ts';
export { decodeFileName, encodeFileName } from './file/file-name.ts';
export { FileStore, type FileStoreOptions } from './file/file-store.ts';
export { LmdbStore, type LmdbStoreOptions } from './lmdb/lmdb-store.ts';
export type { WriteGuard } from './lock/store-lock.ts';
export { MemoryStore } from './memory-store.ts';
export {
  driverFolder,
  isStoreDriver,
  type OpenDbOptions,
  openDb,
  type StoreDriver,
  storeDrivers,
} from './open-db.ts';
export { type KeyAccess, KeyRing, shortestPassphrase } from './sealed/key-ring.ts';
export { type RotatingKeys, SealedStore, type SealKeys } from './sealed/sealed-store.ts';
export type { DataKey } from './sealed/sealer.ts';
