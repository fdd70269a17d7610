import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { EventBody } from '../../../src/play/journal/event.ts';
import { writeLine } from '../../../src/play/journal/journal-reader.ts';
import { lastState } from '../../../src/play/journal/last-state.ts';
import { failure, folderWith } from '../world.ts';

const ended = (status: 'done' | 'failed'): EventBody => ({
  type: 'ended',
  ...{ status, played: 1, failed: 0, skipped: 0, seconds: 1 },
});
const said = (text: string): EventBody => ({ type: 'said', action: { number: 1, name: 'play.echo' }, text });
const noticed: EventBody = { type: 'noticed', text: 'x' };

function journalOf(...bodies: readonly EventBody[]): string {
  const time = '2026-01-31T02:00:00.000Z';
  const text = bodies.map((body, at) => writeLine({ ...body, time }, at + 1, '').text).join('');
  return join(folderWith({ 'journal.jsonl': text }), 'journal.jsonl');
}

test.each<[string, string, readonly EventBody[]]>([
  ['an end', 'done', [said('x'), ended('done')]],
  ['a failure', 'failed', [said('x'), ended('failed')]],
  ['an end and notes after it', 'done', [ended('done'), noticed, noticed]],
  ['an action in the middle', 'interrupted', [ended('done'), said('x')]],
  ['notes only', 'not played', [noticed]],
  [
    'an end before 40 kB of notes',
    'failed',
    [ended('failed'), ...Array(400).fill({ ...noticed, text: 'n'.repeat(100) })],
  ],
])('a journal that ends with %s says %s', async (_name, state, bodies) => {
  expect(await lastState(journalOf(...bodies))).toBe(state);
});

test('a session without a journal was not played', async () => {
  expect(await lastState(join(folderWith({}), 'none'))).toBe('not played');
});

test('a line that is not an event is corrupt, and so is a folder', async () => {
  const folder = folderWith({ 'journal.jsonl': 'null\n' });
  expect((await failure(() => lastState(join(folder, 'journal.jsonl')))).code).toBe('PLAY_JOURNAL_CORRUPT');
  mkdirSync(join(folder, 'other'));
  expect((await failure(() => lastState(join(folder, 'other')))).code).toBe('PLAY_JOURNAL_CORRUPT');
});
