import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript-5';
import { root } from './shared.ts';

/** The compiler of TypeScript 7. */
export const tsc = join(root, 'node_modules/typescript/bin/tsc');

/** The entries of the package: what a program imports, and the file below `src/` without its ending. */
export const entries = {
  heroplay: 'index',
  'heroplay/script': 'script/index',
  'heroplay/testing': 'testing/index',
  'heroplay/herolib': 'herolib',
} as const;

/** Writes the declarations of the present source to a temporary folder, which the caller removes. */
export function writeDeclarations(): string {
  const folder = mkdtempSync(join(tmpdir(), 'heroplay-types-'));
  const options = ['--emitDeclarationOnly', '--outDir', folder];
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', ...options], { cwd: root });
  return folder;
}

/** A program of declarations, with the symbols that each entry exports. */
export class Declarations {
  readonly checker: ts.TypeChecker;
  readonly #folder: string;
  readonly #program: ts.Program;

  constructor() {
    this.#folder = writeDeclarations();
    const files = Object.values(entries).map(entry => join(this.#folder, `${entry}.d.ts`));
    this.#program = ts.createProgram(files, {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      strict: true,
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
    });
    this.checker = this.#program.getTypeChecker();
  }

  /** The names that an entry exports, each with the symbol that declares it. */
  exportsOf(entry: string): Map<string, { symbol: ts.Symbol; isTypeOnly: boolean }> {
    const file = this.#program.getSourceFile(join(this.#folder, `${entry}.d.ts`));
    const module = file && this.checker.getSymbolAtLocation(file);
    if (!module) throw new Error(`there is no entry ${entry}`);
    const found = this.checker.getExportsOfModule(module).map(symbol => {
      const specifier = symbol.declarations?.find(ts.isExportSpecifier);
      const isTypeOnly =
        specifier !== undefined && (specifier.isTypeOnly || specifier.parent.parent.isTypeOnly);
      return [symbol.name, { symbol: this.declared(symbol), isTypeOnly }] as const;
    });
    return new Map(found);
  }

  /** The symbol that an import or export stands for. */
  declared(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
  }

  /** Whether a file of this package declares a symbol, at the top level of the file. */
  isOurs(symbol: ts.Symbol): boolean {
    return (symbol.declarations ?? []).some(
      each => each.getSourceFile().fileName.startsWith(this.#folder) && isTopLevel(each),
    );
  }

  /** The folder of the declarations. */
  get folder(): string {
    return this.#folder;
  }

  /** The path of a declaration, below the folder of declarations. */
  pathOf(symbol: ts.Symbol): string {
    return symbol.declarations?.[0]?.getSourceFile().fileName.slice(this.#folder.length + 1) ?? '';
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function isTopLevel(node: ts.Declaration): boolean {
  const statement = ts.isVariableDeclaration(node) ? node.parent.parent : node;
  return ts.isSourceFile(statement.parent);
}

/** Whether a member is for the package itself: private, protected, `#private`. */
export function isHidden(node: ts.Node): boolean {
  if (ts.isClassElement(node) && node.name && ts.isPrivateIdentifier(node.name)) return true;
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return ts.canHaveModifiers(node) && (ts.getCombinedModifierFlags(node as ts.Declaration) & hidden) !== 0;
}
