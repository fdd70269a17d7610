import { randomBytes } from 'node:crypto';
import type { DataKey, SealKeys } from '../../src/store/index.ts';

/** One key in memory, without a ring. */
export function memoryKeys(): SealKeys & { key: DataKey } {
  const key: DataKey = { id: randomBytes(8).toString('hex'), bytes: randomBytes(32) };
  return {
    key,
    ready: async () => undefined,
    current: async () => key,
    find: async id => (id === key.id ? key : undefined),
    close: () => undefined,
  };
}

/** The ways in which a secret could stand in a text. */
export function traces(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [secret, bytes.toString('base64').replace(/=+$/, ''), bytes.toString('hex')];
}
