import vm from 'node:vm';
import { beforeAll, describe, expect, test } from 'vitest';
import { bundleScript } from './bundle.ts';
import { families } from './hostile-families.ts';

/**
 * Counts the characters that the parser looks at: every String and RegExp method of a fresh context is wrapped, and
 * costs what it scans or copies. So the test is exact and knows no clock.
 */
const prelude = `
  let steps = 0;
  function counted(prototype, name, cost) {
    const original = prototype[name];
    prototype[name] = function (...args) {
      const result = original.apply(this, args);
      steps += cost(this, args, result);
      return result;
    };
  }
  const whole = self => self.length;
  for (const name of ['charCodeAt', 'charAt', 'codePointAt']) counted(String.prototype, name, () => 1);
  for (const name of ['slice', 'repeat']) counted(String.prototype, name, (_self, _args, result) => result.length);
  for (const name of ['trim', 'trimEnd', 'toLowerCase', 'split', 'replace', 'replaceAll', 'includes', 'endsWith']) counted(String.prototype, name, whole);
  counted(String.prototype, 'startsWith', (_self, [wanted]) => wanted.length);
  counted(String.prototype, 'indexOf', (self, [, from = 0], result) => (result < 0 ? self.length : result) - from + 1);
  for (const name of ['test', 'exec']) counted(RegExp.prototype, name, (self, [text]) => text.length - (self.sticky ? text.length - 1 : 0));
  function stepsOf(text) {
    steps = 0;
    const document = script.parse(text);
    script.print(document);
    return steps;
  }
  function stepsOfQuadratic(text) {
    steps = 0;
    for (let at = 0; at < text.length; at++) text.indexOf('y', at);
    return steps;
  }
`;

let stepsOf: (text: string) => number;
let stepsOfQuadratic: (text: string) => number;

beforeAll(async () => {
  const context = vm.createContext({});
  vm.runInContext(`${await bundleScript()};${prelude}`, context);
  stepsOf = vm.runInContext('stepsOf', context) as typeof stepsOf;
  stepsOfQuadratic = vm.runInContext('stepsOfQuadratic', context) as typeof stepsOf;
});

describe('steps grow in proportion to the text', () => {
  test.each(Object.entries(families))('%s', (_name, text) => {
    const size = 500;
    const [once, twice, fourTimes] = [1, 2, 4].map(
      factor => stepsOf(text(size * factor)) / text(size * factor).length,
    ) as [number, number, number];
    expect(twice).toBeLessThan(once * 1.5 + 1);
    expect(fourTimes).toBeLessThan(once * 1.5 + 1);
  });

  test('a reader that looks at the rest of the text from every character would be found', () => {
    const perCharacter = (size: number) => stepsOfQuadratic('x'.repeat(size)) / size;
    expect(perCharacter(2000)).toBeGreaterThan(perCharacter(500) * 1.5 + 1);
  });
});
