import fc from 'fast-check';
import { expect } from 'vitest';
import { sha256 } from '../../src/base/hash.ts';
import type { Db, Operation } from '../../src/store/index.ts';

const tricky = [
  'a',
  'A',
  'Foo',
  'foo',
  'FOO',
  '\u00E9',
  'e\u0301',
  '\uFB01',
  'fi',
  '.',
  '..',
  'con',
  '__proto__',
  '0',
  'a/b',
  '%41',
];
const long = ['l'.repeat(201), 'L'.repeat(201), '\u{1F600}'.repeat(250), `${'\u{1F600}'.repeat(250)}x`];

const key = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...tricky, ...long) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 50 }) },
);
const text = fc.string({ unit: 'binary', maxLength: 40 });
const prefix = fc.constantFrom('', 'a', 'l', 'e', '\u{1F600}', 'none');

type Step =
  | { call: 'set'; key: string; value: string; ttl: number | undefined }
  | { call: 'get' | 'delete' | 'has'; key: string }
  | { call: 'update'; key: string; value: string | undefined }
  | { call: 'setIf'; key: string; value: string | undefined; seen: string | undefined }
  | { call: 'batch'; operations: Operation[] }
  | { call: 'keys' | 'entries'; prefix: string }
  | { call: 'clear' | 'destroy' | 'reopen' };

const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), key, value: text }),
  fc.record({ kind: fc.constant('delete' as const), key }),
);
const maybe = fc.option(text, { nil: undefined });
// Longer than any test.
const limit = fc.option(fc.constant(1000), { nil: undefined });
// Few values, so that what was seen is often still there.
const few = fc.constantFrom('', 'a', undefined);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ call: fc.constant('set' as const), key, value: text, ttl: limit }) },
  {
    weight: 4,
    arbitrary: fc.record({ call: fc.constantFrom('get' as const, 'delete' as const, 'has' as const), key }),
  },
  { weight: 3, arbitrary: fc.record({ call: fc.constant('update' as const), key, value: maybe }) },
  {
    weight: 4,
    arbitrary: fc.record({ call: fc.constant('setIf' as const), key, value: few, seen: few }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ call: fc.constant('batch' as const), operations: fc.array(operation) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ call: fc.constantFrom('keys' as const, 'entries' as const), prefix }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ call: fc.constantFrom('clear' as const, 'destroy' as const, 'reopen' as const) }),
  },
);

/** Any sequence of calls on a store. */
export const steps = fc.array(step, { minLength: 1, maxLength: 30 });

/** Plays the calls on an empty store and on a Map, and expects the same answers and the same contents. */
export async function playAgainstMap(open: () => Db, sequence: Step[]): Promise<void> {
  const map = new Map<string, string>();
  let db = open();
  for (const step of sequence) {
    if (step.call === 'reopen') {
      await db.close();
      db = open();
    } else expect(await answer(db, step)).toEqual(expected(map, step));
  }
  expect(await entriesOf(open(), '')).toEqual(sortedEntries(map, ''));
  expect(await db.check()).toEqual([]);
}

/** Begins all calls that write at once: they answer, and end, as if each had waited for the one before. */
export async function playAtOnce(open: () => Db, sequence: Step[]): Promise<void> {
  const reads = ['get', 'has', 'keys', 'entries', 'reopen'];
  const writes = sequence.filter(({ call }) => !reads.includes(call));
  const map = new Map<string, string>();
  const db = open();
  const answers = await Promise.all(writes.map(step => answer(db, step)));
  expect(answers).toEqual(writes.map(step => expected(map, step)));
  await db.close();
  expect(await entriesOf(open(), '')).toEqual(sortedEntries(map, ''));
}

async function answer(db: Db, step: Step): Promise<unknown> {
  switch (step.call) {
    case 'set':
      return db.set(step.key, step.value, step.ttl === undefined ? {} : { ttl: step.ttl });
    case 'update':
      return db.update(step.key, old => (step.value === undefined ? undefined : `${old}${step.value}`));
    case 'setIf':
      return db.setIf(step.key, step.value, step.seen === undefined ? undefined : sha256(step.seen));
    case 'batch':
      return db.batch(step.operations);
    case 'entries':
      return entriesOf(db, step.prefix);
    case 'keys':
      return db.keys(step.prefix);
    case 'get':
    case 'has':
    case 'delete':
      return db[step.call](step.key);
    case 'clear':
    case 'destroy':
      return db[step.call]();
  }
}

function expected(map: Map<string, string>, step: Step): unknown {
  switch (step.call) {
    case 'set':
      return void map.set(step.key, step.value);
    case 'update':
      return put(map, step.key, step.value === undefined ? undefined : `${map.get(step.key)}${step.value}`);
    case 'setIf':
      if (map.get(step.key) !== step.seen) return false;
      put(map, step.key, step.value);
      return true;
    case 'batch':
      for (const each of step.operations)
        put(map, each.key, each.kind === 'set' ? `${each.value}` : undefined);
      return undefined;
    case 'entries':
      return sortedEntries(map, step.prefix);
    case 'keys':
      return sorted([...map.keys()].filter(name => name.startsWith(step.prefix)));
    case 'get':
    case 'has':
    case 'delete':
      return map[step.call](step.key);
    case 'clear':
    case 'destroy':
      return map.clear();
  }
}

function put(map: Map<string, string>, key: string, value: string | undefined): string | undefined {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
  return value;
}

async function entriesOf(db: Db, prefix: string): Promise<[string, string][]> {
  const entries: [string, string][] = [];
  for await (const entry of db.entries(prefix)) entries.push(entry);
  return entries;
}

function sortedEntries(map: Map<string, string>, prefix: string): [string, string][] {
  const names = sorted([...map.keys()].filter(name => name.startsWith(prefix)));
  return names.map(name => [name, map.get(name) ?? '']);
}

function sorted(names: string[]): string[] {
  return names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}
