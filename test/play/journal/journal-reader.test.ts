import { appendFileSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { EventBody } from '../../../src/play/journal/event.ts';
import {
  JournalReader,
  journalFormat,
  readJournal,
  writeLine,
} from '../../../src/play/journal/journal-reader.ts';
import { failure, folderWith } from '../world.ts';

const time = '2026-01-31T02:00:00.000Z';
const note = (text: string): EventBody => ({ type: 'noticed', text });

/** The text of a journal with these events. */
function journal(bodies: readonly EventBody[]): string {
  let sum = '';
  return bodies
    .map((body, at) => {
      const line = writeLine({ ...body, time }, at + 1, sum);
      sum = line.sum;
      return line.text;
    })
    .join('');
}

const textsOf = (lines: readonly { record: { type: string } }[]) =>
  lines.map(({ record }) => (record as { text?: string }).text);

test('a journal that is not there has no records', async () => {
  expect(await readJournal(join(folderWith({}), 'none'))).toEqual({ records: [], length: 0, isTorn: false });
});

test('each read returns the whole lines that are new, and a torn line when it is whole', async () => {
  const path = join(folderWith({}), 'journal.jsonl');
  const reader = new JournalReader(path);
  expect(await reader.read()).toEqual([]);
  const text = journal([note('one'), note('two'), note('three')]);
  const second = text.indexOf('\n', text.indexOf('\n') + 1) + 1;
  writeFileSync(path, text.slice(0, second + 9));
  expect(textsOf(await reader.read())).toEqual(['one', 'two']);
  expect(await reader.read()).toEqual([]);
  appendFileSync(path, text.slice(second + 9));
  expect(textsOf(await reader.read())).toEqual(['three']);
});

test('a journal that was replaced by a copy is continued, another one is read from its start', async () => {
  const folder = folderWith({});
  const path = join(folder, 'journal.jsonl');
  const reader = new JournalReader(path);
  writeFileSync(path, journal([note('one')]));
  expect(textsOf(await reader.read())).toEqual(['one']);
  writeFileSync(join(folder, 'copy'), journal([note('one'), note('two')]));
  renameSync(join(folder, 'copy'), path);
  expect(textsOf(await reader.read())).toEqual(['two']);
  writeFileSync(join(folder, 'other'), journal([note('else')]));
  renameSync(join(folder, 'other'), path);
  expect(textsOf(await reader.read())).toEqual(['else']);
});

test.each([
  ['a changed line', (text: string) => text.replace('two', 'too')],
  ['a lost line', (text: string) => text.slice(text.indexOf('\n') + 1)],
  [
    'two lines that changed places',
    (text: string) => `${text.split('\n').slice(0, 2).reverse().join('\n')}\n`,
  ],
])('%s is refused by each way to read', async (_name, damage) => {
  const path = join(
    folderWith({ 'journal.jsonl': damage(journal([note('one'), note('two')])) }),
    'journal.jsonl',
  );
  expect((await failure(() => readJournal(path))).code).toBe('PLAY_JOURNAL_CORRUPT');
  expect((await failure(() => new JournalReader(path).read())).code).toBe('PLAY_JOURNAL_CORRUPT');
});

test('a line that was cut off is torn, not corrupt', async () => {
  const path = join(folderWith({ 'journal.jsonl': journal([note('one'), note('two')]) }), 'journal.jsonl');
  truncateSync(path, readFileSync(path).length - 5);
  const { records, isTorn } = await readJournal(path);
  expect([records.length, isTorn]).toEqual([1, true]);
});

test('a journal without a number is read; one of a newer format is refused', async () => {
  const opened = {
    type: 'opened',
    ...{ id: 'x', session: 's', context: 'c', run: 1 },
    ...{ resumed: false, interactive: false, version: '0' },
  } as const;
  const read = (format: object) => {
    const path = join(folderWith({ 'journal.jsonl': journal([{ ...opened, ...format }]) }), 'journal.jsonl');
    return readJournal(path);
  };
  expect((await read({})).records).toHaveLength(1);
  expect((await read({ format: journalFormat })).records).toHaveLength(1);
  expect((await failure(() => read({ format: journalFormat + 1 }))).code).toBe('PLAY_NEWER_FORMAT');
});
