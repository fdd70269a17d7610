import fc from 'fast-check';
import { expect } from 'vitest';
import type { Db } from '../../src/store/index.ts';

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
  | { call: 'set'; key: string; value: string }
  | { call: 'get' | 'delete' | 'has'; key: string }
  | { call: 'keys'; prefix: string }
  | { call: 'clear' | 'destroy' | 'reopen' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ call: fc.constant('set' as const), key, value: text }) },
  {
    weight: 4,
    arbitrary: fc.record({ call: fc.constantFrom('get' as const, 'delete' as const, 'has' as const), key }),
  },
  { weight: 2, arbitrary: fc.record({ call: fc.constant('keys' as const), prefix }) },
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
    if (step.call === 'reopen') db = open();
    else expect(await answer(db, step)).toEqual(expected(map, step));
  }
  const entries: [string, string][] = [];
  for await (const entry of open().entries()) entries.push(entry);
  expect(entries).toEqual([...map].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
}

async function answer(db: Db, step: Step): Promise<unknown> {
  switch (step.call) {
    case 'set':
      return db.set(step.key, step.value);
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

function sorted(names: string[]): string[] {
  return names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}
