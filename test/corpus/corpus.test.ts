import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { renderDiagnostic } from '../../src/base/index.ts';
import { type Document, formatAction, parse, print, Source } from '../../src/script/index.ts';
import { toPlain } from '../script/plain.ts';
import { dumpTree } from './tree-dump.ts';

/**
 * A case is a script `<topic>/<case>.hero`, and beside it what is expected: its actions (`.tree`), the canonical
 * text when it has no errors (`.fmt`), and what is wrong with it when something is (`.err`). To add one, write the
 * script and run `UPDATE=1 npx vitest run test/corpus`; then read what was written.
 */
const folder = import.meta.dirname;
const cases = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.hero'))
  .map(name => name.slice(0, -'.hero'.length).replaceAll('\\', '/'))
  .sort();

describe.each(cases)('%s', name => {
  const text = readFileSync(join(folder, `${name}.hero`), 'utf8');
  const document = parse(new Source(text, `${name}.hero`));
  const isSound = document.diagnostics.every(({ severity }) => severity !== 'error');

  test('tree', () => expectFile(`${name}.tree`, dumpTree(document)));
  test('canonical text', () => expectFile(`${name}.fmt`, isSound ? formatted(document) : undefined));
  test('errors', () => expectFile(`${name}.err`, rendered(document)));
  test('prints back', () => expect(print(document)).toBe(text));
  test('the canonical text says the same and stays as it is', () => {
    const again = parse(formatted(document));
    expect(again.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(formatted(again)).toBe(formatted(document));
  });
});

test('there are cases enough, and more than half are errors', () => {
  const errors = cases.filter(name => existsSync(join(folder, `${name}.err`)));
  expect(cases.length).toBeGreaterThanOrEqual(60);
  expect(errors.length).toBeGreaterThan(cases.length / 2);
});

test('nothing is expected of a script that is not there', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const expected = files
    .filter(name => /\.(tree|fmt|err)$/.test(name))
    .map(name => name.replaceAll('\\', '/'));
  expect(expected.filter(name => !cases.includes(name.replace(/\.\w+$/, '')))).toEqual([]);
});

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

function rendered({ diagnostics }: Document): string | undefined {
  if (diagnostics.length === 0) return undefined;
  return diagnostics.map(diagnostic => `${renderDiagnostic(diagnostic)}\n`).join('\n');
}
