import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root, shared } from '../support/shared.ts';
import { exercise, textOf } from './fuzz.ts';

/**
 * `npm run fuzz -- SECONDS` goes on for as long as it is told, from another seed each time; a failure names its seed, and
 * `FUZZ_SEED=n npm run fuzz` plays that one again.
 */
const seconds = Number(process.env.FUZZ_SECONDS ?? 5);
const first = Number(process.env.FUZZ_SEED ?? (process.env.FUZZ_SECONDS ? Date.now() % 2 ** 31 : 1));

function textsBelow(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  return files
    .filter(({ name }) => !/\.(tree|fmt|err|ts)$/.test(name))
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'));
}

test('mutated scripts: nothing escapes but diagnostics', { timeout: (seconds + 60) * 1000 }, () => {
  const seeds = [
    ...textsBelow(join(root, 'test/corpus')),
    ...(shared ? textsBelow(join(shared, 'corpus/files')) : []),
  ];
  const end = performance.now() + seconds * 1000;
  let seed = first;
  for (; seed === first || (performance.now() < end && !process.env.FUZZ_SEED); seed++) {
    try {
      exercise(textOf(seed, seeds));
    } catch (error) {
      throw new Error(`seed ${seed}: ${JSON.stringify(textOf(seed, seeds)).slice(0, 2000)}`, {
        cause: error,
      });
    }
  }
  if (process.env.FUZZ_SECONDS) console.log(`${seed - first} texts, seeds ${first} to ${seed - 1}`);
  expect(seed).toBeGreaterThan(first);
});
