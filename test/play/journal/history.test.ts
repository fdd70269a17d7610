import { expect, test } from 'vitest';
import type { ActionRef, EventBody } from '../../../src/play/journal/event.ts';
import { type History, readHistory } from '../../../src/play/journal/history.ts';

function read(...happenings: EventBody[]): History {
  const time = '2026-11-22T10:15:30.000Z';
  return readHistory(happenings.map((happening, index) => ({ ...happening, time, seq: index + 1 })));
}

function ref(number: number, more: Partial<ActionRef> = {}): ActionRef {
  return { number, name: 'a.x', place: 'a.hero:1:1', key: `k${number}`, text: '!!a.x', ...more };
}

const opened = (run: number, resumed = false): EventBody => ({
  type: 'opened',
  ...{
    id: `id${run}`,
    session: 'nightly',
    context: 'default',
    run,
    resumed,
    interactive: false,
    version: '1.0.0',
  },
});
const started = (action: ActionRef): EventBody => ({ type: 'started', action, attempt: 1, effect: 'once' });
const done = (action: ActionRef, more = {}): EventBody => ({ type: 'done', action, seconds: 1, ...more });
const error = { code: 'PLAY_FAILED', message: 'no' };
const failed = (action: ActionRef, ignored = false): EventBody => ({
  type: 'failed',
  ...{ action, seconds: 1, error, ignored },
});
const ended = (status: 'done' | 'failed'): EventBody => ({
  type: 'ended',
  ...{ status, played: 1, failed: 0, skipped: 0, seconds: 1 },
});

const keys = ({ finished, uncertain }: History) => [[...finished.keys()], [...uncertain.keys()]];

test('nothing was played', () => {
  expect(read()).toMatchObject({ run: 0, isOpen: false, started: 0 });
});

test('a run is open until it ended well', () => {
  expect(read(opened(1)).isOpen).toBe(true);
  expect(read(opened(1), { type: 'interrupted', reason: 'Ctrl-C' }).isOpen).toBe(true);
  expect(read(opened(1), ended('failed')).isOpen).toBe(true);
  expect(read(opened(1), ended('failed'), opened(1, true), ended('done')).isOpen).toBe(false);
});

test('what was started and did not end, or failed, is in doubt; what ended, or may fail, is finished', () => {
  const steps = [1, 2, 3, 4].map(number => started(ref(number)));
  const history = read(opened(1), ...steps, done(ref(1)), failed(ref(2)), failed(ref(3), true));
  expect(keys(history)).toEqual([
    ['k1', 'k3'],
    ['k2', 'k4'],
  ]);
  expect(history.uncertain.get('k2')).toMatchObject({ error, effect: 'once' });
  expect(history.started).toBe(4);
});

test('what was decided counts', () => {
  const skipped = (number: number, more = {}): EventBody => ({
    type: 'skipped',
    ...{ action: ref(number), reason: 'marked as done', ...more },
  });
  const history = read(opened(1), started(ref(1)), started(ref(2)), skipped(1), skipped(2, { isGone: true }));
  expect(keys(history)).toEqual([['k1'], []]);
});

test('a decision is for one start only', () => {
  const answered: EventBody = { type: 'answered', id: 'resume.1', answer: 'retry', from: 'person' };
  const city: EventBody = { type: 'answered', id: 'city', answer: 'Ghent', from: 'person' };
  const before = [opened(1), started(ref(1)), opened(1, true), city, answered];
  expect(read(...before).answers).toEqual(
    new Map([
      ['city', 'Ghent'],
      ['resume.1', 'retry'],
    ]),
  );
  expect(read(...before, started(ref(1))).answers).toEqual(new Map([['city', 'Ghent']]));
});

test('what prepares is neither finished nor in doubt: it is played anew', () => {
  const action = ref(1, { prepares: true });
  expect(keys(read(opened(1), started(action)))).toEqual([[], []]);
  expect(keys(read(opened(1), started(action), done(action)))).toEqual([[], []]);
  expect(keys(read(opened(1), started(action), failed(action)))).toEqual([[], []]);
});

test('what a module may have done is in doubt until it returned', () => {
  const entered: EventBody = { type: 'entered', module: 'm', actions: [ref(1), ref(2)] };
  expect(keys(read(opened(1), entered))).toEqual([[], ['k1', 'k2']]);
  expect(keys(read(opened(1), entered, done(ref(1)), { type: 'left', module: 'm' }))).toEqual([['k1'], []]);
});

test('a new run forgets the one before, a resumed one does not', () => {
  const before = [opened(1), { type: 'planned', actions: 1, keys: ['k1'] } as const, started(ref(1))];
  const more = [done(ref(1), { set: { city: 'Ghent' }, withheld: ['token'] }), ended('failed')];
  const resumed = read(...before, ...more, opened(1, true));
  expect(resumed.finished.get('k1')).toMatchObject({ set: { city: 'Ghent' }, withheld: ['token'] });
  const anew = read(...before, ...more, opened(2));
  expect([anew.run, anew.finished.size, anew.planned.size, anew.started]).toEqual([2, 0, 0, 0]);
});

test('a run keeps the id that it began with, the next has its own', () => {
  const again: EventBody = { ...opened(1, true), id: 'other' } as EventBody;
  expect(read(opened(1), again).id).toBe('id1');
  expect(read(opened(1), again, ended('done'), opened(2)).id).toBe('id2');
  expect(read().id).toBe('');
});
