import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { json, parseJson } from '../../src/base/json-shape.ts';

const shape = json.object({
  version: json.literal(1, 2),
  names: json.list(json.text),
  sizes: json.record(json.number),
  isDone: json.optional(json.boolean),
  end: json.nullable(json.number),
});
const whole = { version: 1, names: ['a'], sizes: { b: 2 }, end: null };

const problemOf = (text: string): string => {
  try {
    parseJson(text, shape, problem => new Error(problem));
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};

describe('JSON that was read from disk', () => {
  test('is given back when it fits, without members that the shape does not name', () => {
    const text = JSON.stringify({ ...whole, more: true });
    expect(parseJson(text, shape, problem => new Error(problem))).toEqual(whole);
  });

  test.each([
    ['{', 'it is not JSON'],
    ['[]', 'the whole is a list, expected an object'],
    ['null', 'the whole is null, expected an object'],
    [JSON.stringify({ ...whole, names: [null] }), 'names[0] is null, expected a text'],
    [JSON.stringify({ ...whole, names: undefined }), 'names is missing, expected a list'],
    [JSON.stringify({ ...whole, sizes: { b: '2' } }), 'sizes.b is a text, expected a number'],
    [JSON.stringify({ ...whole, version: 3 }), 'version is a number, expected 1 or 2'],
    [JSON.stringify({ ...whole, isDone: 'yes' }), 'isDone is a text, expected true or false'],
    [JSON.stringify({ ...whole, end: 'now' }), 'end is a text, expected a number'],
  ])('is refused with the member that does not fit: %s', (text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });

  test('never fails in another way, whatever the text', () => {
    fc.assert(
      fc.property(fc.json(), text => {
        const problem = problemOf(text);
        return problem === '' || /expected|not JSON/.test(problem);
      }),
    );
  });
});
