import ts from 'typescript-5';
import { afterAll, describe, expect, test } from 'vitest';
import { Declarations, entries, isHidden } from '../support/declarations.ts';

const declarations = new Declarations();
afterAll(() => declarations.remove());

const exported = new Set(
  Object.values(entries).flatMap(entry => [...declarations.exportsOf(entry).values()]),
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
