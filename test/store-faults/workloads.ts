import type { FileStore, Operation } from '../../src/store/index.ts';

/** What a workload does, step by step. */
export type Step =
  | Operation
  | { readonly kind: 'batch'; readonly operations: readonly Operation[] }
  | { readonly kind: 'close' };

/** What a store holds: the text of each key. */
export type Contents = ReadonlyMap<string, string>;

/** A key that needs a file of its own. */
const long = 'long '.repeat(60);

/** What every workload finds. */
export const before: Contents = new Map([
  ['old', 'old value'],
  ['gone', 'to be deleted'],
  ['stays', 'untouched'],
]);

const batch: Step = {
  kind: 'batch',
  operations: [
    { kind: 'set', key: 'old', value: 'from the batch' },
    { kind: 'delete', key: 'gone' },
    { kind: 'set', key: 'fresh', value: 'also from the batch' },
  ],
};

export const workloads: Record<string, readonly Step[]> = {
  'set over an old value': [{ kind: 'set', key: 'old', value: 'new value, which is longer' }],
  'set of a new key': [{ kind: 'set', key: 'fresh', value: 'new value' }],
  delete: [{ kind: 'delete', key: 'gone' }],
  'batch of three': [batch],
  'set with a time limit': [{ kind: 'set', key: 'old', value: 'for an hour', ttl: 3600 }],
  'set of a long key': [{ kind: 'set', key: long, value: 'new value' }],
  'set in a new folder': [{ kind: 'set', key: 'fresh', value: 'new value' }],
  'set, set again, delete': [
    { kind: 'set', key: 'fresh', value: 'first' },
    { kind: 'set', key: 'fresh', value: 'second' },
    { kind: 'delete', key: 'fresh' },
  ],
  'two sets in a new folder': [
    { kind: 'set', key: 'fresh', value: 'first' },
    { kind: 'set', key: 'fresh-51', value: 'in the same folder' },
  ],
  'set, batch, set': [
    { kind: 'set', key: 'old', value: 'first' },
    batch,
    { kind: 'set', key: 'old', value: 'behind the batch' },
  ],
};

/** The workloads of a store so large that new values lie in folders. */
export const inFolders = ['set in a new folder', 'two sets in a new folder'];

/** Takes a step on a store. */
export async function take(db: FileStore, step: Step): Promise<void> {
  if (step.kind === 'close') await db.close();
  else if (step.kind === 'batch') await db.batch(step.operations);
  else if (step.kind === 'delete') await db.delete(step.key);
  else await db.set(step.key, step.value, step.ttl === undefined ? {} : { ttl: step.ttl });
}

/** What a store holds after a step that worked. */
export function after(contents: Contents, step: Step): Contents {
  const next = new Map(contents);
  const operations = step.kind === 'batch' ? step.operations : step.kind === 'close' ? [] : [step];
  for (const operation of operations)
    if (operation.kind === 'delete') next.delete(operation.key);
    else next.set(operation.key, String(operation.value));
  return next;
}

/** All that a store holds. */
export async function contentsOf(db: FileStore): Promise<Contents> {
  const found = new Map<string, string>();
  for await (const [key, value] of db.entries()) found.set(key, value);
  return found;
}

export function sameContents(a: Contents, b: Contents): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
}
