import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatAction, print } from '../../src/script/index.ts';
import { root } from '../support/shared.ts';
import { type CorpusFile, differencesOf, readCorpus } from './corpus-compare.ts';
import { corpusPage, type Differences, type StatusDifference } from './corpus-table.ts';
import { meaning, readBack, toPlain } from './plain.ts';

const keptPath = join(import.meta.dirname, 'corpus-differences.json');
const pagePath = join(root, 'docs/corpus.md');
const isUpdate = process.env.UPDATE === '1';

const files = readCorpus();
const kept: Differences = existsSync(keptPath)
  ? (JSON.parse(readFileSync(keptPath, 'utf8')) as Differences)
  : { differences: {}, status: {} };
const found = compare();

if (isUpdate && files.length > 0) {
  writeFileSync(keptPath, asJson(found));
  writeFileSync(pagePath, corpusPage(files, found));
}

describe.skipIf(files.length === 0)('scripts that people wrote', () => {
  test('print back byte for byte', () => {
    expect(files).toHaveLength(704);
    expect(files.filter(({ document, text }) => print(document) !== text).map(({ path }) => path)).toEqual(
      [],
    );
  });

  test('survive the canonical format', () => {
    let actions = 0;
    for (const { document, path } of files) {
      for (const action of document.actions.filter(({ broken }) => !broken)) {
        const written = formatAction(toPlain(action));
        const again = toPlain(readBack(written));
        expect(meaning(again), path).toEqual(meaning(toPlain(action)));
        expect(formatAction(again), path).toBe(written);
        actions++;
      }
    }
    expect(actions).toBeGreaterThan(2000);
  });

  test('differ from what the original reads in known ways only', () => {
    expect(
      Object.values(found.differences)
        .flat()
        .filter(name => name.startsWith('unknown')),
    ).toEqual([]);
    expect(found.differences).toEqual(kept.differences);
  });

  test('have errors where the original has none, and the other way round, for known reasons only', () => {
    expect(found.status).toEqual(kept.status);
    for (const [path, { why }] of Object.entries(kept.status))
      expect(why, path).toMatch(/^(Q\d\d|rule \d+)$/);
  });

  test('are counted in docs/corpus.md', () => {
    expect(readFileSync(pagePath, 'utf8')).toBe(corpusPage(files, found));
  });
});

/** With each list on the line of its key where that fits, as the project formats JSON. */
function asJson(value: Differences): string {
  const text = JSON.stringify(value, null, 2).replace(
    /^( *"[^"]*": )\[\s+([^\]]*?)\s+\](,?)$/gm,
    (all, key, items, comma) => {
      const line = `${key}[${items.replace(/\s+/g, ' ').replaceAll('","', '", "')}]`;
      return line.length + comma.length <= 110 ? line + comma : all;
    },
  );
  return `${text}\n`;
}

function compare(): Differences {
  const sound = files.filter(({ codes, theirs }) => codes.length === 0 && theirs.ok);
  const differing = files.filter(({ codes, theirs }) => (codes.length === 0) !== theirs.ok);
  const differences = sound.map(file => [file.path, differencesOf(file)] as const);
  return {
    differences: Object.fromEntries(differences.filter(([, classes]) => classes.length > 0)),
    status: Object.fromEntries(differing.map(file => [file.path, statusOf(file)])),
  };
}

/** Where the reason cannot be told from the original's message it is given by hand. */
function statusOf({ path, codes, theirs }: CorpusFile): StatusDifference {
  return { codes, why: whyTheirs(theirs.error) ?? kept.status[path]?.why ?? 'unknown' };
}

function whyTheirs(message: string | undefined): string | undefined {
  if (message?.includes('with 1 or 2 parts')) return 'rule 12';
  const [, character = ''] = /illegal char: '(.)/.exec(message ?? '') ?? [];
  return { '#': 'Q30', '{': 'rule 4', ']': 'Q16', '`': 'rule 2' }[character];
}
