import { describe, expect, test } from 'vitest';
import { formatAction, parse, print } from '../../src/script/index.ts';
import { families } from './hostile-families.ts';

// Clocks are noisy, so these have a wide bound and a second try; steps.test.ts counts what can be counted.
describe('reading takes time in proportion to the text', { retry: 2 }, () => {
  test.each(Object.entries(families))('%s', (_name, text) => {
    expectLinear(text, source => {
      const document = parse(source);
      print(document);
      for (const { items } of document.actions) for (const item of items) 'value' in item && item.value;
    });
  });
});

describe('writing takes time in proportion to the value', { retry: 2 }, () => {
  const values: Record<string, (size: number) => string> = {
    backslashes: size => '\\'.repeat(size * 4),
    'quotes of both kinds': size => '\'"'.repeat(size * 2),
    'lone quotes on lines': size => `${'\'\n"\n'.repeat(size)}x`,
    spaces: size => `a${' '.repeat(size * 4)}b`,
    'a list of quoted items': size => `${'"a b",'.repeat(size)}c`,
    'a list that turns out to be none': size => `${'"a b",'.repeat(size)}'`,
    'an item without an end': size => `"${'a '.repeat(size * 2)}`,
    commas: size => `a${','.repeat(size * 4)}`,
    'line ends': size => `a${'\n'.repeat(size * 4)}b`,
    slashes: size => `x://${'/'.repeat(size * 4)} y`,
  };
  test.each(Object.entries(values))('%s', (_name, text) => {
    expectLinear(text, value => {
      formatAction({ bangs: 2, actor: 'a', name: 'b', params: [{ key: 'k', value }], args: [value] });
    });
  });
});

test('a line of a million characters is read and reported', () => {
  const { diagnostics, source } = parse(`!!a.b ${'word '.repeat(200_000)}=`);
  expect(diagnostics.map(({ code }) => code)).toEqual(['SCRIPT_ILLEGAL_CHARACTER']);
  expect(source.position(diagnostics[0]?.span?.start ?? 0)).toEqual({ line: 1, column: 1_000_007 });
});

/** Four times the text may take at most twelve times as long: quadratic reading would take sixteen times. */
function expectLinear(text: (size: number) => string, run: (text: string) => void): void {
  const size = 12_000;
  const small = bestOf(5, () => run(text(size)));
  const large = bestOf(5, () => run(text(size * 4)));
  expect(large).toBeLessThan(Math.max(small, 0.5) * 12);
}

function bestOf(times: number, run: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let at = 0; at < times; at++) {
    const start = performance.now();
    run();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}
