import type { CorpusFile } from './corpus-compare.ts';

/** What is kept of the comparison: classes by file, and the reason where only one side finds errors. */
export interface Differences {
  readonly differences: Readonly<Record<string, readonly string[]>>;
  readonly status: Readonly<Record<string, StatusDifference>>;
}

/** A file that one side reads without errors and the other does not. */
export interface StatusDifference {
  /** Our error codes; none when only the original finds errors. */
  readonly codes: readonly string[];
  /** A quirk of the original, or a rule of ours. */
  readonly why: string;
}

const meanings: Readonly<Record<string, string>> = {
  Q01: 'the original turns double quotes into single ones first, so the other kind inside a value ends it',
  Q03: 'the original drops blank lines inside a block',
  Q04: 'the original ends a block at a line that starts with `!`',
  Q09: 'the original takes `//` inside a URL for a comment',
  Q10: 'the original swallows the params after a comment that holds a quote or a second `//`',
  Q12: 'the original takes the next word for the value of a key without one, or drops the key',
  Q15: 'the original cannot read a quoted item of a list after another one',
  Q16: 'the original cannot read quoted items in brackets',
  Q30: 'the original knows no `#` comments',
  Q31: 'the original accepts a quote that is never closed',
  Q35: 'the original ends an action at a comment in the first column',
  Q36: 'the original ends an action at a line indented by one space',
  Q41: 'the original accepts an empty name',
  'rule 2': 'a fence, or a line at or left of an action, ends it',
  'rule 4': 'snippets and quoted texts are arguments, and a token of marks only is prose under an action',
  'rule 7': 'a lone quote on the line after its key opens a block',
  'rule 9': '`id` is an ordinary param',
  'rule 12': 'names of three parts and more are accepted',
};

/** The page `docs/corpus.md`. */
export function corpusPage(files: readonly CorpusFile[], { differences, status }: Differences): string {
  const broken = files.filter(({ codes }) => codes.length > 0);
  const compared = files.filter(({ codes, theirs }) => codes.length === 0 && theirs.ok);
  const actions = files.reduce((total, { document }) => total + document.actions.length, 0);
  const classes = Object.values(differences).flat();
  const whys = Object.entries(status);
  return [
    '# Real scripts',
    '',
    `A test reads ${count(files.length)} real files, with ${count(actions)} actions, that were written for the older system. Each file prints`,
    'back byte for byte. A file without errors reads the same after it was written in the canonical format. The files',
    'are not part of this project.',
    '',
    'The test is `test/script/shared-corpus.test.ts`. It makes this page (`UPDATE=1 npx vitest run',
    'test/script/shared-corpus.test.ts`) and fails when the page is out of date.',
    '',
    '## Errors',
    '',
    `${count(files.length - broken.length)} files have no errors, ${broken.length} have some.`,
    '',
    ...table(
      ['code', 'files'],
      tally(broken.flatMap(({ codes }) => codes)).map(([code, number]) => [`\`${code}\``, number]),
    ),
    '',
    '## Compared with the original',
    '',
    `Both read ${count(compared.length)} files without errors. In ${Object.keys(differences).length} of them an action differs, always for one of these`,
    'reasons. A `Q` is a quirk of the original that is fixed here; a rule is one of our own.',
    '',
    ...table(
      ['class', 'files', 'reason'],
      tally(classes).map(([name, number]) => [name, number, meaningOf(name)]),
    ),
    '',
    '## Errors on one side only',
    '',
    `${whys.filter(([, { codes }]) => codes.length === 0).length} files have errors for the original and none for us,`,
    `${whys.filter(([, { codes }]) => codes.length > 0).length} the other way round.`,
    '',
    ...table(
      ['class', 'files', 'reason'],
      tally(whys.map(([, { why }]) => why)).map(([name, number]) => [name, number, meaningOf(name)]),
    ),
    '',
    ...table(
      ['file', 'our errors', 'class'],
      whys.map(([path, { codes, why }]) => [
        path.replace(/^files\//, ''),
        codes.map(code => `\`${code}\``).join(', ') || 'none',
        why,
      ]),
    ),
    '',
  ].join('\n');
}

function meaningOf(name: string): string {
  const meaning = meanings[name];
  if (!meaning) throw new Error(`the class ${name} has no meaning`);
  return meaning;
}

/** How often each name occurs, by name. */
function tally(names: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}
