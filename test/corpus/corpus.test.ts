import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { check, Registry } from '../../src/action/index.ts';
import { builtins } from '../../src/actors/index.ts';
import { codes, type Diagnostic, isHeroError } from '../../src/base/index.ts';
import { decodeText } from '../../src/play/index.ts';
import { type Document, formatAction, parse, print, Source } from '../../src/script/index.ts';
import { toPlain } from '../script/plain.ts';
import { draw } from '../support/draw.ts';
import { harbour } from './harbour.ts';
import { dumpTree } from './tree-dump.ts';

/**
 * A case is a script `<topic>/<case>.hero`, and beside it what is expected: its actions (`.tree`), the canonical
 * text when it has no errors (`.fmt`), and what is wrong with it when something is (`.err`). In the topics
 * `check-*` that includes what the registry says. To add a case, write the script and run
 * `UPDATE=1 npx vitest run test/corpus`; then read what was written.
 */
const folder = import.meta.dirname;
const cases = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.hero'))
  .map(name => name.slice(0, -'.hero'.length).replaceAll('\\', '/'))
  .sort();

const checkCodes = [
  'ACTION_UNKNOWN',
  'ACTION_UNKNOWN_PARAM',
  'ACTION_UNKNOWN_TEMPLATE',
  'ACTION_WRONG_KIND',
  'PARAMS_DUPLICATE',
  'PARAMS_MISSING',
  'PARAMS_NOT_A_BOOL',
  'PARAMS_NOT_A_NUMBER',
  'PARAMS_NOT_A_SIZE',
  'PARAMS_NOT_AN_AMOUNT',
  'PARAMS_NO_CHOICE',
  'PARAMS_OUT_OF_RANGE',
  'PARAMS_TIME_FORMAT',
  'PARAMS_TIME_VALUE',
  'PARAMS_TOO_LONG',
  'PARAMS_UNKNOWN_CURRENCY',
  'PLAY_UNKNOWN_SNIPPET',
];

describe.each(cases)('%s', name => {
  const { text, failure } = readScript(`${name}.hero`);
  const document = parse(new Source(text, `${name}.hero`));
  const isSound = !failure && document.diagnostics.every(({ severity }) => severity !== 'error');
  const said = name.startsWith('check-') ? checked(document) : document.diagnostics;

  test('tree', () => expectFile(`${name}.tree`, dumpTree(document)));
  test('canonical text', () => expectFile(`${name}.fmt`, isSound ? formatted(document) : undefined));
  test('errors', () => expectFile(`${name}.err`, rendered(failure ? [failure] : said)));
  test('prints back', () => expect(print(document)).toBe(text));
  test('the canonical text says the same and stays as it is', () => {
    const again = parse(formatted(document));
    expect(again.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(formatted(again)).toBe(formatted(document));
  });
});

test('there are cases enough, and more than half have errors', () => {
  const errors = cases.filter(name => /^error\[/m.test(expectedErrors(name)));
  expect(cases.length).toBeGreaterThanOrEqual(300);
  expect(errors.length).toBeGreaterThan(cases.length / 2);
});

test('every code of the parser, and those of a check, occur', () => {
  const found = new Set(cases.flatMap(name => expectedErrors(name).match(/(?<=^\w+\[)\w+/gm) ?? []));
  // Texts beyond the limits are too large to keep here: limits.test.ts makes them.
  const limits = ['SCRIPT_TOO_LARGE', 'SCRIPT_TOO_MANY_ACTIONS', 'SCRIPT_VALUE_TOO_LONG'];
  const wanted = Object.keys(codes).filter(code => code.startsWith('SCRIPT_') && !limits.includes(code));
  expect([...wanted, ...checkCodes].filter(code => !found.has(code))).toEqual([]);
});

test('nothing is expected of a script that is not there', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const expected = files
    .filter(name => /\.(tree|fmt|err)$/.test(name))
    .map(name => name.replaceAll('\\', '/'));
  expect(expected.filter(name => !cases.includes(name.replace(/\.\w+$/, '')))).toEqual([]);
});

/** The text of a script; for bytes that are no text, none, and what is wrong with them. */
function readScript(name: string): { text: string; failure?: Diagnostic } {
  try {
    return { text: decodeText(readFileSync(join(folder, name)), name) };
  } catch (error) {
    if (!isHeroError(error)) throw error;
    const { code, message, hint } = error;
    return { text: '', failure: { code, severity: 'error', message, ...(hint !== undefined && { hint }) } };
  }
}

/** What parser and registry say of a script, by place; of two at the same place the parser's comes first. */
function checked(document: Document): Diagnostic[] {
  const environment = { places: { base: '/', home: '/root' }, now: 0 };
  const found = check([document], { registry: new Registry([...builtins, harbour]), environment });
  return [...document.diagnostics, ...found].sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
}

function expectedErrors(name: string): string {
  const path = join(folder, `${name}.err`);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** Compares with a file; `undefined` says that there must be none. */
function expectFile(name: string, text: string | undefined): void {
  const path = join(folder, name);
  if (process.env.UPDATE && text !== undefined) writeFileSync(path, text);
  if (process.env.UPDATE && text === undefined) rmSync(path, { force: true });
  expect(existsSync(path) ? readFileSync(path, 'utf8') : undefined, relative(folder, path)).toBe(text);
}

function formatted({ actions }: Document): string {
  return actions
    .filter(({ broken }) => !broken)
    .map(action => `${formatAction(toPlain(action))}\n`)
    .join('\n');
}

function rendered(diagnostics: readonly Diagnostic[]): string | undefined {
  if (diagnostics.length === 0) return undefined;
  return diagnostics.map(diagnostic => `${draw(diagnostic)}\n`).join('\n');
}
