import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codes } from '../../src/base/index.ts';
import { root } from '../support/shared.ts';
import { piecesOf, proseOf } from './comments.ts';

/** True when the prose of README.md and docs/ is checked, too. */
const areDocsChecked = true;

/** Sentences that break a rule on purpose, each with the reason. At most ten. */
const exceptions: readonly { readonly sentence: string; readonly reason: string }[] = [];

/** The beginnings of a clause as a subject: "Who asks waits", "What it gives". A question is not such a sentence. */
const subject = /^(?:Who|Whoever|Whether|What|That)\b(?![’']s\b)/;
/** Words that read as translated. */
const words = /\b(?:nobody|somebody|whoever|anew)\b|\b(?:is|are) no (?!longer\b)/i;
const allowed = /\bthere (?:is|are) no /gi;

/** The sentences of a text that break a rule. Code in backticks is not read. */
function faultsIn(text: string): string[] {
  return sentencesOf(text).filter(sentence => {
    const plain = sentence.replace(allowed, '');
    return (subject.test(sentence) && !sentence.endsWith('?')) || words.test(plain);
  });
}

function sentencesOf(text: string): string[] {
  return text
    .replace(/`[^`\n]*`/g, '`…`')
    .split(/\n\s*\n/)
    .flatMap(part => part.replace(/\s+/g, ' ').split(/(?<=[.?!])["')*]*\s+(?=[A-Z`*"(])/))
    .map(sentence => sentence.trim().replace(/^[*"(]+/, ''))
    .filter(sentence => sentence !== '');
}

/** The prose of a page: without headings, code blocks and HTML comments; each item and each cell is a paragraph. */
function pageProse(page: string): string {
  return page
    .replace(/^```[\s\S]*?^```$/gm, '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/^#+ .*$/gm, '')
    .replace(/^\s*(?:[-*]|\d+\.) /gm, '\n\n')
    .replace(/^\|.*\|$/gm, row => row.split('|').join('\n\n'));
}

const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.ts'))
  .map(name => `src/${name.replaceAll('\\', '/')}`);
const pages = ['README.md', ...readdirSync(join(root, 'docs')).map(name => `docs/${name}`)].filter(name =>
  name.endsWith('.md'),
);
const pieces = files.flatMap(file =>
  piecesOf(readFileSync(join(root, file), 'utf8')).map(piece => ({ file, ...piece })),
);
const isExcepted = (sentence: string) => exceptions.some(each => sentence.includes(each.sentence));

describe('a sentence has a noun of the trade or "you" as its subject, and the words of plain English', () => {
  test('in the comments and messages of src', () => {
    const found = pieces.flatMap(piece =>
      faultsIn(proseOf(piece))
        .filter(sentence => !isExcepted(sentence))
        .map(sentence => `${piece.file}:${piece.line}: ${sentence}`),
    );
    expect(found).toEqual([]);
  });

  test.runIf(areDocsChecked).each(pages)('in the prose of %s', page => {
    const text = pageProse(readFileSync(join(root, page), 'utf8'));
    expect(faultsIn(text).filter(sentence => !isExcepted(sentence))).toEqual([]);
  });

  test('with at most ten exceptions, each of which is still needed', () => {
    const text = [...pieces.map(proseOf), ...pages.map(page => readFileSync(join(root, page), 'utf8'))].join(
      '\n\n',
    );
    expect(exceptions.length).toBeLessThanOrEqual(10);
    expect(exceptions.filter(({ sentence }) => !sentencesOf(text).join('\n').includes(sentence))).toEqual([]);
  });

  test.each([
    'Who asks meanwhile waits for the same end.',
    'Fine. What is left is removed.',
    'Whether it is held.',
    'the folder is no checkout',
    'Read anew by each call.',
    'Frees the lock, whoever has it.',
  ])('%j breaks a rule', sentence => expect(faultsIn(sentence)).toHaveLength(1));

  test.each([
    'There is no lock, and it is no longer held. There are no keys.',
    'What now?',
    'True when `nobody` is a key.',
    'The file that is left.',
  ])('%j breaks none', sentence => expect(faultsIn(sentence)).toEqual([]));
});

describe('comments name only things that exist', () => {
  const comments = pieces.filter(({ kind }) => kind === 'comment');

  test('codes of errors', () => {
    const code =
      /\b(?:SCRIPT|PARAMS|ACTION|SYS|STORE|GIT|PLAY|ACTORS?|CLI|FORMAT|EDIT)_[A-Z][A-Z_]*\b(?!\*)/g;
    const found = comments.flatMap(({ file, line, text }) =>
      (text.match(code) ?? []).filter(name => !(name in codes)).map(name => `${file}:${line}: ${name}`),
    );
    expect(found).toEqual([]);
  });

  test('groups of codes', () => {
    const groups = comments.flatMap(({ text }) => text.match(/\b[A-Z]+_(?=\*)/g) ?? []);
    const known = Object.keys(codes);
    expect(groups.filter(group => !known.some(name => name.startsWith(group)))).toEqual([]);
  });

  test('files of TypeScript', () => {
    const known = [...files, 'src/index.ts', ...files.map(file => file.slice('src/'.length))];
    const found = comments.flatMap(({ file, line, text }) =>
      [...text.matchAll(/(?<![\w*.{/-])((?:[\w-]+\/)*[\w-]+(?:\.[\w-]+)*\.m?ts)\b/g)]
        .map(([, name = '']) => name)
        .filter(name => !isFile(name, known))
        .map(name => `${file}:${line}: ${name}`),
    );
    expect(found).toEqual([]);
  });

  /** A path from the root, from `src`, or the name of a file alone. */
  function isFile(name: string, known: readonly string[]): boolean {
    if (name.startsWith('hero.config.')) return true;
    return (
      known.includes(name) || existsSync(join(root, name)) || known.some(path => basename(path) === name)
    );
  }
});
