import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse, tokenKinds, tokens } from '../../src/script/index.ts';
import { anyText, script } from './texts.ts';

test('each piece of an action has its kind', () => {
  const text =
    "// c\n!!git.clone url:'x' {s} flag 'q' k: a,b // t\n    e:\n    b:'\n      x\n      '\n!bare\n!!a.b k:'open\n";
  expect(tokens(parse(text)).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`)).toEqual([
    'comment // c',
    'bangs !!',
    'actor git',
    'action clone',
    'key url',
    'colon :',
    "quoted 'x'",
    'snippet {s}',
    'argument flag',
    "quoted 'q'",
    'key k',
    'colon :',
    'word a,b',
    'comment // t',
    'key e',
    'colon :',
    'key b',
    'colon :',
    "block '\n      x\n      '",
    'bangs !',
    'action bare',
    'bangs !!',
    'actor a',
    'action b',
    "skipped k:'open",
  ]);
});

test('tokens of any text stand in their order, do not overlap, and are of a kind of the table', () => {
  fc.assert(
    fc.property(fc.oneof(script, anyText), text => {
      let at = 0;
      for (const { kind, start, end } of tokens(parse(text))) {
        expect(Object.keys(tokenKinds)).toContain(kind);
        expect(start).toBeGreaterThanOrEqual(at);
        expect(end).toBeGreaterThan(start);
        at = end;
      }
    }),
  );
});
