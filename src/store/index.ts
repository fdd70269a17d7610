export type { Db } from './db.ts';
export { decodeFileName, encodeFileName } from './file-name.ts';
export { FileStore } from './file-store.ts';
export { KeyValueStore } from './key-value-store.ts';
export { MemoryStore } from './memory-store.ts';
