import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { PlayEvent } from '../../../src/play/journal/event.ts';
import { Journal } from '../../../src/play/journal/journal.ts';
import { readJournal } from '../../../src/play/journal/journal-reader.ts';
import { tempFolder } from '../../git/upstream.ts';

let path: string;

beforeEach(() => {
  path = join(tempFolder(), 'journal.jsonl');
});

function event(text: string): PlayEvent {
  return { type: 'noticed', text, time: '2026-11-22T10:15:30.000Z' };
}

async function write(...texts: string[]): Promise<void> {
  const { journal } = await Journal.open(path);
  for (const text of texts) journal.append(event(text));
  await journal.close();
}

async function textsRead(): Promise<string[]> {
  const { records } = await readJournal(path);
  return records.map(record => (record.type === 'noticed' ? `${record.seq} ${record.text}` : ''));
}

function lines(): string[] {
  return readFileSync(path, 'utf8').split('\n').slice(0, -1);
}

test('one that is not there is empty, and reading does not make it', async () => {
  expect(await readJournal(path)).toEqual({ records: [], length: 0, isTorn: false });
  expect(statSync(path, { throwIfNoEntry: false })).toBeUndefined();
});

test('holds what was appended, and goes on counting', async () => {
  await write('one', 'two\nlines');
  await write('three — ✓');
  expect(await textsRead()).toEqual(['1 one', '2 two\nlines', '3 three — ✓']);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('what was appended is in the file after `sync`, all at once', async () => {
  const { journal } = await Journal.open(path);
  journal.append(event('one'));
  journal.append(event('two'));
  expect(readFileSync(path, 'utf8')).toBe('');
  await journal.sync();
  expect(await textsRead()).toEqual(['1 one', '2 two']);
  await journal.close();
});

test('a last line that was cut off is dropped', async () => {
  await write('one', 'two');
  const whole = readFileSync(path);
  const start = whole.lastIndexOf(10, whole.length - 2) + 1;
  for (let length = start + 1; length < whole.length; length += 7) {
    writeFileSync(path, whole.subarray(0, length));
    expect(await readJournal(path)).toMatchObject({ length: start, isTorn: true });
    await write('again');
    expect(await textsRead()).toEqual(['1 one', '2 again']);
  }
});

describe('what was not written so', () => {
  const damages: [string, number, (lines: string[]) => string[]][] = [
    ['a changed record', 2, ([a = '', b = '', c = '']) => [a, b.replace('two', 'twO'), c]],
    ['a changed checksum', 3, ([a = '', b = '', c = '']) => [a, b, c.replace(/.{3}$/, '0"}')]],
    ['a record taken out', 2, ([a = '', , c = '']) => [a, c]],
    ['the first one taken out', 1, ([, b = '', c = '']) => [b, c]],
    ['two that changed places', 1, ([a = '', b = '', c = '']) => [b, a, c]],
    ['one that is there twice', 3, ([a = '', b = '', c = '']) => [a, b, b, c]],
    ['an empty line', 2, ([a = '', b = '', c = '']) => [a, '', b, c]],
    ['a line of something else', 1, ([, b = '', c = '']) => ['{"seq":1}', b, c]],
  ];

  test.each(damages)('%s is told, and the file stays as it is', async (_what, number, damage) => {
    await write('one', 'two', 'three');
    const before = lines();
    const after = damage(before);
    const offset = after.slice(0, number - 1).join('\n').length + (number > 1 ? 1 : 0);
    writeFileSync(path, `${after.join('\n')}\n`);
    const error = {
      code: 'PLAY_JOURNAL_CORRUPT',
      message: expect.stringContaining(`line ${number} (byte ${offset})`),
    };
    await expect(readJournal(path)).rejects.toMatchObject(error);
    for (const replace of [false, true])
      await expect(Journal.open(path, { replace })).rejects.toMatchObject(error);
    expect(lines()).toEqual(after);
  });
});

describe('the guard', () => {
  test('is asked before a write and after it', async () => {
    const sizes: number[] = [];
    const guard = async () => void sizes.push(statSync(path).size);
    const { journal } = await Journal.open(path, { guard });
    journal.append(event('one'));
    await journal.sync();
    await journal.sync();
    expect(sizes).toEqual([0, statSync(path).size]);
    await journal.close();
  });

  test('ends the writing for good', async () => {
    let isOurs = false;
    const guard = () => {
      if (!isOurs) throw new Error('not ours');
    };
    const { journal } = await Journal.open(path, { guard });
    journal.append(event('one'));
    await expect(journal.sync()).rejects.toThrow('not ours');
    isOurs = true;
    await expect(journal.sync()).rejects.toThrow('not ours');
    expect(readFileSync(path, 'utf8')).toBe('');
  });
});

test('one that is taken over is a new file: who had it open writes into nothing', async () => {
  await write('one');
  const old = await Journal.open(path);
  const { journal } = await Journal.open(path, { replace: true });
  old.journal.append(event('late'));
  journal.append(event('two'));
  await old.journal.close();
  await journal.close();
  expect(await textsRead()).toEqual(['1 one', '2 two']);
});
