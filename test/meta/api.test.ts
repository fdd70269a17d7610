import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript-5';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { isolate } from '../play/world.ts';
import { compileExamples, runExample } from '../support/api-examples.ts';
import { apiExamples, apiPage, withoutComment, withoutExample } from '../support/api-page.ts';
import { Declarations, entries, isHidden } from '../support/declarations.ts';
import { root } from '../support/shared.ts';

const declarations = new Declarations();
afterAll(() => declarations.remove());

const exported = new Set(
  Object.values(entries).flatMap(entry =>
    [...declarations.exportsOf(entry).values()].map(({ symbol }) => symbol),
  ),
);
/** The types of this package that the declarations of a symbol name, as `name (file)`; private members excepted. */
function namedBy(symbol: ts.Symbol): ts.Symbol[] {
  const found = new Set<ts.Symbol>();
  const visit = (node: ts.Node): void => {
    if (isHidden(node)) return;
    const name = nameIn(node);
    const named = name && declarations.checker.getSymbolAtLocation(name);
    if (named) found.add(declarations.declared(named));
    ts.forEachChild(node, visit);
  };
  for (const declaration of symbol.declarations ?? []) visit(declaration);
  return [...found].filter(each => each !== symbol && declarations.isOurs(each));
}

function nameIn(node: ts.Node): ts.Node | undefined {
  if (ts.isTypeReferenceNode(node)) return node.typeName;
  if (ts.isExpressionWithTypeArguments(node)) return node.expression;
  if (ts.isTypeQueryNode(node)) return node.exprName;
  if (ts.isImportTypeNode(node)) return node.qualifier;
  return undefined;
}

/** All types that are reached from the exported ones, each with the first type that names it. */
function reached(): Map<ts.Symbol, ts.Symbol> {
  const from = new Map<ts.Symbol, ts.Symbol>();
  const open = [...exported];
  for (let symbol = open.pop(); symbol; symbol = open.pop()) {
    for (const named of namedBy(symbol)) {
      if (exported.has(named) || from.has(named)) continue;
      from.set(named, symbol);
      open.push(named);
    }
  }
  return from;
}

describe('the entries of the package', () => {
  test('export every type that an exported signature names', () => {
    const missing = [...reached()].map(
      ([symbol, by]) => `${symbol.name} (${declarations.pathOf(symbol)}), named by ${by.name}`,
    );
    expect(missing.sort()).toEqual([]);
  });
});

test('the entries of the package export nothing of the engine, the command and the machine', () => {
  const paths = [...exported].map(symbol => declarations.pathOf(symbol));
  const inner = /^(cli|actors|sys|play\/(run|inspect|plan))\//;
  expect(paths.filter(path => inner.test(path))).toEqual(['sys/clock.d.ts']);
});

describe('docs/api.md', () => {
  test('says what the doc comments say', () => {
    const text = apiPage(declarations);
    const path = join(root, 'docs/api.md');
    // `npm run docs` writes it.
    if (process.env.UPDATE) writeFileSync(path, text);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('has a doc comment for each exported name', () => {
    expect(withoutComment(declarations)).toEqual([]);
  });

  test('has an example for each exported function and class', () => {
    expect(withoutExample(declarations)).toEqual([]);
  });
});

/** Not run: they need a network or a runner of tests, or are about a failure. */
const onlyCompiled = ['Session.secret', 'Coderoot.code', 'dbSuite', 'HeroError'];

describe('the examples of doc comments', () => {
  const examples = apiExamples(declarations);
  isolate();
  beforeEach(() => vi.stubEnv('HERO_PASSPHRASE', 'four words and more'));

  test('compile', () => {
    expect(compileExamples(declarations, examples)).toBe('');
  });

  test.each(examples.filter(({ name }) => !onlyCompiled.includes(name)))(
    '$name: the example runs',
    async ({ code }) => {
      await runExample(code);
    },
  );
});
