import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MemoryStore } from '../../src/store/index.ts';
import { dbSuite } from '../../src/testing/index.ts';
import { playAgainstMap, playAtOnce, steps } from './model.ts';

describe('the contract', () => {
  for (const { name, run } of dbSuite(async () => ({ db: new MemoryStore() }))) test(name, run);
});

test('behaves like a Map', async () => {
  const play = fc.asyncProperty(steps, sequence => {
    const db = new MemoryStore();
    return playAgainstMap(() => db, sequence);
  });
  await fc.assert(play, { numRuns: 200 });
});

test('writes without an await are done in the order of the calls', async () => {
  const play = fc.asyncProperty(steps, sequence => {
    const db = new MemoryStore();
    return playAtOnce(() => db, sequence);
  });
  await fc.assert(play, { numRuns: 200 });
});

test('two stores share nothing', async () => {
  const one = new MemoryStore();
  await one.set('key', 'value');
  expect(await new MemoryStore().has('key')).toBe(false);
});

test('is called what its maker calls it', () => {
  expect([new MemoryStore().name, new MemoryStore('config').name]).toEqual(['memory', 'config']);
});
