import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HeroError } from '../../src/base/index.ts';
import { Params } from '../../src/params/index.ts';
import {
  type DocumentNode,
  formatAction,
  formatParams,
  keyName,
  type PlainAction,
  parse,
  print,
} from '../../src/script/index.ts';
import { meaning, readBack, soundActions, toPlain } from './plain.ts';
import { anyText, anyValue, script } from './texts.ts';

const runs = { numRuns: Number(process.env.RUNS ?? 500) };

test('print gives back any text exactly', () => {
  fc.assert(
    fc.property(anyText, text => {
      expect(print(parse(text))).toBe(text);
    }),
    runs,
  );
});

test('print gives back scripts exactly', () => {
  fc.assert(
    fc.property(script, text => {
      expect(print(parse(text))).toBe(text);
    }),
    runs,
  );
});

test('spans are ordered, nested and do not overlap', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, script), text => {
      const document = parse(text);
      expectOrdered(document.nodes, 0, text.length);
      for (const action of document.actions) {
        expect(action.nameEnd).toBeGreaterThan(action.start);
        expectOrdered(action.items, action.nameEnd, action.end);
        for (const item of action.items) {
          if (item.kind !== 'param') continue;
          expect(item.keyEnd).toBeGreaterThan(item.start);
          expect(item.valueStart).toBeGreaterThan(item.keyEnd);
          expect(item.end).toBeGreaterThanOrEqual(item.valueStart);
        }
      }
    }),
    runs,
  );
});

test('an action has at most one error, in the order of the text, and is broken when it has one', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, script), text => {
      const { actions, diagnostics } = parse(text);
      const errors = diagnostics.filter(({ severity }) => severity === 'error');
      const starts = errors.map(({ span }) => span?.start ?? -1);
      expect(starts).toEqual([...starts].sort((a, b) => a - b));
      expect(actions.filter(({ broken }) => broken)).toHaveLength(errors.length);
    }),
    runs,
  );
});

test('what is read without errors survives printing, and printing it again changes nothing', () => {
  let checked = 0;
  fc.assert(
    fc.property(script, text => {
      for (const action of soundActions(text)) {
        const plain = toPlain(action);
        const written = formatAction(plain);
        const again = toPlain(readBack(written));
        expect(meaning(again)).toEqual(meaning(plain));
        expect(formatAction(again)).toBe(written);
        checked++;
      }
    }),
    { numRuns: runs.numRuns * 2 },
  );
  expect(checked).toBeGreaterThan(runs.numRuns / 2);
});

test('params without an action survive printing too', () => {
  fc.assert(
    fc.property(script, text => {
      for (const action of soundActions(text)) {
        const params = Params.fromAction(action);
        const again = Params.parse(formatParams(params.plain()));
        expect(again.params).toEqual(params.params);
        expect(again.args).toEqual(params.args);
        expect(again.comments.join('\n')).toBe(params.comments.join('\n'));
      }
    }),
    runs,
  );
});

test('a value made by hand reads back or is refused', () => {
  let written = 0;
  fc.assert(
    fc.property(
      fc.array(anyValue, { maxLength: 2 }),
      fc.array(anyValue, { maxLength: 2 }),
      (args, values) => {
        const params = values.map((value, at) => ({ key: `k${at}`, value }));
        const text = printed({ bangs: 2, actor: 'a', name: 'b', args, params });
        if (text === undefined) return;
        expect(itemsOf(text)).toEqual([...args, ...params.map(({ key, value }) => [key, value])]);
        written++;
      },
    ),
    { numRuns: runs.numRuns * 2 },
  );
  expect(written).toBeGreaterThan(runs.numRuns / 2);
});

test('a key made by hand reads back or is refused', () => {
  const key = fc.oneof(
    anyValue,
    fc.stringMatching(/^[a-zA-Zéİ0-9_./,-]{1,5}$/),
    fc.constantFrom('k', 'a.b', '/x', 'x-y', 'A'),
  );
  fc.assert(
    fc.property(key, name => {
      const text = printed({
        bangs: 1,
        actor: 'a',
        name: 'b',
        args: [],
        params: [{ key: name, value: '1' }],
      });
      if (text !== undefined) expect(itemsOf(text)).toEqual([[name, '1']]);
      else expect(/^[a-z0-9_.]+$/.test(name)).toBe(false);
    }),
    runs,
  );
});

test('a comment made by hand reads back, line by line and trimmed, or is refused', () => {
  fc.assert(
    fc.property(anyValue, anyValue, anyValue, (before, behind, tail) => {
      const params = [{ key: 'k', value: 'v', comment: behind }];
      const text = printed({
        bangs: 2,
        actor: 'a',
        name: 'b',
        args: [],
        params,
        comment: before,
        comments: [tail],
      });
      if (text === undefined) return;
      const action = readBack(text);
      expect(action.comments.map(({ value }) => value)).toEqual(linesOf(before));
      expect(action.tailComments.map(({ value }) => value)).toEqual(linesOf(tail));
      expect(toPlain(action).params).toEqual([{ key: 'k', value: 'v', comment: linesOf(behind).join('\n') }]);
    }),
    runs,
  );
});

test('keys are normalised once', () => {
  fc.assert(
    fc.property(anyValue, key => {
      expect(keyName(keyName(key))).toBe(keyName(key));
    }),
    runs,
  );
});

function expectOrdered(
  nodes: readonly Pick<DocumentNode, 'start' | 'end'>[],
  from: number,
  to: number,
): void {
  let at = from;
  for (const { start, end } of nodes) {
    expect(start).toBeGreaterThanOrEqual(at);
    expect(end).toBeGreaterThan(start);
    at = end;
  }
  expect(at).toBeLessThanOrEqual(to);
}

function printed(action: PlainAction): string | undefined {
  try {
    return formatAction(action);
  } catch (error) {
    if (error instanceof HeroError && error.code === 'PARAMS_UNPRINTABLE') return undefined;
    throw error;
  }
}

function itemsOf(text: string) {
  return readBack(text).items.map(item => {
    if (item.kind === 'param') return [item.key, item.value];
    return item.kind === 'argument' ? item.value : item.text;
  });
}

function linesOf(comment: string): string[] {
  return comment.split(/\r?\n/).map(line => line.trim());
}
