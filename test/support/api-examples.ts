import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript-5';
import { expect } from 'vitest';
import * as herolib from '../../src/herolib.ts';
import * as heroplay from '../../src/index.ts';
import * as script from '../../src/script/index.ts';
import * as testing from '../../src/testing/index.ts';
import type { ApiExample } from './api-page.ts';
import { type Declarations, entries, tsc } from './declarations.ts';
import { root } from './shared.ts';

/** What an example may use without saying where it comes from. */
const given = `
declare const session: Session;
declare const context: Context;
declare const playbook: PlayBook;
declare const db: Db;
declare const files: FileStore;
declare const access: KeyAccess;
declare function test(name: string, run: () => Promise<void>): void;
`;

/** The messages of TypeScript 7 about one file with all examples; empty when all of them compile. */
export function compileExamples(declarations: Declarations, examples: readonly ApiExample[]): string {
  const text = [
    ...importLines(declarations),
    given,
    ...examples.map(
      ({ name, code }) => `export async function of_${name.replace(/\W/g, '_')}_${next()}() {\n${code}\n}`,
    ),
  ].join('\n');
  writeFileSync(join(declarations.folder, 'examples.ts'), text);
  const paths = Object.entries(entries).map(([entry, file]) => [entry, [`./${file}.d.ts`]]);
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2023',
    strict: true,
    noEmit: true,
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
    paths: Object.fromEntries(paths),
  };
  writeFileSync(
    join(declarations.folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, files: ['examples.ts'] }),
  );
  try {
    return execFileSync(process.execPath, [tsc, '-p', 'tsconfig.json'], {
      cwd: declarations.folder,
      encoding: 'utf8',
    });
  } catch (error) {
    return String((error as { stdout?: string }).stdout);
  }
}

/** All names of all entries; a name of two entries is imported from the first. */
function importLines(declarations: Declarations): string[] {
  const seen = new Set<string>();
  return Object.entries(entries).map(([entry, file]) => {
    const names = [...declarations.exportsOf(file)].filter(([name]) => !seen.has(name));
    for (const [name] of names) seen.add(name);
    const list = names.map(([name, { symbol, isTypeOnly }]) => {
      const isValue = !isTypeOnly && (symbol.flags & ts.SymbolFlags.Value) !== 0;
      return isValue ? name : `type ${name}`;
    });
    return `import { ${list.join(', ')} } from '${entry}';`;
  });
}

let count = 0;
function next(): number {
  return ++count;
}

/**
 * Runs an example in a temporary folder with a home of its own. A line `EXPRESSION; // VALUE` must give the value.
 */
export async function runExample(code: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'heroplay-example-'));
  const before = process.cwd();
  process.chdir(folder);
  try {
    const session = await heroplay.newSession({ playbookText: '!!play.echo content:hello' });
    const all = {
      ...herolib,
      ...testing,
      ...script,
      ...heroplay,
      session,
      context: session.context,
      playbook: session.playbook,
      db: new heroplay.MemoryStore('notes'),
      files: new heroplay.FileStore('vault'),
      access: { passphrase: async () => 'four words and more', identities: async () => undefined },
      console: { log: () => undefined },
      is: (value: unknown, expected: unknown) => expect(value).toEqual(expected),
    };
    const body = code.replace(
      /^(?!const |let |for |if |throw |\s)(.+); \/\/ (.+)$/gm,
      (_line, expression, value) => `is((${expression}), (${value}));`,
    );
    const { outputText } = ts.transpileModule(`return (async () => {\n${body}\n})()`, {
      compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ES2022 },
    });
    await new Function(...Object.keys(all), outputText)(...Object.values(all));
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true, force: true });
  }
}
