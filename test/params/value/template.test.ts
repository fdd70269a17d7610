import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fillTemplates, templateNames } from '../../../src/params/index.ts';

const known = new Map([
  ['A', '1'],
  ['B', '{A}'],
  ['C', '$&$1'],
]);
const fill = (text: string) => fillTemplates(text, name => known.get(name));

describe('templates', () => {
  test.each([
    ['', ''],
    ['{A}', '1'],
    [`a {A}\${A} z`, 'a 11 z'],
    ['{B}', '{A}'],
    ['{C}', '$&$1'],
    ['{{A}}', '{{A}}'],
    ['{{{A}}}', '{{{A}}}'],
    ['{a} {A } {} { {', '{a} {A } {} { {'],
    ['{A}{{A}}{A}', '1{{A}}1'],
  ])('%j become %j', (text, filled) => {
    expect(fill(text)).toBe(filled);
  });

  test('are named in their order', () => {
    expect(templateNames(`{b} \${a}{b} {{c}} {d e}`)).toEqual(['b', 'a', 'b']);
  });

  test('with values that are themselves leave a text as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('{', '}', '$', 'A', ' ') }), text => {
        expect(fillTemplates(text, () => undefined)).toBe(text);
        expect(fillTemplates(text.replaceAll('$', ''), name => `{${name}}`)).toBe(text.replaceAll('$', ''));
      }),
    );
  });
});
