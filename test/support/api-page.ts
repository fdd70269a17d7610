import ts from 'typescript-5';
import { codes } from '../../src/base/index.ts';
import { type Declarations, entries, isHidden } from './declarations.ts';

/** An `@example` of a doc comment, and the name it belongs to. */
export interface ApiExample {
  readonly entry: string;
  readonly name: string;
  readonly code: string;
}

/** What a page says of an exported name. */
interface Entry {
  readonly name: string;
  readonly symbol: ts.Symbol;
  readonly isTypeOnly: boolean;
}

const intro = `# API

Made from the doc comments by \`npm run docs\`: what each entry of the package exports, with the codes that it throws. A test compiles and
runs the examples. In them \`session\`, \`context\`, \`playbook\`, \`db\`, \`files\` (a \`FileStore\`) and \`access\` (a \`KeyAccess\`) are
open already. Codes are in [errors.md](errors.md).
`;

const about: Readonly<Record<string, string>> = {
  heroplay: 'Sessions, actors, params, databases: what programs import.',
  'heroplay/script':
    'The language alone: text to tree and back. It imports nothing of Node and runs in a browser.',
  'heroplay/testing': 'The contract of a store, as tests.',
  'heroplay/herolib': 'For users of herolib, the older system.',
};

/** The page `docs/api.md`. */
export function apiPage(declarations: Declarations): string {
  const shown = new Map<ts.Symbol, string>();
  const sections = Object.entries(entries).map(([entry, file]) => {
    const all = namesOf(declarations, file);
    const own = all.filter(({ symbol }) => !shown.has(symbol));
    const others = all.filter(({ symbol }) => shown.has(symbol)).map(({ name }) => `\`${name}\``);
    for (const { symbol } of own) shown.set(symbol, entry);
    const also = others.length > 0 ? `\nAlso here, as in \`heroplay\`: ${others.join(', ')}.\n` : '';
    const text = own.map(each => nameSection(declarations, each)).join('\n');
    return `## ${entry}\n\n${about[entry]}\n${also}\n${text}`;
  });
  return `${intro}\n${sections.join('\n')}`;
}

/** All examples of what the entries export. */
export function apiExamples(declarations: Declarations): ApiExample[] {
  const seen = new Set<ts.Symbol>();
  const found: ApiExample[] = [];
  for (const [entry, file] of Object.entries(entries)) {
    for (const { name, symbol } of namesOf(declarations, file)) {
      if (seen.has(symbol)) continue;
      seen.add(symbol);
      for (const code of examplesOf(declarations, symbol)) found.push({ entry, name, code });
      for (const member of membersOf(symbol))
        for (const code of examplesOf(declarations, member.symbol))
          found.push({ entry, name: `${name}.${member.symbol.name}`, code });
    }
  }
  return found;
}

/** The exported functions and classes that have no example, of themselves or of a member. */
export function withoutExample(declarations: Declarations): string[] {
  const shown = new Set(apiExamples(declarations).map(({ name }) => name));
  const needed = Object.values(entries).flatMap(file =>
    namesOf(declarations, file).filter(
      ({ symbol, isTypeOnly }) =>
        !isTypeOnly && symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Class),
    ),
  );
  return [...new Set(needed.map(({ name }) => name))].filter(name => !shown.has(name));
}

/** The exported names without a doc comment. */
export function withoutComment(declarations: Declarations): string[] {
  const names = Object.values(entries).flatMap(file => namesOf(declarations, file));
  return [
    ...new Set(names.filter(({ symbol }) => docOf(declarations, symbol) === '').map(({ name }) => name)),
  ];
}

function namesOf(declarations: Declarations, file: string): Entry[] {
  return [...declarations.exportsOf(file)]
    .map(([name, { symbol, isTypeOnly }]) => ({ name, symbol, isTypeOnly }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function nameSection(declarations: Declarations, { name, symbol, isTypeOnly }: Entry): string {
  const isTypeOnlyClass = isTypeOnly && (symbol.flags & ts.SymbolFlags.Class) !== 0;
  const members = membersOf(symbol).filter(
    ({ nodes }) => !isTypeOnlyClass || !nodes.some(ts.isConstructorDeclaration),
  );
  const parts = [
    `### ${name}`,
    `*${kindOf(symbol)}${isTypeOnlyClass ? ', exported as a type' : ''}.* ${docOf(declarations, symbol)}`.trim(),
    throwsOf(docOf(declarations, symbol)),
    fragment(signatureOf(symbol).replace(/^(abstract )?(class|interface) \w+$/, '')),
    ...examplesOf(declarations, symbol).map(fragment),
    members.map(member => memberLine(declarations, member)).join('\n'),
  ];
  return `${parts.filter(part => part !== '').join('\n\n')}\n`;
}

function kindOf({ flags }: ts.Symbol): string {
  if (flags & ts.SymbolFlags.Function) return 'Function';
  if (flags & ts.SymbolFlags.Class) return 'Class';
  if (flags & ts.SymbolFlags.Interface) return 'Interface';
  return flags & ts.SymbolFlags.TypeAlias ? 'Type' : 'Value';
}

/** The public members of a class or an interface; overloads are one member. */
function membersOf(symbol: ts.Symbol): { symbol: ts.Symbol; nodes: ts.Node[] }[] {
  const found = new Map<ts.Symbol, ts.Node[]>();
  for (const declaration of symbol.declarations ?? []) {
    if (!ts.isClassDeclaration(declaration) && !ts.isInterfaceDeclaration(declaration)) continue;
    for (const member of declaration.members) {
      const own = (member as { symbol?: ts.Symbol }).symbol;
      if (own && !isHidden(member) && !(member.name && ts.isComputedPropertyName(member.name)))
        found.set(own, [...(found.get(own) ?? []), member]);
    }
  }
  return [...found].map(([own, nodes]) => ({ symbol: own, nodes }));
}

function memberLine(
  declarations: Declarations,
  { symbol, nodes }: { symbol: ts.Symbol; nodes: ts.Node[] },
): string {
  const signatures = nodes.map(node => `\`${oneLine(node.getText()).replace(/;$/, '')}\``).join(' · ');
  const doc = docOf(declarations, symbol);
  const examples = examplesOf(declarations, symbol).map(code => `\n\n${indented(fragment(code))}\n`);
  return `- ${signatures}${doc && ` – ${doc}`}${examples.join('')}`;
}

/** A declaration without its members; a type alias with all that it says. */
function signatureOf(symbol: ts.Symbol): string {
  return (symbol.declarations ?? [])
    .map(node => {
      const text = ts.isVariableDeclaration(node) ? `const ${node.getText()}` : node.getText();
      const head =
        ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) ? text.split(' {\n', 1)[0] : text;
      return (head ?? '')
        .replace(/^export (declare )?/, '')
        .replace(/^declare /, '')
        .replace(/ \{\}?$/, '');
    })
    .join('\n');
}

function docOf({ checker }: Declarations, symbol: ts.Symbol): string {
  return oneLine(ts.displayPartsToString(symbol.getDocumentationComment(checker)));
}

/** The codes that a comment names. */
function throwsOf(doc: string): string {
  const named = [...new Set(doc.match(/\b[A-Z]+_(?:[A-Z_]*[A-Z]|\*)/g))].filter(
    code => code.endsWith('*') || code in codes,
  );
  return named.length === 0 ? '' : `Errors: ${named.map(code => `\`${code}\``).join(', ')}.`;
}

function examplesOf({ checker }: Declarations, symbol: ts.Symbol): string[] {
  const tags = symbol.getJsDocTags(checker).filter(({ name }) => name === 'example');
  return tags.map(({ text }) => ts.displayPartsToString(text).trim());
}

function fragment(code: string): string {
  return code === '' ? '' : `\`\`\`ts fragment\n${code}\n\`\`\``;
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').trim();
}
